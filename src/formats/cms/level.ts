import { equalBytes } from '../../core/bytes.ts'
import type { Check } from '../../core/conclusion.ts'
import type { Certificate } from '../../x509/certificate.ts'
import { hasAttribute } from './attributes.ts'
import { contentTypes, attributeTypes as types } from './oids.ts'
import type { SignedData } from './signed-data.ts'
import { knownValue, type SignerAttributes } from './signer-attributes.ts'
import type { SignerInfo } from './signer-info.ts'

/** Attributes that EN 319 122-1 §6.3 keeps out of the baseline levels T to LTA. */
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

/** What a level is told from. */
export interface LevelFacts {
  readonly signer: SignerInfo
  readonly attributes: SignerAttributes
  readonly signedData: SignedData
  /** Of the SignedData. */
  readonly certificates: readonly Certificate[]
  /** Of the attribute certificate-values. */
  readonly ownCertificates: readonly Certificate[]
  /** Of the whole SignedData, as `evidenceRecordIn` finds it. */
  readonly evidenceRecord: 'present' | 'absent'
  readonly formatChecks: readonly Check[]
}

/** The checks without which a signature is CMS, but not CAdES. */
const necessary = ['cms-content-type', 'cms-message-digest', 'cades-signing-certificate']

/**
 * Family and level as far as the attributes tell: EN 319 122-1 §6 for the baseline levels,
 * EN 319 122-2 §4 for the extended ones, "CMS-NOT-ETSI" for the rest. Whether time-stamps and
 * revocation data are good is not asked here.
 */
export function levelOf(facts: LevelFacts): string {
  const satisfied = necessary.every((id) =>
    facts.formatChecks.some((check) => check.id === id && check.conclusion.indication === 'PASSED'),
  )
  if (!satisfied) return 'CMS-NOT-ETSI'
  if (hasEvidenceRecord(facts)) return 'CAdES-ERS'
  const baseline = baselineLevel(facts)
  return baseline === null ? `CAdES-${extendedLevel(facts)}` : `CAdES-BASELINE-${baseline}`
}

/** An evidence record needs a signature with its time-stamp and its revocation data beneath it. */
function hasEvidenceRecord({ signer, signedData, evidenceRecord }: LevelFacts): boolean {
  const has = (type: string) => hasAttribute(signer.unsignedAttributes, type)
  const revocation = hasRevocationData(signedData) || has(types.revocationValues)
  return evidenceRecord === 'present' && has(types.signatureTimestamp) && revocation
}

/**
 * EN 319 122-3 §5: the internal form where the content is attached, the external one where it is
 * detached, never both. One record covers the whole SignedData, whichever signer carries it.
 */
export function evidenceRecordIn(signedData: SignedData): 'present' | 'absent' {
  const anywhere = (type: string) =>
    signedData.signerInfos.some((info) => hasAttribute(info.unsignedAttributes, type))
  const { evidenceRecordInternal: internal, evidenceRecordExternal: external } = types
  const [right, wrong] = signedData.content === null ? [external, internal] : [internal, external]
  return anywhere(right) && !anywhere(wrong) ? 'present' : 'absent'
}

/** EN 319 122-1 §6.3; each level has what the one before it has. Content is of type id-data there. */
function baselineLevel({ signer, attributes, signedData }: LevelFacts) {
  const has = (type: string) => hasAttribute(signer.unsignedAttributes, type)
  if (knownValue(attributes.signingTime) === null) return null
  if (signedData.certificates.length === 0) return null
  if (signedData.contentType !== contentTypes.data) return null
  if (extendedOnly.some(has)) return null
  if (!has(types.signatureTimestamp)) return 'B'
  if (!hasRevocationData(signedData)) return 'T'
  return has(types.archiveTimestampV3) ? 'LTA' : 'LT'
}

/** EN 319 122-2 §4. */
function extendedLevel(facts: LevelFacts): string {
  const { signedAttributes, unsignedAttributes } = facts.signer
  const has = (type: string) => hasAttribute(unsignedAttributes, type)
  if (!has(types.signatureTimestamp)) {
    return hasAttribute(signedAttributes?.attributes ?? [], types.signaturePolicy) ? 'EPES' : 'BES'
  }
  const archived = [types.archiveTimestamp, types.archiveTimestampV2, types.archiveTimestampV3]
  const complete = hasCompleteValues(facts)
  if (archived.some(has) && complete) return 'A'
  if (!has(types.certificateReferences) || !has(types.revocationReferences)) return 'T'
  if (!has(types.completeTimestamp) && !has(types.referencesTimestamp)) return 'C'
  return complete ? 'XL' : 'X'
}

/**
 * EN 319 122-2 §4.6: the values of the whole path, so a self-issued certificate is among them; in
 * certificate-values where that attribute is, in the SignedData where it is not.
 */
function hasCompleteValues({ signer, signedData, certificates, ownCertificates }: LevelFacts) {
  const revocation =
    hasRevocationData(signedData) || hasAttribute(signer.unsignedAttributes, types.revocationValues)
  const values = hasAttribute(signer.unsignedAttributes, types.certificateValues)
    ? ownCertificates
    : certificates
  return revocation && values.some(({ subject, issuer }) => equalBytes(subject, issuer))
}

function hasRevocationData({ revocation }: SignedData): boolean {
  return revocation.crls.length + revocation.ocspResponses.length > 0
}
