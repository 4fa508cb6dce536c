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
  /** Where they begin, in the order of the file, no two at the same place. */
  readonly #starts: Float64Array
  /** Where those end that are no objects. */
  readonly #ends: ReadonlyMap<number, number>
  readonly #end: number

  /** `objects` has where objects begin; `others` where others end, by where they begin; `end` is where the file ends. */
  constructor(objects: readonly number[], others: ReadonlyMap<number, number>, end: number) {
    const sorted = Float64Array.from([...objects, ...others.keys()]).sort()
    this.#starts = sorted.filter((start, index) => start !== sorted[index - 1])
    this.#ends = others
    this.#end = end
  }

  /** The one at a place among them. */
  at(index: number): Landmark | undefined {
    const start = this.#starts[index]
    return start === undefined ? undefined : { start, end: this.#ends.get(start) ?? null }
  }

  /** Whether one begins at an offset. */
  has(offset: number): boolean {
    return this.after(offset - 1) === offset && offset < this.#end
  }

  /** Where the first one behind an offset begins, or the end of the file. */
  after(offset: number): number {
    let low = 0
    let high = this.#starts.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#starts[middle] ?? 0) <= offset) low = middle + 1
      else high = middle
    }
    return this.#starts[low] ?? this.#end
  }
}
