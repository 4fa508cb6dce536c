import { child, type XmlElement } from '../formats/xml/document.ts'
import { certificatesOf, type Reading, readDigitalIdentities } from './digital-identities.ts'
import { additionalTypes, childrenOf, childText, englishText, tsl } from './elements.ts'
import type { ListPointer } from './model.ts'

/** PointersToOtherTSL (TS 119 612 §5.3.13); a pointer that leads nowhere is left out. */
export function readPointers(scheme: XmlElement, reading: Reading): readonly ListPointer[] {
  return childrenOf(scheme, 'PointersToOtherTSL', 'OtherTSLPointer').flatMap((pointer, index) => {
    const where = `pointer ${index + 1}`
    const location = childText(pointer, 'TSLLocation')
    const fault = locationFault(location)
    if (location === null || fault !== null) {
      reading.quarantine.push({ what: 'pointer', where, reason: fault ?? 'it has no TSLLocation' })
      return []
    }
    const identities = childrenOf(pointer, 'ServiceDigitalIdentities', 'ServiceDigitalIdentity')
    const signers = identities.flatMap((identity) =>
      certificatesOf(readDigitalIdentities(identity, `${where}, ${location}`, reading)),
    )
    return [{ location, signers, ...readAdditionalInformation(pointer) }]
  })
}

function locationFault(location: string | null): string | null {
  if (location === null) return 'it has no TSLLocation'
  return /^https?:\/\//i.test(location) ? null : 'its TSLLocation is no http or https address'
}

/** AdditionalInformation (§5.3.13): each fact in an OtherInformation of its own. */
function readAdditionalInformation(pointer: XmlElement): Omit<ListPointer, 'location' | 'signers'> {
  const information = childrenOf(pointer, 'AdditionalInformation', 'OtherInformation')
  const holderOf = (name: string, namespace = tsl) =>
    information.find((holder) => child(holder, namespace, name) !== null)
  const textOf = (name: string, namespace = tsl) => {
    const holder = holderOf(name, namespace)
    return holder === undefined ? null : childText(holder, name, namespace)
  }
  const operator = holderOf('SchemeOperatorName')
  return {
    territory: textOf('SchemeTerritory'),
    type: textOf('TSLType'),
    mimeType: textOf('MimeType', additionalTypes),
    schemeOperator: operator === undefined ? null : englishText(operator, 'SchemeOperatorName'),
  }
}
