import type { Crypto } from '../core/crypto.ts'
import { contentBytes, tags } from '../core/der.ts'
import { readOrNull } from '../core/errors.ts'
import { formatTime } from '../core/time.ts'
import type { Certificate } from './certificate.ts'
import { type Crl, type CrlEntry, serialKey } from './crl.ts'
import { decode, extensionOids, keyUsage } from './extensions.ts'
import { maskedNameText } from './identifiers.ts'
import { sameName } from './names.ts'
import { verifySigned } from './signed.ts'

/** What the CRLs at hand say of one certificate at one time. */
export type RevocationStatus =
  | { readonly status: 'good'; readonly crl: Crl }
  | {
      readonly status: 'revoked'
      readonly crl: Crl
      readonly revokedAt: Date
      readonly reason: string
    }
  | { readonly status: 'on-hold'; readonly crl: Crl; readonly revokedAt: Date }
  /** No CRL at hand could be used; why, for each that was looked at. */
  | { readonly status: 'unknown'; readonly rejected: readonly string[] }

/** CRLReason (RFC 5280 §5.3.1). */
const reasons: Readonly<Record<number, string>> = {
  0: 'unspecified',
  1: 'keyCompromise',
  2: 'cACompromise',
  3: 'affiliationChanged',
  4: 'superseded',
  5: 'cessationOfOperation',
  6: 'certificateHold',
  8: 'removeFromCRL',
  9: 'privilegeWithdrawn',
  10: 'aACompromise',
}

/**
 * RFC 5280 §6.3 for complete CRLs of the certificate's own issuer; the newest that can be used
 * decides. Delta, indirect and partitioned CRLs are not processed yet: they count as not at hand.
 */
export function revocationStatus(
  certificate: Certificate,
  issuer: Certificate,
  crls: readonly Crl[],
  context: { readonly at: Date; readonly crypto: Crypto },
): RevocationStatus {
  const rejected: string[] = []
  const usable: Crl[] = []
  for (const crl of crls) {
    if (!sameName(crl.issuer, certificate.issuer)) continue
    const problem = crlProblem(crl, issuer, context)
    if (problem === null) usable.push(crl)
    else rejected.push(`the CRL of ${formatTime(crl.thisUpdate)} ${problem}`)
  }
  usable.sort((a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime())
  const [crl] = usable
  if (crl === undefined) return { status: 'unknown', rejected }
  const entry = crl.entries.get(serialKey(certificate.serialNumber))
  return entry === undefined ? { status: 'good', crl } : statusOfEntry(entry, crl, context.at)
}

/** Why a CRL cannot be used, or null. */
function crlProblem(
  crl: Crl,
  issuer: Certificate,
  { at, crypto }: { readonly at: Date; readonly crypto: Crypto },
): string | null {
  if (crl.thisUpdate > at) return 'was issued later'
  // RFC 5280 §5.1.2.5 requires nextUpdate; without it nothing says how long the CRL is current.
  if (crl.nextUpdate === null) return 'states no next update'
  if (crl.nextUpdate < at) return `was to be replaced by ${formatTime(crl.nextUpdate)}`
  // §5.2: the IDP, delta and certificate-issuer extensions are critical and change the scope.
  const critical = crl.extensions.find((extension) => extension.critical)
  if (critical !== undefined)
    return `has the critical extension ${critical.oid}, which is not processed`
  if (crl.departures.includes('duplicate-extension')) return 'has an extension twice'
  if (!maySignCrls(issuer)) return `is not for "${maskedNameText(issuer.subject)}" to sign`
  const { outcome } = verifySigned(crl, issuer.spki, crypto)
  if (outcome === 'invalid') return "is not signed by the issuer's key"
  return outcome === 'unsupported' ? 'has a signature that cannot be computed here' : null
}

/** RFC 5280 §6.3.3 (f). */
function maySignCrls(issuer: Certificate): boolean {
  const usage = readOrNull(() => ({ of: keyUsage(issuer) }))
  return usage !== null && usage.of?.has('crlSign') !== false
}

/** RFC 5280 §5.3 and §6.3.3 (i)–(l). */
function statusOfEntry(entry: CrlEntry, crl: Crl, at: Date): RevocationStatus {
  const critical = entry.extensions.find(
    (extension) => extension.critical && extension.oid !== extensionOids.reasonCode,
  )
  if (critical !== undefined) {
    return {
      status: 'unknown',
      rejected: [`its CRL entry has the critical extension ${critical.oid}`],
    }
  }
  const reason = reasonOf(entry)
  if (reason === null) return { status: 'unknown', rejected: ['its CRL entry cannot be read'] }
  // In a complete CRL removeFromCRL has no place (§5.3.1); the entry counts as a revocation.
  if (entry.revokedAt > at) return { status: 'good', crl }
  if (reason === 'certificateHold') return { status: 'on-hold', crl, revokedAt: entry.revokedAt }
  return { status: 'revoked', crl, revokedAt: entry.revokedAt, reason }
}

/** Null where the reason cannot be read. */
function reasonOf(entry: CrlEntry): string | null {
  const code = readOrNull(() => ({
    of: decode(entry, extensionOids.reasonCode, (reader) =>
      contentBytes(reader.read(tags.enumerated)),
    ),
  }))
  if (code === null || (code.of !== null && code.of.length !== 1)) return null
  return reasons[code.of?.[0] ?? 0] ?? 'unspecified'
}
