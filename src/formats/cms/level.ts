import { hasAttribute } from './attributes.ts'
import { attributeTypes as types } from './oids.ts'
import type { SignedData } from './signed-data.ts'
import { knownValue, type SignerAttributes } from './signer-attributes.ts'
import type { SignerInfo } from './signer-info.ts'

/** Attributes that EN 319 122-1 table 1 keeps out of the baseline levels T to LTA. */
const extendedOnly = [
  types.certificateReferences,
  types.revocationReferences,
  types.attributeCertificateReferences,
  types.attributeRevocationReferences,
  types.certificateValues,
  types.revocationValues,
  types.completeTimestamp,
  types.referencesTimestamp,
  types.archiveTimestamp,
  types.archiveTimestampV2,
]

/**
 * Family and level as far as the attributes tell: EN 319 122-1 §6 for the baseline levels,
 * EN 319 122-2 §4 for the extended ones, "CMS-NOT-ETSI" for the rest.
 */
export function levelOf(
  signer: SignerInfo,
  attributes: SignerAttributes,
  signedData: SignedData,
): string {
  const referenced =
    knownValue(attributes.signingCertificateV2) ?? knownValue(attributes.signingCertificate)
  const bound =
    knownValue(attributes.messageDigest) !== null && knownValue(attributes.contentType) !== null
  if (!bound || referenced === null) return 'CMS-NOT-ETSI'
  const baseline = baselineLevel(signer, attributes, signedData)
  return baseline === null ? `CAdES-${extendedLevel(signer)}` : `CAdES-BASELINE-${baseline}`
}

/** EN 319 122-1 §6.3, table 1; each level has what the one before it has. */
function baselineLevel(
  { unsignedAttributes }: SignerInfo,
  { signingTime }: SignerAttributes,
  { certificates, revocation }: SignedData,
): 'B' | 'T' | 'LT' | 'LTA' | null {
  const has = (type: string) => hasAttribute(unsignedAttributes, type)
  if (knownValue(signingTime) === null || certificates.length === 0) return null
  if (extendedOnly.some(has)) return null
  if (has(types.evidenceRecordInternal) || has(types.evidenceRecordExternal)) return null
  if (!has(types.signatureTimestamp)) return 'B'
  if (revocation.crls.length + revocation.ocspResponses.length === 0) return 'T'
  return has(types.archiveTimestampV3) ? 'LTA' : 'LT'
}

/** EN 319 122-2 §4.2 to §4.7, and §4.8 for evidence records. */
function extendedLevel({ signedAttributes, unsignedAttributes }: SignerInfo): string {
  const has = (type: string) => hasAttribute(unsignedAttributes, type)
  if (has(types.evidenceRecordInternal) || has(types.evidenceRecordExternal)) return 'ERS'
  const archived = [types.archiveTimestamp, types.archiveTimestampV2, types.archiveTimestampV3]
  if (archived.some(has)) return 'A'
  const referenced = has(types.certificateReferences) && has(types.revocationReferences)
  const extended = has(types.completeTimestamp) || has(types.referencesTimestamp)
  const valued = has(types.certificateValues) && has(types.revocationValues)
  if (referenced && extended && valued) return 'XL'
  if (referenced && extended) return 'X'
  if (referenced && has(types.signatureTimestamp)) return 'C'
  if (has(types.signatureTimestamp)) return 'T'
  return hasAttribute(signedAttributes?.attributes ?? [], types.signaturePolicy) ? 'EPES' : 'BES'
}
