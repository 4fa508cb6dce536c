/** A map of so many entries at most: one more takes the place of the oldest. */
export class BoundedMap<Value> {
  readonly #capacity: number
  readonly #kept = new Map<string, Value>()

  /** `capacity` is at least 1. */
  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** What is kept for the key. */
  get(key: string): Value | undefined {
    return this.#kept.get(key)
  }

  /** Keeps the value; one that was kept before keeps its place. */
  set(key: string, value: Value): void {
    if (this.#kept.size >= this.#capacity && !this.#kept.has(key)) this.#forgetOldest()
    this.#kept.set(key, value)
  }

  #forgetOldest(): void {
    const oldest = this.#kept.keys().next()
    if (!oldest.done) this.#kept.delete(oldest.value)
  }
}
