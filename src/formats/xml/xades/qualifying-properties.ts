import { attribute, childElements, type XmlElement } from '../document.ts'
import type { Identifiers } from '../identifiers.ts'
import { ds } from '../namespaces.ts'
import { propertiesIn } from './namespaces.ts'

/** The qualifying properties of one signature (EN 319 132-1 §4.3). */
export interface QualifyingProperties {
  /** The one SignedProperties, null where there is none. */
  readonly signed: XmlElement | null | 'several'
  /** Unsigned properties of the signature, in order; nothing vouches for them. */
  readonly unsigned: readonly XmlElement[]
  /** Whether properties are said to stand in another document (§4.4.3), which is not read. */
  readonly elsewhere: 'yes' | 'no'
  /** Whether a Target is not written as it should be. */
  readonly target: 'right' | 'dangling'
}

/**
 * EN 319 132-1 §4.3.1 and §4.4: QualifyingProperties in an Object of the signature; those whose Target
 * is another element are not this one's. A Target that is no element's identifier is a departure
 * that binds nothing otherwise: the Object is the signature's own, and the Target is not signed.
 */
export function qualifyingPropertiesOf(
  signature: XmlElement,
  identifiers: Identifiers,
): QualifyingProperties {
  const signed: XmlElement[] = []
  const unsigned: XmlElement[] = []
  let elsewhere: QualifyingProperties['elsewhere'] = 'no'
  let target: QualifyingProperties['target'] = 'right'
  for (const object of childElements(signature, ds, 'Object')) {
    if (propertiesIn(object, 'QualifyingPropertiesReference').length > 0) elsewhere = 'yes'
    for (const qualifying of propertiesIn(object, 'QualifyingProperties')) {
      const points = targetOf(qualifying, signature, identifiers)
      if (points === 'another') continue
      if (points === 'dangling') target = points
      signed.push(...propertiesIn(qualifying, 'SignedProperties'))
      unsigned.push(...unsignedIn(qualifying))
    }
  }
  return {
    signed: signed.length > 1 ? 'several' : (signed[0] ?? null),
    unsigned,
    elsewhere,
    target,
  }
}

function targetOf(
  qualifying: XmlElement,
  signature: XmlElement,
  identifiers: Identifiers,
): QualifyingProperties['target'] | 'another' {
  const target = attribute(qualifying, 'Target') ?? ''
  if (target.startsWith('#') && target.slice(1) === attribute(signature, 'Id')) return 'right'
  const named = identifiers.get(target.replace(/^#/, ''))
  return named === undefined || named === signature ? 'dangling' : 'another'
}

function unsignedIn(qualifying: XmlElement): readonly XmlElement[] {
  return propertiesIn(qualifying, 'UnsignedProperties')
    .flatMap((one) => propertiesIn(one, 'UnsignedSignatureProperties'))
    .flatMap((one) => propertiesIn(one))
}
