import { attributeTypes, contentTypes } from '../../cms/oids.ts'
import type { SignedData } from '../../cms/signed-data.ts'
import type { SignerInfo } from '../../cms/signer-info.ts'
import type { ParsedSignature } from '../../format.ts'
import type { ArchivedRevocation } from './adobe-revocation.ts'
import { claimedTimeOf } from './claims.ts'
import { levelOf } from './level.ts'
import { hasSigned } from './pades-checks.ts'
import type { SignatureReading } from './reading.ts'

/** A signer with the CMS that he stands in. */
export interface SignerOfDocument {
  readonly signer: SignerInfo
  readonly signedData: SignedData
  /** Revocation data in Adobe's attribute. */
  readonly archived: ArchivedRevocation | null
}

/** RFC 5126 §5.11.1: an attribute that says what a signature commits to. */
const commitmentType = '1.2.840.113549.1.9.16.2.16'

/** The level of a signature in a CMS, as `levelOf` names it. */
export function formatOf(
  { format, formatChecks, containerChecks = [], timestamps, crls, ocspResponses }: ParsedSignature,
  { signer, signedData, archived }: SignerOfDocument,
  reading: SignatureReading,
): string {
  const { subFilter, store, timestamped, range, found } = reading
  const failures = [...formatChecks, ...containerChecks].filter(
    ({ conclusion }) => conclusion.indication === 'FAILED',
  )
  const isDetached = formatChecks.some(
    ({ id, conclusion }) => id === 'pdf-cms-content' && conclusion.indication === 'PASSED',
  )
  const isCades = format.startsWith('CAdES-') && failures.length === 0 && isDetached
  const revocation = crls.length + ocspResponses.length
  const policy = hasSigned(signer, attributeTypes.signaturePolicy)
  return levelOf({
    subFilter,
    cades: isCades ? 'yes' : 'no',
    baseline: isBaseline(signer, signedData, reading) ? 'yes' : 'no',
    policy: policy ? 'present' : 'absent',
    certificates: signedData.certificates.length > 0 ? 'present' : 'absent',
    signatureTimestamp: timestamps.some(({ type }) => type === 'signature') ? 'present' : 'absent',
    ownRevocationData: revocation > 0 || archived !== null ? 'present' : 'absent',
    store,
    revision: range.coverage.revision === null ? found.revision : range.coverage.revision - 1,
    timestamped,
  })
}

/** EN 319 142-1 §6.3, level B; `Reason` gives way to a policy and to a commitment. */
function isBaseline(
  signer: SignerInfo,
  { certificates, contentType }: SignedData,
  { found, view }: SignatureReading,
): boolean {
  const { entries } = found.dictionary
  if (claimedTimeOf(view, found.dictionary) === null || !entries.has('Filter')) return false
  if (certificates.length === 0 || contentType !== contentTypes.data) return false
  if (entries.has('Cert') || hasSigned(signer, attributeTypes.signingTime)) return false
  const means = [attributeTypes.signaturePolicy, commitmentType]
  return !entries.has('Reason') || !means.some((type) => hasSigned(signer, type))
}
