import { createHash, type Hash, hash } from 'node:crypto'
import type { RunningDigest } from '../core/crypto.ts'
import type { DigestAlgorithm } from '../core/digests.ts'

/** What OpenSSL calls each digest. */
export const openSslDigests: Readonly<Record<DigestAlgorithm, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-224': 'sha224',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
  'SHA-512/224': 'sha512-224',
  'SHA-512/256': 'sha512-256',
  'SHA3-224': 'sha3-224',
  'SHA3-256': 'sha3-256',
  'SHA3-384': 'sha3-384',
  'SHA3-512': 'sha3-512',
  'RIPEMD-160': 'ripemd160',
}

/** The digest of the bytes, or of parts one after the other; null where OpenSSL has no such algorithm. */
export function digestOf(
  algorithm: DigestAlgorithm,
  bytes: Uint8Array | readonly Uint8Array[],
): Uint8Array | null {
  const name = openSslDigests[algorithm]
  try {
    if (bytes instanceof Uint8Array) return hash(name, bytes, 'buffer')
    const whole = createHash(name)
    for (const part of bytes) whole.update(part)
    return whole.digest()
  } catch {
    // OpenSSL 3 without its legacy provider has no RIPEMD-160: absent, and the caller says so.
    return null
  }
}

/** A digest that is begun, or null where OpenSSL has no such algorithm. */
export function beginDigest(algorithm: DigestAlgorithm): RunningDigest | null {
  try {
    return running(createHash(openSslDigests[algorithm]))
  } catch {
    // As above.
    return null
  }
}

function running(digest: Hash): RunningDigest {
  return {
    update: (octets) => void digest.update(octets),
    copy: () => running(digest.copy()),
    end: () => digest.digest(),
  }
}
