import type { Budget } from '../../../core/budget.ts'
import { VerifierError } from '../../../core/errors.ts'
import type { PdfFile, PdfView } from '../file.ts'
import type { PdfObject } from '../object.ts'
import { Graph, type Owner, type Way } from './graph.ts'
import {
  leadsAcross,
  ofGeneration,
  partsOf,
  referencesIn,
  visitReferences,
  visitWays,
} from './inside.ts'
import { Unread } from './unread.ts'

/** Where a reference stands: in which object (0: the trailer), and behind which keys of it. */
export interface Edge {
  readonly owner: number
  readonly inner: string
}

/**
 * References to one object from within another that are told apart: each costs more memory than it
 * takes octets, and genuine objects name another a few times.
 */
const mostOfOneOwner = 1000

/** Stands for all others, which no rule explains: no key has a space as it is shown. */
const others = '/ others'

/** Characters of the keys to a reference that count as one node of the budget; most have fewer. */
const charactersOfNode = 32

/** Where there are more than genuine keys have: they are put together, and kept, as they are asked for. */
const longWay = 1000

/** The same of those, so that all together stay below 16 MB. */
const charactersOfLongWay = 4

/**
 * Who refers to which object. Every definition of the file is read once for it, revision by revision,
 * so that it takes linear time whatever refers to what; where in its owner a reference stands is looked
 * up when asked.
 */
export class References {
  readonly #file: PdfFile
  readonly #budget: Budget
  #graph = new Graph()
  #unread = new Unread()
  /** Revisions whose definitions the graph has. */
  #collected = 0
  readonly #collectedOnce = new WeakSet<PdfObject>()
  readonly #inner = new WeakMap<PdfObject, ReadonlyMap<number, readonly string[]>>()
  /** What was asked of the last two revisions: whether something leads to an object. */
  readonly #reached = new Map<number, Map<number, boolean>>()

  constructor(file: PdfFile, budget: Budget) {
    this.#file = file
    this.#budget = budget
  }

  /** Of all definitions up to that revision; to go back further than by one takes another start. */
  #upTo(revision: number): Graph {
    if (revision < this.#collected - 2) {
      this.#graph = new Graph()
      this.#unread = new Unread()
      this.#collected = 0
    }
    for (; this.#collected <= revision; this.#collected += 1) this.#collectRevision(this.#collected)
    return this.#graph
  }

  /** Whether an object that a revision defines can be read; it is not read again for it. */
  isReadable(number: number, revision: number): boolean {
    this.#upTo(revision)
    return !this.#unread.has(number, revision)
  }

  #collectRevision(revision: number): void {
    const view = this.#file.at(revision)
    for (const [number, entry] of this.#file.revisions[revision]?.entries ?? []) {
      this.#graph.define(number, revision)
      const object = entry.kind === 'free' ? null : readable(view, number)
      this.#unread.define(number, revision, entry.kind === 'free' || object !== null)
      if (object === null) continue
      // What is in it was counted as it was read, once.
      this.#budget.spendNodes(this.#collectedOnce.has(object) ? partsOf(object) : 1)
      this.#collectedOnce.add(object)
      visitReferences(object, 'down', (to, way) => this.#graph.add(to, way))
    }
  }

