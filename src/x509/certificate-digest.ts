import { isUnsupported, type UnsupportedAlgorithm } from '../core/algorithm-names.ts'
import { equalBytes } from '../core/bytes.ts'
import type { Crypto } from '../core/crypto.ts'
import type { DigestAlgorithm } from '../core/digests.ts'
import { memo } from '../core/memo.ts'
import type { Certificate } from './certificate.ts'

/** How a signature refers to a certificate that it binds: RFC 5035 §4, EN 319 132-1 §5.2.2, TS 119 182-1 §5.2.2. */
export interface CertificateDigest {
  readonly digestAlgorithm: DigestAlgorithm | UnsupportedAlgorithm
  readonly digest: Uint8Array
}

/** Whether the digest is that of the certificate; false where its algorithm cannot be computed here. */
export function hasDigest(
  certificate: Certificate,
  { digestAlgorithm, digest }: CertificateDigest,
  crypto: Crypto,
): boolean {
  if (isUnsupported(digestAlgorithm)) return false
  const own = digestOf(certificate, digestAlgorithm, crypto)
  return own !== null && equalBytes(own, digest)
}

interface Taken {
  readonly crypto: Crypto
  readonly digests: Map<DigestAlgorithm, Uint8Array | null>
}

const taken = memo<Certificate, Taken>()

/**
 * Kept with the certificate, which comes again with every document of its signer, for the
 * cryptography that was last used on it.
 */
function digestOf(
  certificate: Certificate,
  algorithm: DigestAlgorithm,
  crypto: Crypto,
): Uint8Array | null {
  const before = taken.get(certificate)
  const digests =
    before?.crypto === crypto ? before.digests : new Map<DigestAlgorithm, Uint8Array | null>()
  if (before?.digests !== digests) taken.set(certificate, { crypto, digests })
  const known = digests.get(algorithm)
  if (known !== undefined) return known
  const digest = crypto.digest(algorithm, certificate.der)
  digests.set(algorithm, digest)
  return digest
}
