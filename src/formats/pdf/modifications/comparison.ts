import type { Budget } from '../../../core/budget.ts'
import type { PdfFile, PdfView } from '../file.ts'
import { nameIn } from '../lookup.ts'
import type { PdfDictionary, PdfObject } from '../object.ts'
import { pdfNull } from '../object.ts'
import type { Change } from './change.ts'
import { hidesInherited, sameDecrypted } from './equality.ts'
import { children } from './inside.ts'
import { type Edge, type References, readable } from './references.ts'
import { at, edgeOf, into, pathOf, type Spot } from './spot.ts'

export interface Seen {
  readonly object: PdfObject
  readonly spot: Spot
}

/**
 * Changes of one kind that are kept of a revision, but for those that a lock, an earlier signature or
 * other changes may have judged in another way: no more differences are told of a signature.
 */
export const mostOfAKind = 1000

/** References one behind the other that are followed: a file that needs more than two is unheard of. */
const hops = 32

/**
 * One revision against the one before it. Rules walk down from the trailer of the later: whatever
 * they `follow` or `adopt` is explained, edge by edge, and what is left over at the end is not.
 */
export class Comparison {
  readonly before: PdfView
  readonly after: PdfView
  readonly file: PdfFile
  readonly budget: Budget
  /** What the revision did to each object number whose object is not what it was. */
  readonly changed = new Map<number, 'added' | 'changed' | 'freed' | 'unreadable'>()
  readonly changes: Change[] = []
  /**
   * Objects with a rule of their own for every key: pages, fields, annotations, the catalog. Whatever
   * else refers to them refers to them as such.
   */
  readonly #typed = new Set<number>()
  /** Widgets of signature fields that may be put on a page in this revision. */
  readonly newWidgets = new Set<number>()
  /** Fields and their widgets, as of this revision. */
  readonly fields = new Set<number>()
  /** Nodes of the page tree, as of this revision, that lead to what changed. */
  readonly pages = new Set<number>()
  /** Appearances that fields no longer have, by their objects, with where those fields stand. */
  readonly dropped = new Map<number, Spot>()
  /** Objects with an entry that is null instead of absent, so that some readers inherit none. */
  readonly hiding = new Set<number>()
  readonly #explained = new Map<number, Spot[]>()
  /** The same as it is asked for, when all rules are through. */
  readonly #explainedEdges = new Map<number, ReadonlySet<string>>()
  readonly #adopted = new Set<number>()
  readonly #touched: ReadonlySet<number>
  readonly #told = new Set<string>()
  readonly #reported = new Map<string, number>()
  readonly #references: References

  constructor(file: PdfFile, revision: number, references: References, budget: Budget) {
    this.file = file
    this.#references = references
    this.budget = budget
    this.before = file.at(revision - 1)
    this.after = file.at(revision)
    for (const number of file.revisions[revision]?.entries.keys() ?? []) this.#compare(number)
    this.#touched = references.above(this.changed.keys(), revision)
  }

  /** Whether something that changed is come to from an object; where nothing is, it need not be seen. */
  isTouched(item: PdfObject | undefined): boolean {
    return item?.kind !== 'reference' || this.#touched.has(item.number)
  }

  /** Those of some numbers of objects from which something that changed is come to. */
  touchedOf(numbers: ReadonlyMap<number, unknown>): readonly number[] {
    if (this.#touched.size < numbers.size) {
      return [...this.#touched].filter((number) => numbers.has(number))
    }
    return [...numbers.keys()].filter((number) => this.#touched.has(number))
  }

  #compare(number: number): void {
    const [from, to] = [this.before.entry(number), this.after.entry(number)]
    this.budget.spendNodes()
    if (to === null) {
      if (from !== null) this.changed.set(number, 'freed')
      return
    }
    const isReadable = this.#references.isReadable(number, this.after.revision)
    const before = readable(this.before, number) ?? pdfNull
    if (from === null || !isReadable || this.#wasSection(number, before)) {
      this.changed.set(number, isReadable ? 'added' : 'unreadable')
      return
    }
    const after = readable(this.after, number)
    const generations =
      (from.kind === 'compressed' ? 0 : from.generation) ===
      (to.kind === 'compressed' ? 0 : to.generation)
    if (after !== null && hidesInherited(before, after)) this.hiding.add(number)
    else if (generations && after !== null && sameDecrypted(this.file, before, after, this.budget))
      return
    this.changed.set(number, 'changed')
  }

  /** A cross-reference stream (§7.5.8) that nothing refers to: PDFBox gives its number to what it adds next. */
  #wasSection(number: number, before: PdfObject): boolean {
    if (before.kind !== 'stream' || nameIn(this.before, before.dictionary, 'Type') !== 'XRef') {
      return false
    }
    return !this.wasReached(number)
  }

