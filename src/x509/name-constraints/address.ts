import { toHex } from '../../core/bytes.ts'
import type { GeneralName } from '../general-names.ts'
import { type Bases, type Judge, judgement, readBases } from './judgement.ts'

interface Range {
  readonly address: Uint8Array
  readonly prefix: number
}

/**
 * iPAddress (RFC 5280 §4.2.1.10): eight octets for IPv4, thirty-two for IPv6, an address and its
 * mask in the style of RFC 4632. Both are one name form: where IPv4 alone is permitted, no IPv6
 * address is. An IPv4 address written as IPv6 is an IPv6 address.
 */
export function addressJudge(bases: Bases): Judge | null {
  const permitted = readBases(bases.permitted, rangeOf)
  const excluded = readBases(bases.excluded, rangeOf)
  if (permitted === null || excluded === null) return null
  const [inside, outside] = [rangeSet(permitted), rangeSet(excluded)]
  return (name) => {
    if (name.kind !== 'ip') return 'not-comparable'
    const { address } = name
    if (address.length !== 4 && address.length !== 16) return 'not-comparable'
    return judgement(
      bases,
      () => outside(address),
      () => inside(address),
    )
  }
}

/** The range, or null where the octets are none: a mask has ones only before its zeros. */
export function rangeOf(name: GeneralName): Range | null {
  if (name.kind !== 'ip') return null
  const octets = name.address
  if (octets.length !== 8 && octets.length !== 32) return null
  const half = octets.length / 2
  const bits = Array.from(octets.subarray(half), (octet) => octet.toString(2).padStart(8, '0'))
  const mask = /^(1*)0*$/.exec(bits.join(''))
  return mask === null ? null : { address: octets.subarray(0, half), prefix: mask[1]?.length ?? 0 }
}

/** Ranges by the length of their prefix, of which there are 33 and 129, not by their number. */
function rangeSet(ranges: readonly Range[]): (address: Uint8Array) => boolean {
  const prefixes = new Map<string, { readonly length: 4 | 16; readonly prefix: number }>()
  const starts = new Set<string>()
  for (const { address, prefix } of ranges) {
    const length = address.length === 4 ? 4 : 16
    prefixes.set(`${length}/${prefix}`, { length, prefix })
    starts.add(startOf(address, prefix))
  }
  return (address) => {
    for (const { length, prefix } of prefixes.values()) {
      if (address.length === length && starts.has(startOf(address, prefix))) return true
    }
    return false
  }
}

/** The first address of the range that the prefix makes, with the length of both. */
function startOf(address: Uint8Array, prefix: number): string {
  const masked = address.map((octet, i) => {
    const bits = Math.min(Math.max(prefix - i * 8, 0), 8)
    return octet & (0xff << (8 - bits)) & 0xff
  })
  return `${toHex(masked)}/${prefix}`
}
