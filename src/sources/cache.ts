import { VerifierError } from '../core/errors.ts'

/** How much is kept, and by which clock. */
export interface CacheSetting {
  readonly entries: number
  readonly bytes: number
  /** Milliseconds for which a failure is kept, and an answer that does not say when it ends. */
  readonly failureMilliseconds: number
  readonly now: () => Date
}

/** How something is fetched where it is not kept, and for how long it is then. */
export interface Loading {
  readonly load: () => Promise<Uint8Array>
  /** When its use ends by what it says itself; null where it says nothing, or cannot be read. */
  readonly freshUntil: (bytes: Uint8Array) => Date | null
  readonly longestMilliseconds: number
  /** What is kept with the octets, in times them; the octets alone where it is not given. */
  readonly timesOnceRead?: number
  /** Milliseconds after which what is kept is fetched anew all the same; it stays where that fails. */
  readonly renewedAfter?: number
}

interface Kept {
  readonly outcome: Uint8Array | VerifierError
  /** From when, and up to when, exclusive; a clock that is set back ends it too. */
  readonly since: number
  readonly until: number
  readonly cost: number
}

/** What an entry takes beside its octets and its key, as far as it matters: an error with a trace. */
const overhead = 2_000

function costOf(key: string, octets: number): number {
  return overhead + 2 * key.length + octets
}

/**
 * Answers and failures of late. Whoever asks for what is being fetched already shares that fetch.
 * What was used longest ago goes first.
 */
export class SourceCache {
  readonly #setting: CacheSetting
  readonly #kept = new Map<string, Kept>()
  readonly #flights = new Map<string, Promise<Uint8Array>>()
  #bytes = 0

  constructor(setting: CacheSetting) {
    this.#setting = setting
  }

  /** What is kept under the key, or what loading gives; throws what loading threw. */
  async get(key: string, loading: Loading): Promise<Uint8Array> {
    const { renewedAfter = Number.POSITIVE_INFINITY } = loading
    const kept = this.#fresh(key)
    if (kept !== null && this.#setting.now().getTime() - kept.since < renewedAfter) {
      if (kept.outcome instanceof VerifierError) throw kept.outcome
      return kept.outcome
    }
    return this.#flights.get(key) ?? this.#fly(key, loading)
  }

  #fresh(key: string): Kept | null {
    const kept = this.#kept.get(key)
    if (kept === undefined) return null
    this.#drop(key)
    const now = this.#setting.now().getTime()
    if (now < kept.since || now >= kept.until) return null
    this.#put(key, kept)
    return kept
  }

  #fly(key: string, loading: Loading): Promise<Uint8Array> {
    const flight = this.#load(key, loading).finally(() => this.#flights.delete(key))
    this.#flights.set(key, flight)
    return flight
  }

  async #load(key: string, loading: Loading): Promise<Uint8Array> {
    const { load, freshUntil, longestMilliseconds, timesOnceRead = 1 } = loading
    try {
      const bytes = await load()
      const since = this.#setting.now().getTime()
      const end = freshUntil(bytes)?.getTime() ?? 0
      // What has ended when it comes is kept as long as a failure: asking again would not help yet.
      const short = since + this.#setting.failureMilliseconds
      const until = end <= since ? short : Math.min(end, since + longestMilliseconds)
      const cost = costOf(key, timesOnceRead * bytes.length)
      // A page in place of the answer, or one that has ended, does not replace what is still of use.
      const stays = end <= since && this.#keepOn(key, since) !== null
      if (!stays) this.#put(key, { outcome: bytes, since, until, cost })
      return bytes
    } catch (error) {
      // A fetch that was never begun says nothing of its source.
      const begun = error instanceof VerifierError && error.facts['begun'] !== false
      if (begun) return this.#afterFailure(key, error)
      throw error
    }
  }

  /** What is still kept, where it was to be renewed, as if it had been; else the failure is kept. */
  #afterFailure(key: string, error: VerifierError): Uint8Array {
    const since = this.#setting.now().getTime()
    const kept = this.#keepOn(key, since)
    if (kept !== null) return kept
    const until = since + this.#setting.failureMilliseconds
    this.#put(key, { outcome: error, since, until, cost: costOf(key, 0) })
    throw error
  }

  /** The answer that is still kept, as if it had been renewed; null where there is none. */
  #keepOn(key: string, since: number): Uint8Array | null {
    const kept = this.#fresh(key)
    if (!(kept?.outcome instanceof Uint8Array)) return null
    this.#put(key, { ...kept, since })
    return kept.outcome
  }

  #put(key: string, kept: Kept): void {
    this.#drop(key)
    if (kept.cost > this.#setting.bytes) return
    this.#kept.set(key, kept)
    this.#bytes += kept.cost
    for (const oldest of this.#kept.keys()) {
      const { entries, bytes } = this.#setting
      if (this.#kept.size <= entries && this.#bytes <= bytes) return
      this.#drop(oldest)
    }
  }

  #drop(key: string): void {
    this.#bytes -= this.#kept.get(key)?.cost ?? 0
    this.#kept.delete(key)
  }
}
