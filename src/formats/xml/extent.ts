import { base64Transform, canonicalisationOf } from './algorithms.ts'
import { attribute, childElements, type XmlElement } from './document.ts'
import { coversDocument, type XmlSignature } from './signature.ts'
import { hasText, isDs } from './signed-info.ts'
import { isXades } from './xades/namespaces.ts'

/**
 * XMLDSig 1.1 §8.1.3, "see what is signed": whether whoever reads the document reads nothing but
 * what this signature is over, if it is intact. `whole`: everything under the root but the signature
 * is signed, or the signature is the root and so is every object in it; its own properties are none
 * of the reader's data. `part`: there is more, such as an element around a signature that stands in
 * it; also where that cannot be told.
 */
export function extentOf(signature: XmlSignature): 'whole' | 'part' {
  if (coversDocument(signature)) return 'whole'
  const { element } = signature
  if (element.parent !== null) return 'part'
  const objects = childElements(element).filter((each) => isDs(each, 'Object'))
  return objects.every((each) => isSigned(each, signature)) ? 'whole' : 'part'
}

function isSigned(object: XmlElement, signature: XmlSignature): boolean {
  if (hasText(object)) return isCovered(object, signature) || isDecoded(object, signature)
  const inside = childElements(object)
  return (
    isCovered(object, signature) ||
    inside.every((each) => isXades(each, 'QualifyingProperties') || isCovered(each, signature))
  )
}

function isCovered(element: XmlElement, { references }: XmlSignature): boolean {
  return references.some(({ covers }) => covers.of === 'element' && covers.element === element)
}

/** Of base64 the text is signed: it is all that there is, where no element stands in it. */
function isDecoded(object: XmlElement, { element, references }: XmlSignature): boolean {
  const id = attribute(object, 'Id')
  if (id === null || childElements(object).length > 0) return false
  const found = references.some(({ uri, octets }) => uri === `#${id}` && octets.kind === 'bytes')
  return found && transformsTo(`#${id}`, element).every(keepsText)
}

/** Canonicalisation and base64 leave nothing of a text out. */
function keepsText(transform: XmlElement): boolean {
  const algorithm = attribute(transform, 'Algorithm') ?? ''
  return algorithm === base64Transform || canonicalisationOf(algorithm, []) !== null
}

/** Of every reference in SignedInfo to the URI. */
function transformsTo(uri: string, signature: XmlElement): readonly XmlElement[] {
  const signedInfo = childElements(signature).filter((each) => isDs(each, 'SignedInfo'))
  return signedInfo
    .flatMap((each) => childElements(each))
    .filter((each) => attribute(each, 'URI') === uri)
    .flatMap((each) => childElements(each))
    .filter((each) => isDs(each, 'Transforms'))
    .flatMap((each) => childElements(each))
}