  /** Says that a rule compares every key of an object, which is a dictionary before and after. */
  markTyped(number: number): void {
    this.#typed.add(number)
  }

  isTyped(number: number): boolean {
    return this.#typed.has(number)
  }

  /** Whether a value is a reference to an object that was not in use before this revision. */
  isFresh(value: PdfObject | undefined): boolean {
    return value?.kind === 'reference' && this.changed.get(value.number) === 'added'
  }

  /** Goes to what a value of the later revision stands for: the way there is explained by the caller. */
  follow(value: PdfObject | undefined, spot: Spot): Seen {
    let seen: Seen = { object: value ?? pdfNull, spot }
    for (let hop = 0; seen.object.kind === 'reference'; hop++) {
      if (hop === hops) return { object: pdfNull, spot: seen.spot }
      const { number } = seen.object
      this.explain(number, seen.spot)
      const object = this.after.object(seen.object)
      seen = { object, spot: into(seen.spot, number) }
    }
    return seen
  }

  /** Says that a reference which stands there is one that a rule knows. */
  explain(number: number, spot: Spot): void {
    const spots = this.#explained.get(number)
    if (spots === undefined) this.#explained.set(number, [spot])
    else spots.push(spot)
  }

  isExplained(number: number, { owner, inner }: Edge): boolean {
    let edges = this.#explainedEdges.get(number)
    if (edges === undefined) {
      const spots = this.#explained.get(number) ?? []
      edges = new Set(spots.map(edgeOf).map((edge) => `${edge.owner}${edge.inner}`))
      this.#explainedEdges.set(number, edges)
    }
    return edges.has(`${owner}${inner}`)
  }

  /**
   * Takes a value over as new, with every new object that it leads to. Objects that were in use
   * before are not taken over: if they changed as well, somebody else has to explain that.
   */
  adopt(value: PdfObject | undefined, spot: Spot): void {
    const open: Seen[] = [{ object: value ?? pdfNull, spot }]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      this.budget.spendNodes()
      if (next.object.kind !== 'reference') {
        for (const [key, object] of children(next.object)) {
          open.push({ object, spot: at(next.spot, key) })
        }
        continue
      }
      const { number } = next.object
      if (!this.isFresh(next.object)) continue
      this.explain(number, next.spot)
      if (this.#adopted.has(number)) continue
      this.#adopted.add(number)
      const object = this.after.object(next.object)
      open.push({ object, spot: into(next.spot, number) })
    }
  }

  /** Reports a change that a rule knows. */
  report(spot: Spot, change: Omit<Change, 'revision' | 'object' | 'path'>): void {
    const { kind, effect, field, visibleField = false, removed, covers } = change
    if (field === undefined && removed === undefined && covers === undefined) {
      const alike = `${kind} ${effect} ${visibleField}`
      const count = (this.#reported.get(alike) ?? 0) + 1
      this.#reported.set(alike, count)
      if (count > mostOfAKind) return
    }
    this.changes.push({
      revision: this.after.revision,
      object: nameOf(this.after, spot.owner),
      path: pathOf(spot),
      ...change,
    })
  }

  /** Whether two values are told of by what is in them: of a pair of objects, once. */
  tellsInside(before: PdfObject | undefined, after: PdfObject | undefined): boolean {
    if (before?.kind !== 'reference' && after?.kind !== 'reference') return true
    const pair = [before, after].map((one) => (one?.kind === 'reference' ? one.number : '')).join()
    if (this.#told.has(pair)) return false
    this.#told.add(pair)
    return true
  }

  /** Whether a reader could come to an object before this revision. */
  wasReached(number: number): boolean {
    return this.#references.isReached(number, this.before.revision)
  }
}

/** Keys of either dictionary, each once. */
export function keysOf(
  before: ReadonlyMap<string, PdfObject> | undefined,
  after: ReadonlyMap<string, PdfObject>,
): Set<string> {
  return new Set([...(before?.keys() ?? []), ...after.keys()])
}

/** An entry of a dictionary, before and now, with where it stands now. */
export interface ComparedEntry {
  readonly key: string
  readonly old: PdfObject | undefined
  readonly value: PdfObject | undefined
  readonly spot: Spot
}

/** Every entry of a dictionary and of the one that was there before it, if one was. */
export function entriesOf(
  before: PdfDictionary | null,
  after: PdfDictionary,
  spot: Spot,
): readonly ComparedEntry[] {
  return [...keysOf(before?.entries, after.entries)].map((key) => ({
    key,
    old: before?.entries.get(key),
    value: after.entries.get(key),
    spot: at(spot, key),
  }))
}

/** How an object is called in a report. */
export function nameOf(view: PdfView, number: number): string {
  if (number === 0) return 'trailer'
  const entry = view.entry(number)
  return `${number} ${entry === null || entry.kind === 'compressed' ? 0 : entry.generation} R`
}
