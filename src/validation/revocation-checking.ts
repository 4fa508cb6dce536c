import {
  type Check,
  type Conclusion,
  ignored,
  passed,
  ruleOf,
  undecided,
} from '../core/conclusion.ts'
import { formatTime } from '../core/time.ts'
import { type Certificate, findExtension } from '../x509/certificate.ts'
import { crlStatus } from '../x509/crl/status.ts'
import { extensionOids } from '../x509/extensions.ts'
import { quotedSubject } from '../x509/identifiers.ts'
import { ocspStatus } from '../x509/ocsp/status.ts'
import { type CertificatePath, subjectOfPath } from '../x509/paths/path.ts'
import type {
  RevocationContext,
  RevocationSource,
  RevocationStatus,
} from '../x509/revocation-status.ts'
import { isShortTerm } from '../x509/short-term.ts'
import { describeWeakness, signedWeakness } from './algorithm-reliability.ts'
import type { MissingEvidence, ValidationContext } from './evidence.ts'
import { missingRevocationData } from './missing-evidence.ts'
import { checkFreshness, coversExpired, isFresh } from './revocation-freshness.ts'
import { signerProblem, type Validate } from './revocation-signers.ts'

/** What came of looking for the revocation of one certificate, and what would have helped. */
export interface RevocationCheck {
  readonly check: Check
  readonly missing: readonly MissingEvidence[]
}

const notRevoked = ruleOf('certificate-not-revoked', 'EN 319 102-1 §5.2.6.4')
const clear: RevocationCheck = { check: notRevoked.passed, missing: [] }

/** Where nothing was checked the report says so, and why. */
const notAsked = unchecked('revocation is not asked for')
const noneAtHand = unchecked('no revocation data is at hand, and none is required')
const shortTerm = unchecked('it ends before anyone could revoke it (EN 319 412-1 §5.2)')
const noStatusGiven = unchecked('its issuer gives no status (RFC 9608 §2)')
const notToBeChecked = unchecked('its issuer lets it go unchecked (RFC 6960 §4.2.2.2.1)')

function unchecked(why: string): RevocationCheck {
  return { check: { ...notRevoked.passed, conclusion: ignored(why) }, missing: [] }
}

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
  if (policy.revocation === 'none') return notAsked
  const certificate = subjectOfPath(path)
  const given: RevocationContext = {
    at: evidence.at,
    crypto,
    budget,
    issuer,
    anchor: path.anchor,
    certificates: evidence.certificates,
    signerProblem: (signer, purpose, madeAt) =>
      signerProblem(signer, { purpose, madeAt }, path.anchor, context, validate),
    isFresh: (dates) => isFresh(dates, policy, evidence.at),
  }
  const statuses = [crlStatus(certificate, evidence.crls, given)]
  if (evidence.ocspResponses.some((pool) => pool.length > 0)) {
    statuses.push(ocspStatus(certificate, evidence.ocspResponses, given))
  }
  const conclusion = conclusionOf(statuses, path, place, context)
  if (conclusion?.indication !== 'PASSED' && !statuses.some(isAgainst)) {
    const spared = sparedFrom(certificate, place, context)
    if (spared !== null) return spared
    if (conclusion === null && policy.revocation === 'when-available') return noneAtHand
  }
  return outcome(conclusion ?? withoutStatus(statuses, certificate), certificate, given)
}

/** What is said against a certificate counts, whoever spares it. */
function isAgainst(status: RevocationStatus): boolean {
  if (status.status === 'unknown') return status.contradicts === 'yes'
  return status.status !== 'good'
}

function outcome(
  conclusion: Conclusion,
  certificate: Certificate,
  { issuer, crypto }: RevocationContext,
): RevocationCheck {
  if (conclusion.indication === 'PASSED') return clear
  const open = conclusion.indication === 'INDETERMINATE' && conclusion.because === 'TRY_LATER'
  return {
    check: { ...notRevoked.passed, conclusion },
    missing: open ? missingRevocationData(certificate, issuer, crypto) : [],
  }
}

/** What is not used and is against the certificate lets nothing clear it; a hold, nothing that is not later. */
function standsAgainst({ contradicts, heldAt }: Unknown, said: Date): boolean {
  return contradicts === 'yes' && (heldAt === undefined || said <= heldAt)
}

