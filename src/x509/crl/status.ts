import type { Certificate } from '../certificate.ts'
import { sameName } from '../names.ts'
import type { Pools } from '../pools.ts'
import {
  type RevocationContext,
  type RevocationStatus,
  unknownStatus,
} from '../revocation-status.ts'
import type { Crl } from './crl.ts'
import { CrlReview } from './review.ts'
import { countLater, indirectCrls, type Shelf, shelfFor } from './shelf.ts'

/**
 * RFC 5280 §6.3: what the CRLs at hand say of a certificate. CRLs issued after `at` clear nothing,
 * and leave nothing cleared where they state a revocation of before.
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
    return unknownStatus(['it is not of the issuer whose CRLs were asked for'])
  }
  const shelf = shelfFor(certificate, issuer, crls)
  const review = reviewOf(certificate, shelf, context)
  const empty = shelf.complete.length === 0 && shelf.deltas.length === 0
  if (empty) for (const crl of indirectCrls(crls)) review.lookAtForeign(crl)
  return review.status()
}

function reviewOf(certificate: Certificate, shelf: Shelf, context: RevocationContext): CrlReview {
  const at = context.at.getTime()
  const { complete, deltas } = shelf
  const [later, laterDeltas] = [countLater(complete, at), countLater(deltas, at)]
  const issued = laterDeltas === 0 ? deltas : deltas.slice(laterDeltas)
  const review = new CrlReview(certificate, issued, context)
  for (let i = later; i < complete.length; i += 1) review.lookAt(complete[i] as Crl)
  for (const delta of issued) review.lookAtDelta(delta)
  for (let i = 0; i < later; i += 1) review.lookAtLater(complete[i] as Crl)
  for (let i = 0; i < laterDeltas; i += 1) review.lookAtLater(deltas[i] as Crl)
  return review
}
