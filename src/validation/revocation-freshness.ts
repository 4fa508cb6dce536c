import { type Conclusion, passed, undecided } from '../core/conclusion.ts'
import { formatTime } from '../core/time.ts'
import type { Certificate } from '../x509/certificate.ts'
import { quotedSubject } from '../x509/identifiers.ts'
import type { RevocationSource } from '../x509/revocation-status.ts'

/** How old a status may be, in milliseconds, or as long as its issuer says until the next update. */
export interface FreshnessPolicy {
  readonly maximumAge: number | 'next-update'
}

/**
 * EN 319 102-1 V1.4.1 §5.2.5.4: the status was issued after the validation time less the maximum
 * age. Without a maximum age the interval from thisUpdate to nextUpdate is it, so that a status ends
 * at the instant of its nextUpdate (step 2; RFC 5280 §6.3.3 (a) would let it count for that instant).
 * FAILED is said as what §5.2.6.4 step 4 a) makes of it: INDETERMINATE, TRY_LATER.
 */
export function checkFreshness(
  source: RevocationSource,
  certificate: Certificate,
  { maximumAge }: FreshnessPolicy,
  at: Date,
): Conclusion {
  if (isFresh(source, { maximumAge }, at)) return passed
  return undecided('TRY_LATER', notFresh(source, certificate, ageOf(source, maximumAge), at))
}

/** The same as a word, for dates of whatever source. */
export function isFresh(
  dates: Pick<RevocationSource, 'thisUpdate' | 'nextUpdate'>,
  { maximumAge }: FreshnessPolicy,
  at: Date,
): boolean {
  const age = ageOf(dates, maximumAge)
  // A negative interval, of a nextUpdate before thisUpdate, is no age at all.
  return age !== null && age >= 0 && dates.thisUpdate.getTime() > at.getTime() - age
}

/** How old a status of these dates may be; null where nothing says so. */
function ageOf(
  { thisUpdate, nextUpdate }: Pick<RevocationSource, 'thisUpdate' | 'nextUpdate'>,
  maximumAge: FreshnessPolicy['maximumAge'],
): number | null {
  if (maximumAge !== 'next-update') return maximumAge
  return nextUpdate === null ? null : nextUpdate.getTime() - thisUpdate.getTime()
}

function notFresh(
  { kind, thisUpdate, nextUpdate }: RevocationSource,
  certificate: Certificate,
  age: number | null,
  at: Date,
): string {
  const what = `the ${names[kind]} of ${formatTime(thisUpdate)} on ${quotedSubject(certificate)}`
  // NOTE 1 of the clause: without nextUpdate it cannot be told how long the status is good for.
  if (age === null) return `${what} states no next update`
  const next = nextUpdate === null ? '' : `; the next was due on ${formatTime(nextUpdate)}`
  return `${what} is not fresh at ${formatTime(at)}${next}`
}

const names: Readonly<Record<RevocationSource['kind'], string>> = {
  crl: 'CRL',
  ocsp: 'OCSP response',
}

/**
 * True where a "good" of the source says that the certificate was not revoked: it had not expired
 * when the status was issued, or the issuer keeps the status of certificates that expired then or
 * later, as the source says (expiredCertsOnCRL, RFC 6960 §4.4.4) or the trust list
 * (ExpiredCertsRevocationInfo, TS 119 612 §5.5.9.1; null where it does not). Otherwise its status
 * may simply have been dropped (EN 319 102-1 §5.2.6.4 NOTE 8).
 */
export function coversExpired(
  source: RevocationSource,
  certificate: Certificate,
  listedSince: Date | null,
): boolean {
  const { notAfter } = certificate
  if (source.thisUpdate <= notAfter) return true
  return [source.expiredCertificatesSince, listedSince].some(
    (since) => since !== null && since <= notAfter,
  )
}
