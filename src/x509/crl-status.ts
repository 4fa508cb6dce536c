import type { Certificate } from './certificate.ts'
import type { Crl } from './crl.ts'
import { CrlReview } from './crl-review.ts'
import { datedAt, indirectCrls, type Shelf, shelfFor } from './crl-shelf.ts'
import { sameName } from './names.ts'
import type { Pools } from './pools.ts'
import type { RevocationContext, RevocationStatus } from './revocation-status.ts'

/**
 * RFC 5280 §6.3: what the CRLs at hand say of a certificate. CRLs issued after `at` are not used.
 * One that was to be replaced before `at` is, and its source says so: how fresh it must be for
 * "good" is the caller's to judge (EN 319 102-1 §5.2.5), while a revocation in it is one for ever.
 */
export function crlStatus(
  certificate: Certificate,
  crls: Pools<Crl>,
  context: RevocationContext,
): RevocationStatus {
  const { issuer } = context
  if (!sameName(certificate.issuer, issuer.subject)) {
    return { status: 'unknown', rejected: ['it is not of the issuer whose CRLs were asked for'] }
  }
  const shelf = shelfFor(certificate, issuer, crls)
  const review = reviewOf(certificate, shelf, context)
  const empty = shelf.complete.length === 0 && shelf.deltas.length === 0
  if (empty && indirectCrls(crls).length > 0) {
    review.note('an indirect CRL is at hand, of an issuer that the certificate does not name')
  }
  return review.status()
}

function reviewOf(certificate: Certificate, shelf: Shelf, context: RevocationContext): CrlReview {
  const at = context.at.getTime()
  const complete = datedAt(shelf.complete, at)
  const deltas = datedAt(shelf.deltas, at)
  const review = new CrlReview(certificate, deltas.issued, context)
  for (const crl of complete.issued) review.lookAt(crl)
  for (const delta of deltas.issued) review.lookAtDelta(delta)
  for (const crl of complete.later) review.reject(crl, 'was issued later')
  for (const delta of deltas.later) review.reject(delta, 'was issued later')
  for (const { issued, count } of [complete, deltas]) {
    if (count > issued.length) review.note(`of ${count} CRLs only ${issued.length} were looked at`)
  }
  return review
}
