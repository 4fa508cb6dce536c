import { VerifierError } from '../../core/errors.ts'
import { contentOf, type ScannedEntries } from './scan.ts'

/** Two entries about one certificate, by their offsets: which of them a lookup finds. */
export type Repeated = (first: number, second: number) => void

/**
 * Entries of a CRL by the serial number, in an open-addressing table of their offsets: twelve
 * octets an entry at most, whatever the file. Nothing of the file is copied.
 */
export class SerialIndex {
  readonly #der: Uint8Array
  readonly #keys: Float64Array
  readonly #mask: number
  /** Offsets of entries; -1 where a slot is free. */
  readonly #slots: Int32Array
  /** The number of each entry's issuer, for indirect CRLs. */
  readonly #owners: Int32Array | null

  /** `seed` is SHA-256 of all the octets, in hexadecimal: see `keysOf`. */
  constructor(der: Uint8Array, seed: string, scanned: ScannedEntries, repeated: Repeated) {
    this.#der = der
    this.#keys = keysOf(seed)
    // Half full at most.
    const size = 2 ** Math.ceil(Math.log2(scanned.count * 2 + 1))
    this.#mask = size - 1
    this.#slots = new Int32Array(size).fill(-1)
    this.#owners = scanned.owners === null ? null : new Int32Array(size)
    for (let i = 0; i < scanned.count; i += 1) {
      this.#add(scanned.offsets[i] as number, scanned.owners?.[i] ?? 0, repeated)
    }
  }

  /** The offset of the entry for the serial number (content octets of the INTEGER), or -1. */
  find(serialNumber: Uint8Array, owner: number): number {
    const from = firstOctet(serialNumber, 0, serialNumber.length)
    const slot = this.#slotOf(serialNumber, from, serialNumber.length, owner)
    return slot < 0 ? -1 : (this.#slots[slot] as number)
  }

  #add(offset: number, owner: number, repeated: Repeated): void {
    const der = this.#der
    const integer = contentOf(der, offset)
    const start = contentOf(der, integer)
    const end = endOfShort(der, integer)
    const slot = this.#slotOf(der, firstOctet(der, start, end), end, owner)
    if (slot < 0) {
      throw new VerifierError('crl-malformed', 'not a CRL: its serial numbers are made to collide')
    }
    const before = this.#slots[slot] as number
    if (before >= 0) {
      repeated(before, offset)
      return
    }
    this.#slots[slot] = offset
    if (this.#owners !== null) this.#owners[slot] = owner
  }

  /** The slot that has the serial number, or the free one where it belongs, or -1: too far to be put. */
  #slotOf(bytes: Uint8Array, from: number, to: number, owner: number): number {
    let slot = hash(this.#keys, bytes, from, to, owner) & this.#mask
    for (let probes = 0; probes < mostProbes; probes += 1) {
      const offset = this.#slots[slot] as number
      if (offset < 0 || this.#holds(slot, offset, bytes, from, to, owner)) return slot
      slot = (slot + 1) & this.#mask
    }
    return -1
  }

  #holds(
    slot: number,
    offset: number,
    bytes: Uint8Array,
    from: number,
    to: number,
    owner: number,
  ): boolean {
    if (this.#owners !== null && this.#owners[slot] !== owner) return false
    const der = this.#der
    const integer = contentOf(der, offset)
    const end = endOfShort(der, integer)
    const start = firstOctet(der, contentOf(der, integer), end)
    if (end - start !== to - from) return false
    for (let i = 0; i < to - from; i += 1) if (der[start + i] !== bytes[from + i]) return false
    return true
  }
}

/**
 * The longest run of taken slots that is searched. In a table that is half full a run beyond 79
 * is not to be expected even among 4,000,000 entries (ln n / (α − 1 − ln α), α = ½).
 */
const mostProbes = 128

/** The end of a TLV that the scan has validated. */
function endOfShort(der: Uint8Array, at: number): number {
  const first = der[at + 1] as number
  if (first < 0x80) return at + 2 + first
  const content = contentOf(der, at)
  let length = 0
  for (let i = at + 2; i < content; i += 1) length = length * 256 + (der[i] as number)
  return content + length
}

/** Skips octets that do not change the value, so that it is found however it was written (X.690 §8.3.2). */
function firstOctet(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at + 1 < to) {
    const first = bytes[at] as number
    const negative = (bytes[at + 1] as number) >= 0x80
    if (!((first === 0 && !negative) || (first === 0xff && negative))) break
    at += 1
  }
  return at
}

/** Octets of a serial number that its hash takes in; RFC 5280 §4.1.2.2 allows 20. */
const hashedOctets = 64
const prime = 2 ** 31 - 1

/**
 * Multilinear hashing modulo a prime: for keys chosen after the serial numbers, two of them meet
 * with a probability of 2^-31 whatever they are. Sums of 35 products below 2^47 are exact.
 */
function hash(
  keys: Float64Array,
  bytes: Uint8Array,
  from: number,
  to: number,
  owner: number,
): number {
  const length = Math.min(to - from, hashedOctets)
  let sum = (keys[0] as number) * length + (keys[1] as number) * (owner & 0xffff)
  sum += (keys[2] as number) * (owner >>> 16)
  let key = 3
  for (let i = from; i < from + length; i += 2) {
    const pair = ((bytes[i] as number) << 8) | (i + 1 < to ? (bytes[i + 1] as number) : 0)
    sum += (keys[key] as number) * pair
    key += 1
  }
  return mixed(sum % prime)
}

/** Spreads consecutive numbers over the table: the last steps of MurmurHash3, which lose nothing. */
function mixed(value: number): number {
  let h = value ^ (value >>> 16)
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/**
 * Keys that depend on every octet of the file: whoever chooses its serial numbers changes the keys
 * by it, so that none can choose numbers that collide. No randomness is needed for it.
 */
function keysOf(seed: string): Float64Array {
  const keys = new Float64Array(3 + hashedOctets / 2)
  for (let i = 0; i < keys.length; i += 1) {
    const word = Number.parseInt(seed.slice((i % 8) * 8, (i % 8) * 8 + 8), 16)
    keys[i] = (mixed(word + Math.imul(i + 1, 0x9e3779b9)) % (prime - 1)) + 1
  }
  return keys
}
