import { readOrNull } from '../../core/errors.ts'
import type { Certificate } from '../certificate.ts'
import { crlReasons } from '../revocation-status.ts'
import type { Crl } from './crl.ts'
import { reasonCode } from './extensions.ts'
import { factsOf } from './facts.ts'

/** What one CRL says of a certificate at a time. */
export type Finding =
  | { readonly says: 'nothing' | 'removed' | 'unreadable' }
  | { readonly says: 'on-hold' | 'revoked'; readonly revokedAt: Date; readonly reason: string }

const nothing: Finding = { says: 'nothing' }
const unreadable: Finding = { says: 'unreadable' }

/**
 * RFC 5280 §5.3 and §6.3.3 (i) to (k), which ask for no date: who is listed is revoked, and that an
 * entry states a time to come is no leave to use the key until then (RFC 6960 §2.2 likewise).
 */
export function findingIn(crl: Crl, serialNumber: Uint8Array, issuerKey: string): Finding {
  const read = readOrNull(() => ({ entry: crl.entries.find(serialNumber, issuerKey) }))
  if (read === null) return unreadable
  if (read.entry === null) return nothing
  const { revokedAt } = read.entry
  const code = reasonCode(read.entry)
  if (code === null) return unreadable
  const reason = crlReasons[code] ?? 'unspecified'
  // Its place is in delta CRLs (§5.3.1); in a complete one the entry counts as a revocation.
  if (reason === 'removeFromCRL' && factsOf(crl).base !== null) return { says: 'removed' }
  return { says: reason === 'certificateHold' ? 'on-hold' : 'revoked', revokedAt, reason }
}

/**
 * §6.3.3 (i) to (k): what a delta CRL says goes before what its complete CRL says, but for a
 * revocation, which cannot be lifted: removeFromCRL then stands for a certificate that expired.
 */
export function combined(
  complete: Finding,
  inDelta: Finding,
  delta: Crl,
  certificate: Certificate,
): Finding {
  if (complete.says === 'unreadable' || inDelta.says === 'unreadable') return unreadable
  if (inDelta.says === 'nothing') return complete
  if (complete.says === 'revoked') {
    return inDelta.says === 'revoked' && inDelta.revokedAt < complete.revokedAt ? inDelta : complete
  }
  if (inDelta.says !== 'removed') return inDelta
  // "either because the certificate expired or was removed from hold" (§5.3.1).
  return speaksOf(delta, certificate) ? nothing : complete
}

/**
 * Whether the silence of a CRL means anything for the certificate: entries of expired certificates
 * are dropped (§3.3), unless the CRL says that it keeps them (X.509 (2019) §9.5.2.8).
 */
export function speaksOf(crl: Crl, { notAfter }: Certificate): boolean {
  const { thisUpdate, expiredSince } = factsOf(crl)
  return thisUpdate <= notAfter.getTime() || (expiredSince !== null && expiredSince <= notAfter)
}
