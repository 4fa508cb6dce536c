import { VerifierError } from '../core/errors.ts'
import { requireUsable } from '../store/trust-view.ts'
import type { Trust } from '../trust.ts'

/**
 * The shared trust list of a running service. What was loaded last stays, and runs out by its own
 * dates; where nothing could be loaded there is no verdict.
 */
export class ServiceTrust {
  readonly #load: () => Promise<Trust>
  #trust: Trust | null = null
  #error: VerifierError | null = null

  constructor(load: () => Promise<Trust>) {
    this.#load = load
  }

  /** Loads anew; an error is kept for `error`, not thrown. */
  async reload(): Promise<void> {
    try {
      this.#trust = await this.#load()
      this.#error = null
    } catch (cause) {
      this.#error =
        cause instanceof VerifierError
          ? cause
          : new VerifierError('trust-unusable', 'the trust lists cannot be loaded', { cause })
    }
  }

  /** Why the last loading failed, or null. */
  get error(): VerifierError | null {
    return this.#error
  }

  /** What is loaded, usable or not; throws `trust-unusable` where there is nothing. */
  get loaded(): Trust {
    if (this.#trust !== null) return this.#trust
    throw new VerifierError('trust-unusable', 'the service has no trust list that it can use', {
      hint: 'GET /health/ready says why',
      ...(this.#error && { cause: this.#error }),
    })
  }

  /** What is loaded, where it can vouch for anybody at the time; throws `trust-unusable`. */
  usableAt(at: Date): Trust {
    return requireUsable(this.loaded, at)
  }
}
