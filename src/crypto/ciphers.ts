import { createCipheriv, createDecipheriv } from 'node:crypto'
import { concatBytes } from '../core/bytes.ts'
import type { BlockCipher } from '../core/crypto.ts'

/** What OpenSSL calls each cipher. */
const openSslCiphers: Readonly<Record<BlockCipher['algorithm'], string>> = {
  'AES-128-CBC': 'aes-128-cbc',
  'AES-256-CBC': 'aes-256-cbc',
}

/** The octets encrypted or decrypted without padding, or null where OpenSSL cannot do it. */
export function applyCipher(
  { algorithm, direction, key, initialisationVector }: BlockCipher,
  octets: Uint8Array,
): Uint8Array | null {
  const create = direction === 'encrypt' ? createCipheriv : createDecipheriv
  try {
    const cipher = create(openSslCiphers[algorithm], key, initialisationVector)
    cipher.setAutoPadding(false)
    const most = cipher.update(octets)
    const rest = cipher.final()
    return rest.length === 0 ? most : concatBytes([most, rest])
  } catch {
    // OpenSSL throws for lengths that do not fit, and under FIPS rules for ciphers it may not use.
    return null
  }
}
