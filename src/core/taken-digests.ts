import type { Crypto } from './crypto.ts'
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

  constructor(crypto: Crypto) {
    this.#crypto = crypto
  }

  /** Null where the algorithm cannot be computed here. */
  of(algorithm: DigestAlgorithm, bytes: Digested): Uint8Array | null {
    const ofBytes = this.#taken.get(bytes) ?? new Map<DigestAlgorithm, Uint8Array | null>()
    this.#taken.set(bytes, ofBytes)
    const known = ofBytes.get(algorithm)
    if (known !== undefined) return known
    const digest = this.#crypto.digest(algorithm, bytes)
    ofBytes.set(algorithm, digest)
    return digest
  }
}
