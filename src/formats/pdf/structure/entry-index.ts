import type { XrefEntry } from '../file.ts'
import { sameEntry } from './entries.ts'

/** An entry with the revision whose sections have it. */
export interface Listed {
  readonly revision: number
  readonly entry: XrefEntry
}

/** The entries of all revisions by object number, so that no revision has to be asked after another. */
export class EntryIndex {
  /** In the order of the revisions. */
  readonly #listed = new Map<number, Listed | Listed[]>()

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
      if (known === undefined) this.#listed.set(number, { revision, entry })
      else if (Array.isArray(known)) known.push({ revision, entry })
      else this.#listed.set(number, [known, { revision, entry }])
    }
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
    return Array.isArray(listed) ? listed : [listed]
  }

  /** What holds of an object where that revision is the last one; null where nothing was said. */
  at(number: number, revision: number): Listed | null {
    const listed = this.#listed.get(number) ?? []
    if (!Array.isArray(listed)) return listed.revision <= revision ? listed : null
    return listed[countUpTo(listed, revision) - 1] ?? null
  }

  /** The first thing that a later revision says of an object; null where none does. */
  after(number: number, revision: number): Listed | null {
    const listed = this.all(number)
    return listed[countUpTo(listed, revision)] ?? null
  }

  /** Puts another entry in the place of the one that a revision has. */
  replace(number: number, revision: number, entry: XrefEntry): void {
    const listed = this.all(number).map((one) => {
      return one.revision === revision ? { revision, entry } : one
    })
    const [only, ...others] = listed
    if (only !== undefined) this.#listed.set(number, others.length === 0 ? only : listed)
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
