import { concatBytes, equalBytes } from '../../../core/bytes.ts'
import type { BlockCipher } from '../../../core/crypto.ts'
import type { Scheme } from './scheme.ts'

/** Cryptography that is known to be there. */
export interface Primitives {
  digest(algorithm: 'MD5' | 'SHA-256' | 'SHA-384' | 'SHA-512', octets: Uint8Array): Uint8Array
  cipher(cipher: BlockCipher, octets: Uint8Array): Uint8Array
}

/**
 * The file encryption key of revisions 5 and 6 that one of the passwords opens, as the owner's or as
 * the user's (ISO 32000-2 §7.6.4.3, algorithm 2.A); null where none does.
 */
export function openByAes256(
  passwords: readonly Uint8Array[],
  scheme: Scheme,
  primitives: Primitives,
): Uint8Array | null {
  const ofOwner = { check: scheme.owner, wrapped: scheme.ownerKey, user: scheme.user }
  const ofUser = { check: scheme.user, wrapped: scheme.userKey, user: new Uint8Array() }
  for (const password of passwords) {
    for (const { check, wrapped, user } of [ofOwner, ofUser]) {
      const hashed = (salt: Uint8Array) => hash(password, salt, user, scheme.revision, primitives)
      // 32 octets of hash, 8 of validation salt and 8 of key salt (algorithms 8 and 9).
      if (!equalBytes(hashed(check.subarray(32, 40)), check.subarray(0, 32))) continue
      return decrypt(hashed(check.subarray(40, 48)), wrapped, primitives)
    }
  }
  return null
}

/**
 * Whether `Perms` says the same as `P` and `EncryptMetadata` (algorithm 2.A step f), algorithm 13):
 * these stand in the clear, and only the key vouches for them.
 */
export function permissionsAgree(key: Uint8Array, scheme: Scheme, primitives: Primitives): boolean {
  // One block: with a zero initialisation vector, chaining is what ECB is.
  const plain = decrypt(key, scheme.permissionsCheck, primitives)
  const permissions = new DataView(plain.buffer, plain.byteOffset).getInt32(0, true)
  const metadata = scheme.metadata === 'encrypted' ? 'T' : 'F'
  return (
    permissions === scheme.permissions &&
    String.fromCharCode(...plain.subarray(8, 12)) === `${metadata}adb`
  )
}

function decrypt(key: Uint8Array, octets: Uint8Array, { cipher }: Primitives): Uint8Array {
  const initialisationVector = new Uint8Array(16)
  return cipher(
    { algorithm: 'AES-256-CBC', direction: 'decrypt', key, initialisationVector },
    octets,
  )
}

/** ISO 32000-2 §7.6.4.3, algorithm 2.B; of revision 5 (Adobe's extension level 3) only its beginning. */
function hash(
  password: Uint8Array,
  salt: Uint8Array,
  user: Uint8Array,
  revision: number,
  { digest, cipher }: Primitives,
): Uint8Array {
  let key = digest('SHA-256', concatBytes([password, salt, user]))
  if (revision === 5) return key
  // The last octet of a round is at most 255: it ends at round 287.
  for (let round = 0, last = 0; round < 64 || last > round - 32; round++) {
    const repeated = repeat64(concatBytes([password, key, user]))
    const encrypted = cipher(
      {
        algorithm: 'AES-128-CBC',
        direction: 'encrypt',
        key: key.subarray(0, 16),
        initialisationVector: key.subarray(16, 32),
      },
      repeated,
    )
    key = digest(nextDigest(encrypted), encrypted)
    last = encrypted.at(-1) ?? 0
  }
  return key.subarray(0, 32)
}

function repeat64(octets: Uint8Array): Uint8Array {
  const repeated = new Uint8Array(64 * octets.length)
  for (let i = 0; i < 64; i++) repeated.set(octets, i * octets.length)
  return repeated
}

/** Step d): the first 16 octets as a number modulo 3, which is that of their sum, 256 being 1. */
function nextDigest(encrypted: Uint8Array): 'SHA-256' | 'SHA-384' | 'SHA-512' {
  const sum = encrypted.subarray(0, 16).reduce((total, octet) => total + octet, 0)
  if (sum % 3 === 0) return 'SHA-256'
  return sum % 3 === 1 ? 'SHA-384' : 'SHA-512'
}
