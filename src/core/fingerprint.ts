import { hash } from 'node:crypto'

/**
 * SHA-256 as a name, in lower-case hexadecimal: of certificates, lists and documents in reports
 * and indexes. Whatever decides about a signature goes through the `Crypto` that was given.
 */
export function sha256Hex(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex')
}
