/** Lets a bounded number of pieces of work run at once; the others wait in the order they came. */
export class Gate {
  #free: number
  readonly #waiting = new Set<() => void>()

  constructor(atOnce: number) {
    this.#free = atOnce
  }

  /** Runs the work when its turn comes; throws the reason of the signal if that comes first. */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#enter(signal)
    try {
      return await work()
    } finally {
      this.#leave()
    }
  }

  async #enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.#free > 0) {
      this.#free -= 1
      return
    }
    await new Promise<void>((resolve, reject) => {
      const abort = () => {
        this.#waiting.delete(turn)
        reject(signal.reason)
      }
      const turn = () => {
        signal.removeEventListener('abort', abort)
        resolve()
      }
      this.#waiting.add(turn)
      signal.addEventListener('abort', abort, { once: true })
    })
  }

  #leave(): void {
    const [next] = this.#waiting
    if (next === undefined) this.#free += 1
    else {
      this.#waiting.delete(next)
      next()
    }
  }
}
