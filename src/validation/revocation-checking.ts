import { type Check, type Conclusion, passed, ruleOf, undecided } from '../core/conclusion.ts'
import { formatTime } from '../core/time.ts'
import { type Certificate, findExtension } from '../x509/certificate.ts'
import { crlStatus } from '../x509/crl-status.ts'
import { extensionOids } from '../x509/extensions.ts'
import { maskedNameText } from '../x509/identifiers.ts'
import { ocspStatus } from '../x509/ocsp-status.ts'
import { type CertificatePath, subjectOfPath } from '../x509/path.ts'
import type {
  RevocationContext,
  RevocationSource,
  RevocationStatus,
} from '../x509/revocation-status.ts'
import { isShortTerm } from '../x509/short-term.ts'
import { describeWeakness, signedWeakness } from './algorithm-reliability.ts'
import type { MissingEvidence, ValidationContext } from './evidence.ts'
import { missingRevocationData } from './missing-evidence.ts'
import { checkFreshness, coversExpired } from './revocation-freshness.ts'
import { signerProblem, type Validate } from './revocation-signers.ts'

/** What came of looking for the revocation of one certificate, and what would have helped. */
export interface RevocationCheck {
  readonly check: Check
  readonly missing: readonly MissingEvidence[]
}

const notRevoked = ruleOf('certificate-not-revoked', 'EN 319 102-1 §5.2.6.4')
const clear: RevocationCheck = { check: notRevoked.passed, missing: [] }

/**
 * EN 319 102-1 §5.2.6.4: revocation of the first certificate of a path below its issuer, by every CRL and OCSP
 * response at hand. A revocation stands whatever else says; otherwise the newest that can be relied
 * upon decides.
 */
export function checkRevocation(
  path: CertificatePath,
  issuer: Certificate,
  place: 'target' | 'authority',
  context: ValidationContext,
  validate: Validate,
): RevocationCheck {
  const { evidence, policy, crypto, budget } = context
  if (policy.revocation === 'none') return clear
  const certificate = subjectOfPath(path)
  const given: RevocationContext = {
    at: evidence.at,
    crypto,
    budget,
    issuer,
    anchor: path.anchor,
    certificates: evidence.certificates,
    signerProblem: (signer, purpose) =>
      signerProblem(signer, purpose, path.anchor, context, validate),
  }
  const statuses = [crlStatus(certificate, evidence.crls, given)]
  if (evidence.ocspResponses.some((pool) => pool.length > 0)) {
    statuses.push(ocspStatus(certificate, evidence.ocspResponses, given))
  }
  const conclusion = conclusionOf(statuses, path, place, context)
  if (conclusion.indication === 'PASSED') return clear
  const open = conclusion.indication === 'INDETERMINATE' && conclusion.because === 'TRY_LATER'
  return {
    check: { ...notRevoked.passed, conclusion },
    missing: open ? missingRevocationData(certificate, issuer, crypto) : [],
  }
}

function conclusionOf(
  statuses: readonly RevocationStatus[],
  path: CertificatePath,
  place: 'target' | 'authority',
  context: ValidationContext,
): Conclusion {
  const certificate = subjectOfPath(path)
  const revoked = statuses.find((one) => one.status === 'revoked')
  if (revoked !== undefined) return revocation(revoked, certificate, place)
  const stated = statuses.filter(isStated).sort(newestFirst)
  if (stated.length === 0) return withoutStatus(statuses, certificate, place, context)
  const judged = stated.map((one) => ({ one, problem: problemOf(one, path, context) }))
  const decides = judged.find(({ problem }) => problem === null)
  if (decides === undefined) return judged[0]?.problem ?? passed
  if (decides.one.status === 'good') return passed
  const since = formatTime(decides.one.revokedAt)
  return undecided('TRY_LATER', `${named(certificate)} is on hold since ${since}`)
}

type Stated = Extract<RevocationStatus, { status: 'good' | 'on-hold' }>

function isStated(status: RevocationStatus): status is Stated {
  return status.status === 'good' || status.status === 'on-hold'
}

function newestFirst(a: Stated, b: Stated): number {
  return b.source.thisUpdate.getTime() - a.source.thisUpdate.getTime()
}

function revocation(
  { revokedAt, reason }: Extract<RevocationStatus, { status: 'revoked' }>,
  certificate: Certificate,
  place: 'target' | 'authority',
): Conclusion {
  const detail = `${named(certificate)} was revoked on ${formatTime(revokedAt)} (${reason})`
  return undecided(place === 'target' ? 'REVOKED_NO_POE' : 'REVOKED_CA_NO_POE', detail)
}

/** Why a status cannot be relied upon, or null. */
function problemOf(
  { source }: Stated,
  path: CertificatePath,
  { policy, evidence }: ValidationContext,
): Conclusion | null {
  const certificate = subjectOfPath(path)
  const freshness = checkFreshness(source, certificate, policy, evidence.at)
  if (freshness.indication !== 'PASSED') return { ...freshness, reason: 'NO_REVOCATION_DATA' }
  if (!coversExpired(source, certificate, path.anchor.expiredCertificatesSince ?? null)) {
    const detail = `${nameOf(source)} says nothing of ${named(certificate)}, which had expired by then`
    return undecided('TRY_LATER', detail, 'NO_REVOCATION_DATA')
  }
  for (const { signed, signer } of source.signatures) {
    const weakness = signedWeakness(signed, signer, policy, evidence.at)
    if (weakness === null) continue
    const detail = `the signature of ${nameOf(source)}: ${describeWeakness(weakness)}`
    return undecided('CRYPTO_CONSTRAINTS_FAILURE_NO_POE', detail, 'ALGORITHM_NOT_RELIABLE')
  }
  return null
}

function nameOf({ kind, thisUpdate }: RevocationSource): string {
  return `the ${kind === 'crl' ? 'CRL' : 'OCSP response'} of ${formatTime(thisUpdate)}`
}

function withoutStatus(
  statuses: readonly RevocationStatus[],
  certificate: Certificate,
  place: 'target' | 'authority',
  { policy, purpose }: ValidationContext,
): Conclusion {
  const rejected = statuses.flatMap((one) => (one.status === 'unknown' ? one.rejected : []))
  if (rejected.length === 0) {
    if (policy.revocation === 'when-available') return passed
    if (place === 'target' && needsNoStatus(certificate, purpose)) return passed
  }
  const why = rejected.length === 0 ? 'none is at hand' : rejected.join('; ')
  const detail = `no usable revocation data for ${named(certificate)}: ${why}`
  return undecided('TRY_LATER', detail, 'NO_REVOCATION_DATA')
}

/**
 * Certificates for which the issuer gives no status: those that end before anyone could tell
 * (EN 319 412-1 §5.2), those that say so (RFC 9608 §2), and responders that are not to be checked
 * (RFC 6960 §4.2.2.2.1).
 */
function needsNoStatus(certificate: Certificate, purpose: ValidationContext['purpose']): boolean {
  const has = (oid: string): boolean => findExtension(certificate, oid) !== null
  return (
    isShortTerm(certificate) ||
    has(extensionOids.noRevocationAvailable) ||
    (purpose === 'ocsp-signing' && has(extensionOids.ocspNoCheck))
  )
}

function named(certificate: Certificate): string {
  return `"${maskedNameText(certificate.subject)}"`
}
