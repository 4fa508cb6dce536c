import { base64Transform, canonicalisationOf } from './algorithms.ts'
import { attribute, childElements, descendants, type XmlElement } from './document.ts'
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
  if (coversDocument(signature)) return isFull(signature) ? 'whole' : 'part'
  const { element } = signature
  if (element.parent !== null) return 'part'
  const objects = childElements(element).filter((each) => isDs(each, 'Object'))
  const decoded = objects.some(hasText) ? decodedIn(signature) : none
  return objects.every((each) => isSigned(each, signature, decoded)) ? 'whole' : 'part'
}

const none: ReadonlySet<string> = new Set()

/** A processing instruction outside the root that is not signed can change what the reader sees. */
function isFull({ references }: XmlSignature): boolean {
  return references.some(({ covers, kind }) => covers.of === 'document' && kind === 'full')
}

function isSigned(
  object: XmlElement,
  signature: XmlSignature,
  decoded: ReadonlySet<string>,
): boolean {
  if (isCovered(object, signature)) return true
  const inside = childElements(object)
  // Of base64 the text is signed: it is all that there is, where no element stands in it.
  if (hasText(object)) return inside.length === 0 && decoded.has(attribute(object, 'Id') ?? '')
  return inside.every((each) => isXades(each, 'QualifyingProperties') || isCovered(each, signature))
}

function isCovered(element: XmlElement, { references }: XmlSignature): boolean {
  return references.some(({ covers }) => covers.of === 'element' && covers.element === element)
}

/** Identifiers to which each reference leaves nothing of a text out, and one of them is signed. */
function decodedIn({ element, references }: XmlSignature): ReadonlySet<string> {
  const filtered = new Set<string | null>()
  for (const each of descendants(element)) {
    if (isDs(each, 'Reference') && !keepsText(each)) filtered.add(attribute(each, 'URI'))
  }
  const kept = references.filter(({ uri, octets }) => octets.kind === 'bytes' && !filtered.has(uri))
  return new Set(kept.flatMap(({ uri }) => (uri?.startsWith('#') ? [uri.slice(1)] : [])))
}

/** True of a reference that has no transforms but canonicalisation and base64. */
function keepsText(reference: XmlElement): boolean {
  const lists = childElements(reference).filter((each) => isDs(each, 'Transforms'))
  const algorithms = lists
    .flatMap((each) => childElements(each))
    .map((transform) => attribute(transform, 'Algorithm') ?? '')
  return algorithms.every((one) => one === base64Transform || canonicalisationOf(one, []) !== null)
}
