import type { XrefEntry } from '../file.ts'
import { sameEntry } from './entries.ts'
import type { Save } from './saves.ts'
import type { Source } from './source.ts'

/**
 * What the sections of one save say of each object number. A table comes before the stream that it
 * hides (ISO 32000-2 §7.5.8.4); where both have an object in use, readers differ, and it is said.
 */
export function entriesOf(source: Source, save: Save): Map<number, XrefEntry> {
  const entries = new Map<number, XrefEntry>()
  for (const section of save.sections) {
    for (const [number, entry] of section.entries) {
      const known = entries.get(number)
      if (known === undefined) entries.set(number, entry)
      else if (entry.kind !== 'free' && !sameEntry(known, entry)) {
        const message = `the sections of one revision differ on object ${number}`
        source.problems.add('entries-differ', message, section.place.start)
      }
    }
  }
  return entries
}

/** An entry with the revision whose sections have it. */
export interface Listed {
  readonly revision: number
  readonly entry: XrefEntry
}

/** The entries of all revisions by object number, so that no revision has to be asked after another. */
export class EntryIndex {
  /** In the order of the revisions. */
  readonly #listed = new Map<number, Listed[]>()

  /**
   * Takes the entries of the next revision, and gives back those of them that say what did not hold
   * before: some writers repeat all that they know.
   */
  add(revision: number, entries: ReadonlyMap<number, XrefEntry>): Map<number, XrefEntry> {
    const news = new Map<number, XrefEntry>()
    for (const [number, entry] of entries) {
      const known = this.#listed.get(number)
      const before = known?.at(-1)?.entry
      if (before !== undefined && sameEntry(before, entry)) continue
      news.set(number, entry)
      if (known === undefined) this.#listed.set(number, [{ revision, entry }])
      else known.push({ revision, entry })
    }
    return news
  }

  /** Every object number that any revision has an entry of. */
  numbers(): Iterable<number> {
    return this.#listed.keys()
  }

  /** All that is said of an object, in the order of the revisions. */
  all(number: number): readonly Listed[] {
    return this.#listed.get(number) ?? []
  }

  /** What holds of an object where that revision is the last one; null where nothing was said. */
  at(number: number, revision: number): Listed | null {
    const listed = this.all(number)
    return listed[countUpTo(listed, revision) - 1] ?? null
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
