import { concatBytes } from '../../../core/bytes.ts'
import { pdfMalformed } from '../malformed.ts'
import type { PdfReference } from '../object.ts'
import type { Primitives } from './aes-256-keys.ts'
import type { Method } from './crypt-filters.ts'
import { rc4 } from './rc4.ts'

/**
 * What decrypts strings and streams of indirect objects (ISO 32000-2 §7.6.3, algorithms 1 and 1.A);
 * throws `pdf-malformed` for octets that AES cannot have made. The key of an object is made once for
 * all strings in it that follow one another: there can be very many.
 */
export function decrypterWith(
  fileKey: Uint8Array,
  primitives: Primitives,
): (method: Method, octets: Uint8Array, owner: PdfReference) => Uint8Array {
  let last: { method: Method; number: number; generation: number; key: Uint8Array } | null = null
  return (method, octets, owner) => {
    if (method === 'Identity') return octets
    if (method === 'AES-256') return decryptAes(method, fileKey, octets, primitives)
    const { number, generation } = owner
    const isLast =
      last?.method === method && last.number === number && last.generation === generation
    if (last === null || !isLast) {
      last = { method, number, generation, key: objectKey(method, fileKey, owner, primitives) }
    }
    return method === 'RC4'
      ? rc4(last.key, octets)
      : decryptAes(method, last.key, octets, primitives)
  }
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
