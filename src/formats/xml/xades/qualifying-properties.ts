import { attribute, childElements, type XmlElement } from '../document.ts'
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
}

/**
 * EN 319 132-1 §4.3.1 and §4.4: QualifyingProperties in an Object of the signature whose Target is
 * that signature; those of another are not this one's.
 */
export function qualifyingPropertiesOf(signature: XmlElement): QualifyingProperties {
  const id = attribute(signature, 'Id')
  const signed: XmlElement[] = []
  const unsigned: XmlElement[] = []
  let elsewhere: QualifyingProperties['elsewhere'] = 'no'
  for (const object of childElements(signature, ds, 'Object')) {
    if (propertiesIn(object, 'QualifyingPropertiesReference').length > 0) elsewhere = 'yes'
    for (const qualifying of propertiesIn(object, 'QualifyingProperties')) {
      if (id === null || attribute(qualifying, 'Target') !== `#${id}`) continue
      signed.push(...propertiesIn(qualifying, 'SignedProperties'))
      unsigned.push(...unsignedIn(qualifying))
    }
  }
  return { signed: signed.length > 1 ? 'several' : (signed[0] ?? null), unsigned, elsewhere }
}

function unsignedIn(qualifying: XmlElement): readonly XmlElement[] {
  return propertiesIn(qualifying, 'UnsignedProperties')
    .flatMap((one) => propertiesIn(one, 'UnsignedSignatureProperties'))
    .flatMap((one) => propertiesIn(one))
}
