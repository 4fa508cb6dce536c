import { hash } from 'node:crypto'
import type { SignatureAlgorithm } from '../core/algorithms.ts'
import type { Verification } from '../core/crypto.ts'

/** Larger things are remembered by their own rooms, by identity; hashing them here would cost more than it saves. */
const largestRemembered = 16_384

/** Results of recent verifications by all that went into them: the same issuers come again and again. */
export class RememberedVerifications {
  readonly #results = new Map<string, Verification>()
  readonly #capacity: number

  /** @param capacity how many results are kept; one takes about 200 bytes. */
  constructor(capacity = 50_000) {
    this.#capacity = capacity
  }

  once(
    spki: Uint8Array,
    algorithm: SignatureAlgorithm,
    signedBytes: Uint8Array,
    value: Uint8Array,
    compute: () => Verification,
  ): Verification {
    if (signedBytes.length > largestRemembered || value.length > largestRemembered) return compute()
    const id = identify(spki, algorithm, signedBytes, value)
    const known = this.#results.get(id)
    if (known !== undefined) return known
    const result = compute()
    if (this.#results.size >= this.#capacity) this.#forgetOldest()
    this.#results.set(id, result)
    return result
  }

  #forgetOldest(): void {
    const oldest = this.#results.keys().next()
    if (!oldest.done) this.#results.delete(oldest.value)
  }
}

/** The lengths stand before the bytes, so that no two different inputs have one encoding. */
function identify(
  spki: Uint8Array,
  algorithm: SignatureAlgorithm,
  signedBytes: Uint8Array,
  value: Uint8Array,
): string {
  const { scheme, digest, pss, valueEncoding } = algorithm
  const head = `${scheme}|${digest}|${pss?.maskDigest}|${pss?.saltLength}|${valueEncoding}|${spki.length}|${signedBytes.length}|`
  return hash('sha256', Buffer.concat([Buffer.from(head), spki, signedBytes, value]), 'base64')
}
