import { concatBytes } from './bytes.ts'
import { tags } from './der.ts'

/** One TLV in DER (X.690 §8.1): the identifier octet, the shortest length, the parts. */
export function encodeDer(tag: number, parts: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  return concatBytes([Uint8Array.from([tag, ...lengthOctets(length)]), ...parts])
}

/** The same around a few parts. */
export function encodeTlv(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  return encodeDer(tag, contents)
}

/** An INTEGER in DER, from 0 to 2^31 - 1 (X.690 §8.3). */
export function encodeInteger(value: number): Uint8Array {
  const octets = octetsOf(value)
  if ((octets[0] ?? 0) >= 0x80 || octets.length === 0) octets.unshift(0)
  return encodeTlv(tags.integer, Uint8Array.from(octets))
}

/** An OBJECT IDENTIFIER in DER from its dotted form (X.690 §8.19), with arcs below 2^53. */
export function encodeOid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const octets = [first * 40 + second, ...rest].flatMap((arc) =>
    digitsOf(arc, 128).map((digit, i, digits) => (i < digits.length - 1 ? digit | 0x80 : digit)),
  )
  return encodeTlv(tags.oid, Uint8Array.from(octets))
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length]
  const octets = octetsOf(length)
  return [0x80 | octets.length, ...octets]
}

function octetsOf(value: number): number[] {
  return value === 0 ? [] : digitsOf(value, 256)
}

function digitsOf(value: number, base: number): number[] {
  const digits = [value % base]
  for (let rest = Math.floor(value / base); rest > 0; rest = Math.floor(rest / base)) {
    digits.unshift(rest % base)
  }
  return digits
}
