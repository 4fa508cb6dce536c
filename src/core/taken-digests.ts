import type { Crypto, RunningDigest } from './crypto.ts'
import type { DigestAlgorithm } from './digests.ts'

/** Octets, or parts of them one after the other. */
type Digested = Uint8Array | readonly Uint8Array[]

/**
 * Digests taken in one request: many signatures and references may be over one file, which is
 * digested once all the same. Kept with the request, whose octets do not change.
 */
export class TakenDigests {
  readonly #crypto: Crypto
  readonly #taken = new Map<Digested, Map<DigestAlgorithm, Uint8Array | null>>()
  readonly #begun: Begun[] = []

  constructor(crypto: Crypto) {
    this.#crypto = crypto
  }

  /** Null where the algorithm cannot be computed here. */
  of(algorithm: DigestAlgorithm, bytes: Digested): Uint8Array | null {
    const ofBytes = this.#taken.get(bytes) ?? new Map<DigestAlgorithm, Uint8Array | null>()
    this.#taken.set(bytes, ofBytes)
    const known = ofBytes.get(algorithm)
    if (known !== undefined) return known
    const digest =
      bytes instanceof Uint8Array
        ? this.#crypto.digest(algorithm, bytes)
        : this.#ofParts(algorithm, bytes)
    ofBytes.set(algorithm, digest)
    return digest
  }

  /** Of a whole of which most was digested already as the beginning of parts; null where it was not. */
  ofRest(algorithm: DigestAlgorithm, whole: Uint8Array): Uint8Array | null {
    const begun = this.#longestOf(algorithm, whole)?.octets.length ?? 0
    return begun > whole.length / 2 ? this.#ofParts(algorithm, [whole]) : null
  }

  /**
   * Goes on from the longest beginning that was digested before: the signatures of a PDF are all over
   * its beginning, each a little further, and would have it digested as often as there are of them.
   */
  #ofParts(algorithm: DigestAlgorithm, parts: readonly Uint8Array[]): Uint8Array | null {
    const [first, ...others] = parts
    if (first === undefined || first.length < worthKeeping) {
      return this.#crypto.digest(algorithm, parts)
    }
    const before = this.#longestOf(algorithm, first)
    const digest = before?.digest.copy() ?? this.#crypto.beginDigest(algorithm)
    if (digest === null) return null
    digest.update(first.subarray(before?.octets.length ?? 0))
    this.#begun.push({ algorithm, octets: first, digest: digest.copy() })
    for (const part of others) digest.update(part)
    return digest.end()
  }

  #longestOf(algorithm: DigestAlgorithm, whole: Uint8Array): Begun | null {
    let longest: Begun | null = null
    for (const one of this.#begun) {
      if (one.algorithm !== algorithm || !isBeginning(one.octets, whole)) continue
      if (one.octets.length > (longest?.octets.length ?? 0)) longest = one
    }
    return longest
  }
}

/** A digest that has come to the end of these octets. */
interface Begun {
  readonly algorithm: DigestAlgorithm
  readonly octets: Uint8Array
  readonly digest: RunningDigest
}

/** Octets that take as long to digest as a beginning takes to be kept and found: a tenth of a millisecond. */
const worthKeeping = 64 << 10

/** Whether they are the same octets in memory, as far as the first go. */
function isBeginning(octets: Uint8Array, whole: Uint8Array): boolean {
  return (
    octets.buffer === whole.buffer &&
    octets.byteOffset === whole.byteOffset &&
    octets.length <= whole.length
  )
}
