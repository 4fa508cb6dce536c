import { concatBytes } from '../../../core/bytes.ts'
import { pdfMalformed } from '../malformed.ts'
import type { PdfReference } from '../object.ts'
import type { Primitives } from './aes-256-keys.ts'
import type { Method } from './crypt-filters.ts'
import { rc4 } from './rc4.ts'

/**
 * Decrypts a string or stream of the indirect object `owner` (ISO 32000-2 §7.6.3, algorithms 1 and
 * 1.A). Throws `pdf-malformed` for octets that AES cannot have made.
 */
export function decryptOf(
  method: Method,
  fileKey: Uint8Array,
  owner: PdfReference,
  octets: Uint8Array,
  primitives: Primitives,
): Uint8Array {
  if (method === 'Identity') return octets
  if (method === 'AES-256') return decryptAes(method, fileKey, octets, primitives)
  const key = objectKey(method, fileKey, owner, primitives)
  return method === 'RC4' ? rc4(key, octets) : decryptAes(method, key, octets, primitives)
}

/** Algorithm 1 steps a) to d). */
function objectKey(
  method: 'RC4' | 'AES-128',
  fileKey: Uint8Array,
  { number, generation }: PdfReference,
  { digest }: Primitives,
): Uint8Array {
  const place = [number, number >> 8, number >> 16, generation, generation >> 8]
  const salt = method === 'RC4' ? [] : [0x73, 0x41, 0x6c, 0x54]
  const hash = digest('MD5', concatBytes([fileKey, Uint8Array.of(...place, ...salt)]))
  return hash.subarray(0, Math.min(fileKey.length + 5, 16))
}

/**
 * The first block is the initialisation vector, the last is padded (RFC 8018 §6.1.1). Departure: no
 * octets at all are taken for nothing, as writers leave empty strings.
 */
function decryptAes(
  method: 'AES-128' | 'AES-256',
  key: Uint8Array,
  octets: Uint8Array,
  { cipher }: Primitives,
): Uint8Array {
  if (octets.length === 0) return octets
  if (octets.length % 16 !== 0 || octets.length < 32) {
    throw pdfMalformed('a string or stream of a length that AES does not give')
  }
  const plain = cipher(
    {
      algorithm: `${method}-CBC`,
      direction: 'decrypt',
      key,
      initialisationVector: octets.subarray(0, 16),
    },
    octets.subarray(16),
  )
  const length = plain.at(-1) ?? 0
  const isPadded = length >= 1 && length <= 16 && plain.subarray(-length).every((o) => o === length)
  if (!isPadded) throw pdfMalformed('a string or stream that AES did not pad')
  return plain.subarray(0, plain.length - length)
}
