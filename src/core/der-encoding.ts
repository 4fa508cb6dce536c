import { concatBytes } from './bytes.ts'
import { tags } from './der.ts'

/** A TLV in DER around its contents, in the order given (X.690 §8.1); for contents below 16 MiB. */
export function encodeTlv(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const length = contents.reduce((sum, one) => sum + one.length, 0)
  return concatBytes([Uint8Array.from([tag, ...lengthOctets(length)]), ...contents])
}

/** An INTEGER in DER, from 0 to 2^31 - 1 (X.690 §8.3). */
export function encodeInteger(value: number): Uint8Array {
  const octets = octetsOf(value)
  if ((octets[0] ?? 0) >= 0x80 || octets.length === 0) octets.unshift(0)
  return encodeTlv(tags.integer, Uint8Array.from(octets))
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length]
  const octets = octetsOf(length)
  return [0x80 | octets.length, ...octets]
}

function octetsOf(value: number): number[] {
  const octets: number[] = []
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256)
  return octets
}
