import type { Crypto } from '../core/crypto.ts'
import { contentBytes, tags } from '../core/der.ts'
import { readOrNull } from '../core/errors.ts'
import { formatTime } from '../core/time.ts'
import type { Certificate } from './certificate.ts'
import { type Crl, type CrlEntry, serialKey } from './crl.ts'
import { decode, extensionOids, keyUsage } from './extensions.ts'
import { maskedNameText } from './identifiers.ts'
import { nameKey } from './names.ts'
import { crlsOf, type Pools } from './pools.ts'
import {
  crlReasons,
  type RevocationContext,
  type RevocationSource,
  type RevocationStatus,
} from './revocation-status.ts'
import { verifySigned } from './signed.ts'

/**
 * RFC 5280 §6.3 for complete CRLs of the certificate's own issuer; the newest that can be used
 * decides. Delta, indirect and partitioned CRLs are not processed yet: they count as not at hand.
 */
export function crlStatus(
  certificate: Certificate,
  crls: Pools<Crl>,
  context: RevocationContext,
): RevocationStatus {
  const { issuer } = context
  const rejected: string[] = []
  const candidates = newestFirst(crlsOf(crls, nameKey(certificate.issuer)))
  const looked = candidates.slice(0, mostCrls)
  if (looked.length < candidates.length)
    rejected.push(`of ${candidates.length} CRLs only ${mostCrls} were looked at`)
  const crl = looked.find((one) => {
    const problem = crlProblem(one, issuer, context)
    if (problem !== null) rejected.push(`the CRL of ${formatTime(one.thisUpdate)} ${problem}`)
    return problem === null
  })
  if (crl === undefined) {
    if (crls.some((pool) => pool.some((one) => mayBeAbout(one, certificate)))) {
      rejected.push('an indirect or partitioned CRL of another issuer is not processed')
    }
    return { status: 'unknown', rejected }
  }
  const serial = serialKey(certificate.serialNumber)
  if (rejectedNaming(serial, looked, issuer, context.crypto)) {
    return { status: 'unknown', rejected: [...rejected, 'and one that is not processed names it'] }
  }
  const entry = crl.entries.get(serial)
  const source = sourceOf(crl, issuer)
  return entry === undefined ? { status: 'good', source } : statusOfEntry(entry, source, context.at)
}

/** CRLs of one issuer that are looked at: one is current, and an archive of a year has a dozen. */
const mostCrls = 50

/** An indirect CRL may be about the certificates of any issuer (RFC 5280 §5.2.5): it is not passed over. */
function mayBeAbout(crl: Crl, { issuer }: Certificate): boolean {
  const critical = crl.extensions.some((extension) => extension.critical)
  return critical && nameKey(crl.issuer) !== nameKey(issuer)
}

function newestFirst(crls: readonly Crl[]): readonly Crl[] {
  return [...crls].sort((a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime())
}

/**
 * True where a genuine CRL that is not processed here, a delta CRL or one of a part, names the
 * certificate: what it says is then not known, and the complete CRL alone must not clear it.
 */
function rejectedNaming(
  serial: string,
  candidates: readonly Crl[],
  issuer: Certificate,
  crypto: Crypto,
): boolean {
  return candidates.some((crl) => {
    if (!crl.entries.has(serial)) return false
    const unprocessed = crl.extensions.some((extension) => extension.critical)
    return unprocessed && verifySigned(crl, issuer.spki, crypto).outcome === 'valid'
  })
}

function sourceOf(crl: Crl, signer: Certificate): RevocationSource {
  const { thisUpdate, nextUpdate } = crl
  const signatures = [{ signed: crl, signer }]
  return { kind: 'crl', thisUpdate, nextUpdate, expiredCertificatesSince: null, signatures }
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
function statusOfEntry(entry: CrlEntry, source: RevocationSource, at: Date): RevocationStatus {
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
  if (entry.revokedAt > at) return { status: 'good', source }
  if (reason === 'certificateHold') return { status: 'on-hold', source, revokedAt: entry.revokedAt }
  return { status: 'revoked', source, revokedAt: entry.revokedAt, reason }
}

/** Null where the reason cannot be read. */
function reasonOf(entry: CrlEntry): string | null {
  const code = readOrNull(() => ({
    of: decode(entry, extensionOids.reasonCode, (reader) =>
      contentBytes(reader.read(tags.enumerated)),
    ),
  }))
  if (code === null || (code.of !== null && code.of.length !== 1)) return null
  return crlReasons[code.of?.[0] ?? 0] ?? 'unspecified'
}
