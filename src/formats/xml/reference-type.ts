import type { XmlElement } from './document.ts'
import { type Identifiers, pointedAt } from './identifiers.ts'
import { ds } from './namespaces.ts'
import type { ReferenceProblem } from './reference-problem.ts'
import type { Coverage } from './signature.ts'
import { isDs, type ReferenceElement } from './signed-info.ts'
import { signedPropertiesTypes } from './xades/namespaces.ts'

/** The Type of a reference to a ds:Object (XMLDSig 1.1 §4.4.3.1 and §4.6). */
const objectType = `${ds}Object`

/**
 * Why a reference of the Type Object does not lead to one. XMLDSig 1.1 §4.4.3.1 asks nobody to check
 * the Type; but who signed an Object of a signature did not sign an element elsewhere that took over
 * its identifier, and whoever reads the Object would read what nobody signed (signature wrapping).
 * Let pass are Objects that stand outside any signature, as in the envelopes of Slovakia, and the
 * signature's KeyInfo, to which Slovak and Czech profiles give this Type.
 */
export function misplacedObject(
  { type, uri }: ReferenceElement,
  identifiers: Identifiers,
  signature: XmlElement,
): ReferenceProblem | null {
  if (type !== objectType || uri === null) return null
  const element = pointedAt(uri, identifiers)
  if (element === null || isInItsPlace(element, signature)) return null
  return {
    kind: 'not-found',
    detail: 'a reference of the type Object leads to something other than an Object of a signature',
  }
}

function isInItsPlace(element: XmlElement, signature: XmlElement): boolean {
  const { parent } = element
  if (isDs(element, 'KeyInfo')) return parent === signature
  if (!isDs(element, 'Object')) return false
  return isDs(parent ?? undefined, 'Signature') || !standsIn(element, signature)
}

/** Offsets tell: an element lies between the ends of those that it stands in. */
function standsIn(element: XmlElement, signature: XmlElement): boolean {
  return element.start > signature.start && element.end <= signature.end
}

/**
 * Why a reference of the Type SignedProperties does not lead to those of the signature, where it has
 * some: others stand where they are read, and nobody signed these (EN 319 132-1 §4.4.2).
 */
export function misplacedProperties(
  { type }: ReferenceElement,
  covers: Coverage,
  own: XmlElement | null | 'several',
): ReferenceProblem | null {
  if (type === null || !signedPropertiesTypes.has(type)) return null
  if (own === null || own === 'several' || covers.of === 'unknown') return null
  if (covers.of === 'element' && covers.element === own) return null
  const detail = "a reference to SignedProperties leads to something other than the signature's"
  return { kind: 'not-found', detail }
}
