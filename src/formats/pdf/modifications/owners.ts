/** An object that refers to another, with the revision that defines it. */
export interface Owner {
  readonly owner: number
  readonly defined: number
  /** Whether it does so to say what it stands in, and nothing else. */
  readonly way: typeof leadsUp | typeof leadsDown
}

export const leadsUp = 0
export const leadsDown = 1

/**
 * The owners of references by the objects that are referred to. A file may have a reference for every
 * few octets, so that they are kept as plain numbers: 16 octets each.
 */
export class Owners {
  #kept = new Int32Array(1 << 10)
  #end = 0
  /** By object: where the last one of it stands. */
  readonly #last = new Map<number, number>()

  /** Takes the owners one after another; of several references of one, those that lead down count. */
  add(number: number, { owner, defined, way }: Owner): void {
    const last = this.#last.get(number) ?? -1
    if (last >= 0 && this.#kept[last] === owner && this.#kept[last + 1] === defined) {
      if (way === leadsDown) this.#kept[last + 2] = leadsDown
      return
    }
    if (this.#end === this.#kept.length) this.#grow()
    this.#last.set(number, this.#end)
    for (const one of [owner, defined, way, last]) {
      this.#kept[this.#end] = one
      this.#end += 1
    }
  }

  #grow(): void {
    const more = new Int32Array(2 * this.#kept.length)
    more.set(this.#kept)
    this.#kept = more
  }

  /** The owners of references to an object, the last one first. */
  *of(number: number): Generator<Owner> {
    for (let at = this.#last.get(number) ?? -1; at >= 0; at = this.#kept[at + 3] ?? -1) {
      const [owner, defined] = [this.#kept[at] ?? 0, this.#kept[at + 1] ?? 0]
      yield { owner, defined, way: this.#kept[at + 2] === leadsDown ? leadsDown : leadsUp }
    }
  }
}
