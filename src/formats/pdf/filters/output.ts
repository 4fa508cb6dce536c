import { type Budget, budgetExceeded } from '../../../core/budget.ts'

/** Octets that any stream may decode to: what a page of text or a cross-reference stream comes to. */
const alwaysAllowed = 8 << 20

/**
 * Above that, how often the octets in the file: DSS stops a container at 100. Flate comes to 1,032
 * (RFC 1951: two bits for 258 octets) with nothing but repetition.
 */
const mostRatio = 100

/** Octets of one decoded stream, as of one file of a container in this project. */
const mostOctets = 256 << 20

/** Octets that a stream may decode to, whichever filters it has: they are held in memory. */
export function mostOutput(octets: number): number {
  return Math.min(mostOctets, Math.max(alwaysAllowed, octets * mostRatio))
}

/**
 * Octets that all streams of a request may decode to together, and how often those in the file above
 * that: texts grow tenfold. They may all be held at once, and a thousand streams of 8 kB are no reason
 * to hold 8 GB.
 */
const allowedTogether = 64 << 20
const mostRatioTogether = 20

const together = new WeakMap<Budget, { readonly encoded: number; readonly decoded: number }>()

/** Counts what a stream of that many octets was decoded to; throws `budget-exceeded`. */
export function spendDecoded(budget: Budget, encoded: number, decoded: number): void {
  budget.spend('bytes', decoded)
  const before = together.get(budget) ?? { encoded: 0, decoded: 0 }
  const after = { encoded: before.encoded + encoded, decoded: before.decoded + decoded }
  together.set(budget, after)
  const allowed = Math.max(allowedTogether, after.encoded * mostRatioTogether)
  const most = Math.min(mostOctets, allowed)
  if (after.decoded > most) throw budgetExceeded('bytes', most)
}

/** Octets that come one after another, up to a limit; throws `budget-exceeded` past it. */
export class Output {
  readonly #most: number
  #octets: Uint8Array
  #length = 0

  constructor(expected: number, most: number) {
    this.#most = most
    this.#octets = new Uint8Array(Math.max(64, Math.min(expected, most)))
  }

  get length(): number {
    return this.#length
  }

  push(octet: number): void {
    if (this.#length === this.#octets.length) this.#grow(1)
    this.#octets[this.#length] = octet
    this.#length += 1
  }

  append(octets: Uint8Array): void {
    if (this.#length + octets.length > this.#octets.length) this.#grow(octets.length)
    this.#octets.set(octets, this.#length)
    this.#length += octets.length
  }

  /** One octet as often as that. */
  repeat(octet: number, times: number): void {
    if (this.#length + times > this.#octets.length) this.#grow(times)
    this.#octets.fill(octet, this.#length, this.#length + times)
    this.#length += times
  }

  /** As many octets as that once more, from where they stand; they may reach into themselves. */
  copy(start: number, length: number): void {
    if (this.#length + length > this.#octets.length) this.#grow(length)
    for (let at = start; at < start + length; at += 1) {
      this.#octets[this.#length] = this.#octets[at] ?? 0
      this.#length += 1
    }
  }

  octets(): Uint8Array {
    return this.#octets.subarray(0, this.#length)
  }

  #grow(by: number): void {
    const needed = this.#length + by
    if (needed > this.#most) throw budgetExceeded('bytes', this.#most)
    const grown = new Uint8Array(Math.min(this.#most, Math.max(needed, this.#octets.length * 2)))
    grown.set(this.#octets)
    this.#octets = grown
  }
}
