import { inflateRawSync, inflateSync } from 'node:zlib'
import { budgetExceeded } from '../../../core/budget.ts'
import { pdfMalformed } from '../malformed.ts'

/** What RFC 1950 §2.2 has before the deflate data, where there is no preset dictionary. */
const headerLength = 2

/**
 * ISO 32000-2 §7.4.4, RFC 1950. Data that are cut off or damaged are refused; octets behind the end
 * of the zlib data, such as a line end that the Length counts, are no part of them. Where there is
 * nothing at all, there are no data. Departure: RFC 1950 has a checksum at the end; where it is cut
 * off, and the deflate data before it do end, they are taken, as some writers leave it out.
 */
export function decodeFlate(octets: Uint8Array, most: number): Uint8Array {
  if (octets.length === 0) return octets
  const chunkSize = Math.min(1 << 20, Math.max(1 << 12, octets.length * 4))
  const options = { maxOutputLength: most, chunkSize }
  try {
    return inflateSync(octets, options)
  } catch (cause) {
    if (!hasCode(cause, 'Z_BUF_ERROR')) throw refusal(cause, most)
  }
  try {
    return inflateRawSync(octets.subarray(headerLength), options)
  } catch (cause) {
    throw refusal(cause, most)
  }
}

function refusal(cause: unknown, most: number) {
  if (hasCode(cause, 'ERR_BUFFER_TOO_LARGE')) return budgetExceeded('bytes', most)
  return pdfMalformed('compressed data that are damaged or cut off', cause)
}

function hasCode(cause: unknown, code: string): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === code
}
