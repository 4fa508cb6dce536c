import type { Budget } from '../../../core/budget.ts'
import type { PdfView } from '../file.ts'
import { type PdfObject, pdfNull } from '../object.ts'
import { children, isContainer, readable } from './references.ts'
import { at, atTrailer, into, pathOf, type Spot } from './spot.ts'

/** Entries that lead back up, or across: followed when everything else is. */
const across = new Set(['Annots', 'Parent', 'P', 'Pg', 'Dest', 'D', 'Prev', 'Next'])

interface Waiting {
  readonly object: PdfObject
  readonly spot: Spot
}

/**
 * Every object that a reader of a document can come to from its trailer, with the reference that is
 * come to first: through the pages where there is one, then through the form, then through anything.
 */
export function reachFrom(view: PdfView, budget: Budget): ReadonlyMap<number, Spot> {
  const spots = new Map<number, Spot>()
  const root = {
    object: view.resolve(view.trailer.entries.get('Root')),
    spot: at(atTrailer, 'Root'),
  }
  const trailer = { object: view.trailer, spot: atTrailer }
  const walk: Walk = { view, spots, next: [], later: [], budget }
  for (const start of [entriesOf(root, 'Pages'), entriesOf(root, 'AcroForm'), entriesOf(trailer)]) {
    goThrough(walk, start)
  }
  while (walk.later.length > 0) {
    const start = walk.later
    walk.later = []
    goThrough(walk, start)
  }
  return spots
}

interface Walk {
  readonly view: PdfView
  readonly spots: Map<number, Spot>
  next: Waiting[]
  later: Waiting[]
  readonly budget: Budget
}

/** Whatever is nearer comes first; what was gone through is let go. */
function goThrough(walk: Walk, start: readonly Waiting[]): void {
  let level = start
  while (level.length > 0) {
    walk.next = []
    for (const one of level) step(walk, one)
    level = walk.next
  }
}

function step(walk: Walk, { object, spot }: Waiting): void {
  if (object.kind === 'reference') {
    if (walk.spots.has(object.number)) return
    walk.budget.spendNodes()
    walk.spots.set(object.number, spot)
    const found = readable(walk.view, object.number)
    if (found !== null) walk.next.push({ object: found, spot: into(spot, object.number) })
    return
  }
  for (const [key, child] of children(object)) {
    if (!isContainer(child)) continue
    const queue = typeof key === 'string' && across.has(key) ? walk.later : walk.next
    queue.push({ object: child, spot: at(spot, key) })
  }
}

function entriesOf({ object, spot }: Waiting, only?: string): Waiting[] {
  if (object.kind !== 'dictionary') return []
  const entries = [...object.entries].filter(([key]) => only === undefined || key === only)
  return entries.map(([key, value]) => ({ object: value, spot: at(spot, key) }))
}

/**
 * Revisions whose forbidden changes are given their paths, where those of an earlier one do not hold
 * any more: each takes a way through all of the document, and a document that was changed more often
 * than this is told to be changed all the same.
 */
const mostWays = 20

/** Names the places of objects by the keys that lead there. */
export class Paths {
  readonly #budget: Budget
  #spots: ReadonlyMap<number, Spot> = new Map()
  #view: PdfView | null = null
  #ways = 0

  constructor(budget: Budget) {
    this.#budget = budget
  }

  /** The keys from the trailer to an object; null where nothing leads there, or it would take too long. */
  to(view: PdfView, number: number): string | null {
    if (!this.#holds(view, number)) {
      if (this.#view === view || this.#ways === mostWays) return null
      this.#view = view
      this.#ways += 1
      this.#spots = reachFrom(view, this.#budget)
    }
    const spot = this.#spots.get(number)
    return spot === undefined ? null : pathOf(spot)
  }

  /** Whether the way that is known leads there in this document as well. */
  #holds(view: PdfView, number: number): boolean {
    const spot = this.#spots.get(number)
    if (spot === undefined) return false
    const steps: Spot[] = []
    for (let one = spot; one.up !== null; one = one.up) steps.push(one)
    let object: PdfObject = view.trailer
    for (const { key, owner } of steps.reverse()) {
      this.#budget.spendNodes()
      if (key !== null) object = childOf(behind(view, object), key)
      else if (object.kind !== 'reference' || object.number !== owner) return false
    }
    return object.kind === 'reference' && object.number === number
  }
}

function behind(view: PdfView, object: PdfObject): PdfObject {
  return object.kind === 'reference' ? (readable(view, object.number) ?? pdfNull) : object
}

function childOf(object: PdfObject, key: string | number): PdfObject {
  const inner = object.kind === 'stream' ? object.dictionary : object
  if (inner.kind === 'array') return (typeof key === 'number' && inner.items[key]) || pdfNull
  return (inner.kind === 'dictionary' && inner.entries.get(String(key))) || pdfNull
}
