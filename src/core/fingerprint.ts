import { hash } from 'node:crypto'
import { memo } from './memo.ts'

/**
 * SHA-256 as a name, in lower-case hexadecimal: of certificates, lists and documents in reports
 * and indexes. Whatever decides about a signature goes through the `Crypto` that was given.
 */
export function sha256Hex(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex')
}

const known = memo<Uint8Array, string>()

/** The same for bytes that are kept and asked for again, such as those of a parsed certificate. */
export function fingerprint(bytes: Uint8Array): string {
  const before = known.get(bytes)
  if (before !== undefined) return before
  const name = sha256Hex(bytes)
  known.set(bytes, name)
  return name
}
