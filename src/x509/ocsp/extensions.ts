import { readAlgorithmIdentifier } from '../../core/algorithm-identifier.ts'
import { digestAlgorithmOf, isUnsupported } from '../../core/algorithm-names.ts'
import { equalBytes } from '../../core/bytes.ts'
import type { Crypto } from '../../core/crypto.ts'
import { contentBytes, tags } from '../../core/der.ts'
import { timeValue } from '../../core/der-values.ts'
import { readOrNull } from '../../core/errors.ts'
import { type Certificate, type Extension, findExtension } from '../certificate.ts'
import { decode, extensionOids } from '../extensions.ts'
import type { BasicOcspResponse, SingleResponse } from './response.ts'

/** Extensions of responses by OID (RFC 6960 §4.4; Common PKI 2.0 part 4 §3.1.2). */
export const ocspExtensionOids = {
  /** §4.4.1, RFC 9654: binds a response to a request, which no stored response has beside it. */
  nonce: '1.3.6.1.5.5.7.48.1.2',
  /** §4.4.2: where the responder has it from. */
  crlReferences: '1.3.6.1.5.5.7.48.1.3',
  /** §4.4.4. */
  archiveCutoff: '1.3.6.1.5.5.7.48.1.6',
  /** §4.4.8. */
  extendedRevoke: '1.3.6.1.5.5.7.48.1.9',
  /** The positive statement that EN 319 411-2 takes up. */
  certHash: '1.3.36.8.3.13',
} as const

const understoodOfResponse: ReadonlySet<string> = new Set([
  ocspExtensionOids.nonce,
  ocspExtensionOids.extendedRevoke,
])

/**
 * §4.4.5: those of CRL entries count too; certificateIssuer is not among them, as nothing here is
 * indirect. The nonce belongs to the response (§4.4.1), but responders of Spain repeat it here, and
 * critical at that: it says nothing of the certificate.
 */
const understoodOfSingle: ReadonlySet<string> = new Set([
  ocspExtensionOids.nonce,
  ocspExtensionOids.crlReferences,
  ocspExtensionOids.archiveCutoff,
  ocspExtensionOids.certHash,
  extensionOids.reasonCode,
  extensionOids.invalidityDate,
])

/** Why what a response says of the certificate cannot be taken as it is said, or null. */
export function statementProblem(
  response: BasicOcspResponse,
  single: SingleResponse,
  certificate: Certificate,
  crypto: Crypto,
): string | null {
  const critical =
    unknownCritical(response.extensions, understoodOfResponse) ??
    unknownCritical(single.extensions, understoodOfSingle)
  if (critical !== null) return `has the critical extension ${critical}, which is not processed`
  if (response.departures.includes('duplicate-extension')) return 'has an extension twice'
  if (single.nextUpdate !== null && single.nextUpdate < single.thisUpdate) {
    return 'states a next update before its own time'
  }
  return certHashProblem(single, certificate, crypto)
}

function unknownCritical(
  extensions: readonly Extension[],
  understood: ReadonlySet<string>,
): string | null {
  return extensions.find(({ critical, oid }) => critical && !understood.has(oid))?.oid ?? null
}

/** CertHash ::= SEQUENCE { hashAlgorithm, certificateHash }, over the whole certificate. */
function certHashProblem(
  single: SingleResponse,
  certificate: Certificate,
  crypto: Crypto,
): string | null {
  if (findExtension(single, ocspExtensionOids.certHash) === null) return null
  const stated = readOrNull(() =>
    decode(single, ocspExtensionOids.certHash, (reader) => {
      const members = reader.enter(tags.sequence)
      const { oid } = readAlgorithmIdentifier(members)
      const hash = contentBytes(members.read(tags.octetString))
      members.finish()
      return { oid, hash }
    }),
  )
  if (stated === null) return 'has a certHash that cannot be read'
  const digest = digestAlgorithmOf(stated.oid)
  const computed = isUnsupported(digest) ? null : crypto.digest(digest, certificate.der)
  if (computed === null) return 'has a certHash of an algorithm that is not computed here'
  return equalBytes(computed, stated.hash) ? null : 'is about another certificate (certHash)'
}

/**
 * Since when the responder keeps the status of expired certificates (RFC 6960 §4.4.4), or null
 * where it does not say so, or not in a way that can be read.
 */
export function archiveCutoff(single: SingleResponse): Date | null {
  return readOrNull(() =>
    decode(single, ocspExtensionOids.archiveCutoff, (reader) =>
      timeValue(reader.read(tags.generalizedTime)),
    ),
  )
}

/** RFC 6960 §2.2: a certificate that was never issued is called revoked in this one form. */
export function isNeverIssued(response: BasicOcspResponse, single: SingleResponse): boolean {
  const { certStatus } = single
  return (
    certStatus.is === 'revoked' &&
    certStatus.reason === 'certificateHold' &&
    certStatus.revokedAt.getTime() === 0 &&
    findExtension(response, ocspExtensionOids.extendedRevoke) !== null
  )
}
