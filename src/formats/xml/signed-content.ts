import { type Check, passed, undecided } from '../../core/conclusion.ts'
import { childElements, type XmlElement } from './document.ts'
import { type Identifiers, pointedAt } from './identifiers.ts'
import { isExternal } from './reference-uri.ts'
import type { XmlReference } from './signature.ts'
import { hasText, isDs } from './signed-info.ts'
import { isInside } from './transforms/source.ts'
import { isXades } from './xades/namespaces.ts'

/**
 * True where a signature is over something besides itself. XMLDSig 1.1 §4.4.3 has any reference do,
 * also one to the signature's own KeyInfo; but of such a signature there is nothing to see that was
 * signed (§8.1.3), and EN 319 132-1 §6.3, table 2, has another reference beside that to the properties. A
 * manifest is what it lists; a countersignature is over the value of another.
 */
export function signsContent(
  references: readonly XmlReference[],
  signature: XmlElement,
  identifiers: Identifiers,
): boolean {
  return references.some((reference) => isContent(reference, signature, identifiers))
}

/** EN 319 102-1 §5.2.7.4: what nobody can show is data that was not found; no digest is wrong. */
export function contentCheck(signs: boolean): Check {
  const detail = 'the signature is over nothing but its own properties and its KeyInfo'
  const conclusion = signs ? passed : undecided('SIGNED_DATA_NOT_FOUND', detail)
  return { id: 'signed-content', rule: 'XMLDSig 1.1 §8.1.3', conclusion }
}

/** Without content there is nothing whose digest could be right: such a signature is never intact. */
export function overNothing(references: readonly XmlReference[]): readonly XmlReference[] {
  return references.map((reference) => ({
    ...reference,
    octets: { kind: 'missing', name: reference.name, because: 'not-processed' },
  }))
}

function isContent(
  { kind, uri, octets, covers }: XmlReference,
  signature: XmlElement,
  identifiers: Identifiers,
): boolean {
  if (kind === 'properties' || kind === 'manifest') return false
  if (isExternal(uri)) return true
  if (octets.kind === 'bytes' && octets.bytes.length === 0) return false
  const element = covers.of === 'element' ? covers.element : pointedAt(uri ?? '', identifiers)
  return element === null || !isInside(element, signature) || holdsContent(element, signature)
}

/** Whether something inside a signature is more than the signature's own. */
function holdsContent(element: XmlElement, signature: XmlElement): boolean {
  for (let at = element; at !== signature && at.parent !== null; at = at.parent) {
    if (at.parent === signature && isDs(at, 'KeyInfo')) return false
    if (isXades(at, 'QualifyingProperties') && isOwn(at, signature)) return false
  }
  if (element.parent !== signature || !isDs(element, 'Object')) return true
  return hasText(element) || childElements(element).some((each) => !isAboutSigning(each))
}

/** In an Object of the signature itself, and not of one that it holds. */
function isOwn({ parent }: XmlElement, signature: XmlElement): boolean {
  return parent?.parent === signature && isDs(parent, 'Object')
}

/** What a manifest lists are references of their own. */
function isAboutSigning(element: XmlElement): boolean {
  return isXades(element, 'QualifyingProperties') || isDs(element, 'Manifest')
}
