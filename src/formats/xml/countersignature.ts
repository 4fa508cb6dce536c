import { child, type XmlElement } from './document.ts'
import { ds } from './namespaces.ts'
import type { XmlReference } from './signature.ts'
import { isDs, type SignedInfo } from './signed-info.ts'
import { countersignedType, isXades } from './xades/namespaces.ts'

/** Whether a signature that stands as a countersignature signs what it should; none stands so. */
export type CountersignedValue = 'signed' | 'not-signed' | 'none'

/** The signature whose xades:CounterSignature property an element stands in, or null. */
export function countersignedBy(element: XmlElement): XmlElement | null {
  const property = element.parent
  if (property === null || !isXades(property, 'CounterSignature')) return null
  let at = property.parent
  while (at !== null && (at.namespace !== ds || at.name !== 'Signature')) at = at.parent
  return at
}

/**
 * EN 319 132-1 §5.2.7.1: the signature whose SignatureValue a reference of the type covers, wherever
 * the two stand, or null.
 */
export function countersignedByReference(
  element: XmlElement,
  signedInfo: SignedInfo,
  references: readonly XmlReference[],
): XmlElement | null {
  for (const [index, { type }] of signedInfo.references.entries()) {
    const covers = references[index]?.covers
    if (type !== countersignedType || covers?.of !== 'element') continue
    const signature = isDs(covers.element, 'SignatureValue') ? covers.element.parent : null
    if (signature !== null && signature !== element) return signature
  }
  return null
}

/** EN 319 132-1 §5.2.7.2: a countersignature signs the SignatureValue of the signature it stands in. */
export function countersignedValue(
  element: XmlElement,
  references: readonly XmlReference[],
): CountersignedValue {
  const countersigned = countersignedBy(element)
  if (countersigned === null) return 'none'
  const value = child(countersigned, ds, 'SignatureValue')
  const signs = references.some(({ covers }) => covers.of === 'element' && covers.element === value)
  return signs ? 'signed' : 'not-signed'
}
