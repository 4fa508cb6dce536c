import { inflateSync } from 'node:zlib'
import { budgetExceeded } from '../../../core/budget.ts'
import { pdfMalformed } from '../malformed.ts'

/**
 * ISO 32000-2 §7.4.4, RFC 1950. Data that are cut off or damaged are refused; octets behind the end
 * of the zlib data, such as a line end that the Length counts, are no part of them. Where there is
 * nothing at all, there are no data.
 */
export function decodeFlate(octets: Uint8Array, most: number): Uint8Array {
  if (octets.length === 0) return octets
  const chunkSize = Math.min(1 << 20, Math.max(1 << 12, octets.length * 4))
  try {
    return inflateSync(octets, { maxOutputLength: most, chunkSize })
  } catch (cause) {
    if (isTooLong(cause)) throw budgetExceeded('bytes', most)
    throw pdfMalformed('compressed data that are damaged or cut off', cause)
  }
}

function isTooLong(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE'
}