  /** The references to an object in a document as it stood at the end of a revision. */
  to(number: number, revision: number): readonly Edge[] {
    const edges: Edge[] = []
    const view = this.#file.at(revision)
    const entry = view.entry(number)
    const add = (owner: number, object: PdfObject) => {
      for (const inner of this.#within(object).get(number) ?? []) {
        edges.push({ owner, inner: ofGeneration(inner, entry) })
      }
    }
    for (const { owner, defined } of this.#ownersOf(number, revision)) {
      const object = readable(this.#file.at(defined), owner)
      if (object !== null) add(owner, object)
    }
    add(0, view.trailer)
    return edges
  }

  /**
   * The objects from which some of these are come to, themselves included, without going back up: a
   * page, and not the annotations that name it. What is not among them leads to nothing that changed.
   */
  above(numbers: Iterable<number>, revision: number): ReadonlySet<number> {
    const above = new Set(numbers)
    const open = [...above]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const { owner, way } of this.#ownersOf(next, revision)) {
        if (way === 'up' || above.has(owner)) continue
        above.add(owner)
        open.push(owner)
      }
    }
    return above
  }

  /**
   * Whether something leads from the trailer to an object, at the end of a revision: asked from below,
   * since what nothing leads to has little above it. What is found out on the way is kept.
   */
  isReached(number: number, revision: number): boolean {
    const known = this.#reachedIn(revision)
    const trailer = this.#within(this.#file.at(revision).trailer)
    const from = new Map<number, number | null>([[number, null]])
    const open = [number]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const found = known.get(next)
      if (found === true || next === 0 || trailer.has(next)) {
        for (let one: number | null = next; one !== null; one = from.get(one) ?? null) {
          known.set(one, true)
        }
        return true
      }
      if (found === false) continue
      for (const { owner } of this.#ownersOf(next, revision)) {
        if (from.has(owner)) continue
        from.set(owner, next)
        open.push(owner)
      }
    }
    // Nothing leads to any of them, or else it would lead on to this one.
    for (const one of from.keys()) known.set(one, false)
    return false
  }

  /**
   * The number of an object that cannot be read, at the end of a revision, and that something leads to:
   * it may refer to whatever there is. Null where there is none.
   */
  unreadIn(revision: number): number | null {
    this.#upTo(revision)
    for (const number of this.#unread.in(revision, () => this.#budget.spendNodes())) {
      if (this.isReached(number, revision)) return number
    }
    return null
  }

  #reachedIn(revision: number): Map<number, boolean> {
    const known = this.#reached.get(revision) ?? new Map<number, boolean>()
    this.#reached.set(revision, known)
    for (const other of this.#reached.keys()) {
      if (Math.abs(other - revision) > 1) this.#reached.delete(other)
    }
    return known
  }

  #ownersOf(number: number, revision: number): readonly Owner[] {
    return this.#upTo(revision).ownersOf(number, revision, () => this.#budget.spendNodes())
  }

  /** What an object refers to at the end of a revision, and which way. */
  from(number: number, revision: number): Iterable<{ readonly to: number; readonly way: Way }> {
    return this.#upTo(revision).referencesOf(number, revision)
  }

  /** The numbers of the objects that a value refers to. */
  numbersIn(value: PdfObject): readonly number[] {
    return referencesIn(value, this.#budget).map(({ number }) => number)
  }

  /** The keys that lead from one object (0: the trailer) to another; null where none do. */
  wayFrom(owner: number, number: number, revision: number): string | null {
    const view = this.#file.at(revision)
    const object = owner === 0 ? view.trailer : readable(view, owner)
    const inners = object === null ? [] : (this.#within(object).get(number) ?? [])
    return inners.find((inner) => !leadsAcross.test(inner)) ?? inners[0] ?? null
  }

  #within(object: PdfObject): ReadonlyMap<number, readonly string[]> {
    const known = this.#inner.get(object)
    if (known !== undefined) return known
    const inners = new Map<number, string[]>()
    visitWays(object, '', (number, inner) => {
      const found = listed(inners, number)
      if (found.length > mostOfOneOwner) return
      const characters = inner.length > longWay ? charactersOfLongWay : charactersOfNode
      this.#budget.spendNodes(Math.floor(inner.length / characters))
      found.push(found.length === mostOfOneOwner ? others : inner)
    })
    this.#inner.set(object, inners)
    return inners
  }
}

function listed<T>(lists: Map<number, T[]>, number: number): T[] {
  const known = lists.get(number)
  if (known !== undefined) return known
  const list: T[] = []
  lists.set(number, list)
  return list
}

/** An object in use; null where it cannot be read. */
export function readable(view: PdfView, number: number): PdfObject | null {
  const entry = view.entry(number)
  if (entry === null) return null
  const generation = entry.kind === 'compressed' ? 0 : entry.generation
  try {
    return view.object({ number, generation })
  } catch (error) {
    if (error instanceof VerifierError && error.code === 'pdf-malformed') return null
    throw error
  }
}
