import { webcrypto } from 'node:crypto'
import { toHex } from '../core/bytes.ts'
import { sha256Hex } from '../core/fingerprint.ts'
import type { VerifyRequest } from '../verify.ts'

/**
 * Octets above which it pays to hash a document in another thread: 1 MiB takes a millisecond, and to
 * begin there a fifth of one, most of it for a copy.
 */
const hashedBeside = 1 << 20

/**
 * SHA-256 of a document, in lower-case hexadecimal. `another`: that of a large one is taken in the
 * thread pool of Node.js, of a copy made at once, while the caller goes on; of 20 MiB that are hashed
 * twice, it saves a third of the time. `this`: for callers whose threads keep every core busy, whom
 * the copy would cost a sixth more.
 */
export async function documentSha256(
  { bytes, partly }: VerifyRequest['document'],
  thread: 'this' | 'another',
): Promise<string> {
  if (partly !== undefined) return partly.sha256
  if (thread === 'this' || bytes.length <= hashedBeside) return sha256Hex(bytes)
  return toHex(new Uint8Array(await webcrypto.subtle.digest('SHA-256', bytes)))
}
