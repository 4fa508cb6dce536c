/** What is known to begin somewhere: an object that is listed, or what is no object at all. */
export interface Landmark {
  readonly start: number
  /** Null for an object: reading it tells where it ends. */
  readonly end: number | null
}

/**
 * The landmarks of a file. Nothing reaches from before one to behind it, so that what does not end is
 * looked at no farther, however many objects begin in it.
 */
export class Landmarks {
  /** In the order of the file, no two at the same place. */
  readonly #all: readonly Landmark[]
  readonly #end: number

  /** `ends` has where they end by where they start; `end` is where the file ends. */
  constructor(ends: ReadonlyMap<number, number | null>, end: number) {
    this.#all = [...ends].map(([start, end]) => ({ start, end })).sort((a, b) => a.start - b.start)
    this.#end = end
  }

  /** The one at a place among them. */
  at(index: number): Landmark | undefined {
    return this.#all[index]
  }

  /** Where the first one behind an offset begins, or the end of the file. */
  after(offset: number): number {
    let low = 0
    let high = this.#all.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#all[middle]?.start ?? 0) <= offset) low = middle + 1
      else high = middle
    }
    return this.#all[low]?.start ?? this.#end
  }
}
