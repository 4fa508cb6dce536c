import type { XrefEntry } from '../file.ts'
import { sameEntry } from './entries.ts'

/** An entry with the revision whose sections have it. */
export interface Listed {
  readonly revision: number
  readonly entry: XrefEntry
}

/** The entries of all revisions by object number, so that no revision has to be asked after another. */
export class EntryIndex {
  readonly #entries: ReadonlyMap<number, XrefEntry>[] = []
  /** In the order of the revisions; of what one revision alone lists, its index. */
  readonly #listed = new Map<number, number | Listed[]>()

  /**
   * Takes the entries of the next revision, and takes out of them those that say what held before:
   * some writers repeat all that they know.
   */
  add(revision: number, entries: Map<number, XrefEntry>): void {
    for (const [number, entry] of entries) {
      const before = this.at(number, revision - 1)?.entry
      if (
        before !== undefined &&
        sameEntry(before, entry) &&
        !this.#isMoved(revision, entry, entries)
      ) {
        entries.delete(number)
        continue
      }
      const known = this.#listed.get(number)
      if (known === undefined) this.#listed.set(number, revision)
      else if (typeof known !== 'number') known.push({ revision, entry })
      else this.#listed.set(number, [...this.all(number), { revision, entry }])
    }
    this.#entries[revision] = entries
  }

  /** Whether a revision has another object stream under the number of that of an entry. */
  #isMoved(revision: number, entry: XrefEntry, entries: ReadonlyMap<number, XrefEntry>): boolean {
    if (entry.kind !== 'compressed') return false
    const stream = entries.get(entry.stream)
    const before = this.at(entry.stream, revision - 1)?.entry
    return stream !== undefined && (before === undefined || !sameEntry(before, stream))
  }

  /** Every object number that any revision has an entry of. */
  numbers(): Iterable<number> {
    return this.#listed.keys()
  }

  /** All that is said of an object, in the order of the revisions. */
  all(number: number): readonly Listed[] {
    const listed = this.#listed.get(number) ?? []
    if (typeof listed !== 'number') return listed
    const only = this.#only(number, listed)
    return only === null ? [] : [only]
  }

  #only(number: number, revision: number): Listed | null {
    const entry = this.#entries[revision]?.get(number)
    return entry === undefined ? null : { revision, entry }
  }

  /** What holds of an object where that revision is the last one; null where nothing was said. */
  at(number: number, revision: number): Listed | null {
    const listed = this.#listed.get(number) ?? []
    if (typeof listed === 'number') {
      return listed <= revision ? this.#only(number, listed) : null
    }
    return listed[countUpTo(listed, revision) - 1] ?? null
  }

  /** The first thing that a later revision says of an object; null where none does. */
  after(number: number, revision: number): Listed | null {
    const listed = this.all(number)
    return listed[countUpTo(listed, revision)] ?? null
  }

  /** Puts another entry in the place of the one that a revision has, as its entries do. */
  replace(number: number, revision: number, entry: XrefEntry): void {
    const listed = this.#listed.get(number)
    if (listed === undefined || typeof listed === 'number') return
    const at = countUpTo(listed, revision) - 1
    if (listed[at]?.revision === revision) listed[at] = { revision, entry }
  }
}

/** How many there are of revisions up to that one. */
function countUpTo(listed: readonly Listed[], revision: number): number {
  let low = 0
  let high = listed.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((listed[middle]?.revision ?? 0) <= revision) low = middle + 1
    else high = middle
  }
  return low
}