type Unknown = Extract<RevocationStatus, { status: 'unknown' }>

/** What the statuses come to; null where none says anything, and nothing was left out. */
function conclusionOf(
  statuses: readonly RevocationStatus[],
  path: CertificatePath,
  place: 'target' | 'authority',
  context: ValidationContext,
): Conclusion | null {
  const certificate = subjectOfPath(path)
  const revoked = statuses.find((one) => one.status === 'revoked')
  if (revoked !== undefined) return revocation(revoked, certificate, place)
  const unknown = statuses.filter((one) => one.status === 'unknown')
  const stated = statuses
    .filter(isStated)
    .filter(({ source }) => !unknown.some((one) => standsAgainst(one, source.thisUpdate)))
    .sort(newestFirst)
  const [newest] = stated
  if (newest === undefined) {
    const leftOut = unknown.some(({ rejected }) => rejected.length > 0)
    return leftOut ? withoutStatus(statuses, certificate) : null
  }
  return statedConclusion(newest, stated, path, context)
}

/**
 * The newest "good" that can be relied upon clears the certificate, but of no hold that is as new or
 * newer: only what is said later lifts one (RFC 5280 §5.3.1), and a hold need not be fresh.
 */
function statedConclusion(
  newest: Stated,
  stated: readonly Stated[],
  path: CertificatePath,
  context: ValidationContext,
): Conclusion {
  let problem: Conclusion | null = null
  for (const one of stated) {
    if (one.status === 'on-hold') return onHold(one, path)
    const own = problemOf(one, path, context)
    if (own === null) return passed
    problem ??= own
  }
  return problem ?? undecided('TRY_LATER', nameOf(newest.source), 'NO_REVOCATION_DATA')
}

function onHold(
  { revokedAt }: Extract<Stated, { status: 'on-hold' }>,
  path: CertificatePath,
): Conclusion {
  const detail = `${quotedSubject(subjectOfPath(path))} is on hold since ${formatTime(revokedAt)}`
  return undecided('TRY_LATER', detail)
}

type Stated = Extract<RevocationStatus, { status: 'good' | 'on-hold' }>

function isStated(status: RevocationStatus): status is Stated {
  return status.status === 'good' || status.status === 'on-hold'
}

/** Of one instant a hold comes first. */
function newestFirst(a: Stated, b: Stated): number {
  const later = b.source.thisUpdate.getTime() - a.source.thisUpdate.getTime()
  return later || Number(b.status === 'on-hold') - Number(a.status === 'on-hold')
}

function revocation(
  { revokedAt, reason }: Extract<RevocationStatus, { status: 'revoked' }>,
  certificate: Certificate,
  place: 'target' | 'authority',
): Conclusion {
  const detail = `${quotedSubject(certificate)} was revoked on ${formatTime(revokedAt)} (${reason})`
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
    const detail = `${nameOf(source)} says nothing of ${quotedSubject(certificate)}, which had expired by then`
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
): Conclusion {
  const unknown = statuses.filter((one) => one.status === 'unknown')
  const rejected = unknown.flatMap((one) => one.rejected)
  const notes = unknown.flatMap((one) => one.notes)
  const why = [...(rejected.length === 0 ? ['none is at hand'] : rejected), ...notes].join('; ')
  const detail = `no usable revocation data for ${quotedSubject(certificate)}: ${why}`
  return undecided('TRY_LATER', detail, 'NO_REVOCATION_DATA')
}

/**
 * Certificates that pass without a status, and why; null for all others. Their issuer gives none:
 * they end before anyone could tell (EN 319 412-1 §5.2), or say so (RFC 9608 §2), or are responders
 * that are not to be checked (RFC 6960 §4.2.2.2.1).
 */
function sparedFrom(
  certificate: Certificate,
  place: 'target' | 'authority',
  { purpose }: ValidationContext,
): RevocationCheck | null {
  if (place !== 'target') return null
  if (isShortTerm(certificate)) return shortTerm
  const has = (oid: string): boolean => findExtension(certificate, oid) !== null
  if (has(extensionOids.noRevocationAvailable)) return noStatusGiven
  return purpose === 'ocsp-signing' && has(extensionOids.ocspNoCheck) ? notToBeChecked : null
}
