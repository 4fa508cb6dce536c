/** An object that refers to another, with the revision that defines it. */
export interface Owner {
  readonly owner: number
  readonly defined: number
  readonly way: Way
}

/**
 * What a reference does: lead on, lead across to what has another place of its own, or only say what
 * its owner stands in. Of several references of one object to another, the highest counts.
 */
export type Way = 'up' | 'across' | 'down'

const ways: readonly Way[] = ['up', 'across', 'down']

/**
 * Which definition of an object refers to which other. A file may have a reference for every few
 * octets, so that they are kept as plain numbers, 16 octets each.
 */
export class Graph {
  /** Of each definition: the number of the object, the revision, and where its references begin. */
  readonly #definitions = new Numbers(3)
  /** By object: its definitions, oldest first; nearly always it is one. */
  readonly #of = new Map<number, number | number[]>()
  /** Of each reference: to what, by which definition, which way, and the one before to the same object. */
  readonly #references = new Numbers(4)
  /** By object: the last reference to it. */
  readonly #last = new Map<number, number>()
  #newest = -1

  /**
   * The references that are added from now on are of this definition; a free object has none.
   * Revisions have to come in their order.
   */
  define(number: number, revision: number): void {
    this.#newest = revision
    const row = this.#definitions.add(number, revision, this.#references.count)
    const known = this.#of.get(number)
    if (known === undefined) this.#of.set(number, row)
    else if (typeof known === 'number') this.#of.set(number, [known, row])
    else known.push(row)
  }

  add(to: number, way: Way): void {
    const definition = this.#definitions.count - 1
    const last = this.#last.get(to) ?? -1
    const known = last >= 0 && this.#references.at(last, 1) === definition
    const rank = ways.indexOf(way)
    if (known) this.#references.set(last, 2, Math.max(rank, this.#references.at(last, 2)))
    else this.#last.set(to, this.#references.add(to, definition, rank, last))
  }

  /**
   * Who refers to an object at the end of a revision, which is the last one that was added or the one
   * before; `visit` is told of each reference that is looked at. What no longer held then is let go,
   * so that an object that was defined again and again is not gone through each time.
   */
  ownersOf(number: number, revision: number, visit: () => void): Owner[] {
    const owners: Owner[] = []
    let after = -1
    for (let at = this.#last.get(number) ?? -1; at >= 0; ) {
      visit()
      const next = this.#references.at(at, 3)
      const definition = this.#references.at(at, 1)
      const owner = this.#definitions.at(definition, 0)
      if (this.#current(owner, this.#newest - 1) > definition) {
        if (after === -1) this.#last.set(number, next)
        else this.#references.set(after, 3, next)
      } else {
        after = at
        if (this.#current(owner, revision) === definition) {
          const defined = this.#definitions.at(definition, 1)
          owners.push({ owner, defined, way: ways[this.#references.at(at, 2)] ?? 'up' })
        }
      }
      at = next
    }
    return owners
  }

  /** What an object refers to at the end of a revision, and which way, in its order. */
  *referencesOf(number: number, revision: number): Generator<{ to: number; way: Way }> {
    const definition = this.#current(number, revision)
    if (definition === -1) return
    const isLast = definition === this.#definitions.count - 1
    const end = isLast ? this.#references.count : this.#definitions.at(definition + 1, 2)
    for (let at = this.#definitions.at(definition, 2); at < end; at += 1) {
      yield { to: this.#references.at(at, 0), way: ways[this.#references.at(at, 2)] ?? 'up' }
    }
  }

  /** The last definition up to that revision; -1 where there is none. */
  #current(number: number, revision: number): number {
    const known = this.#of.get(number) ?? []
    const rows = typeof known === 'number' ? [known] : known
    let low = 0
    let high = rows.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#definitions.at(rows[middle] ?? 0, 1) <= revision) low = middle + 1
      else high = middle
    }
    return rows[low - 1] ?? -1
  }
}

/** Rows of a few whole numbers each. */
class Numbers {
  readonly #width: number
  #kept = new Int32Array(1 << 8)
  #end = 0

  constructor(width: number) {
    this.#width = width
  }

  get count(): number {
    return this.#end / this.#width
  }

  /** Adds a row, and gives back its place. */
  add(...row: readonly number[]): number {
    if (this.#end + this.#width > this.#kept.length) {
      const more = new Int32Array(2 * this.#kept.length)
      more.set(this.#kept)
      this.#kept = more
    }
    const at = this.count
    for (const one of row) {
      this.#kept[this.#end] = one
      this.#end += 1
    }
    return at
  }

  at(row: number, column: number): number {
    return this.#kept[row * this.#width + column] ?? -1
  }

  set(row: number, column: number, to: number): void {
    this.#kept[row * this.#width + column] = to
  }
}
