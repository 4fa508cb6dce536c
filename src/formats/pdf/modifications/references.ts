import type { Budget } from '../../../core/budget.ts'
import { VerifierError } from '../../../core/errors.ts'
import type { PdfFile, PdfView } from '../file.ts'
import type { PdfObject } from '../object.ts'

/** Where a reference stands: in which object (0: the trailer), and behind which keys of it. */
export interface Edge {
  readonly owner: number
  readonly inner: string
}

const leadsUp = 0
const leadsDown = 1

/**
 * Who refers to which object. Every definition of the file is read once for it, so that it takes
 * linear time whatever refers to what; where in its owner a reference stands is looked up when asked.
 */
export class References {
  readonly #file: PdfFile
  readonly #budget: Budget
  /**
   * Of each object: the numbers of those that refer to it, each with the revision that defines it, and
   * with whether it does so to say what it stands in, and nothing else.
   */
  readonly #owners = new Map<number, number[]>()
  /** The revisions that define each number, oldest first. */
  readonly #definitions = new Map<number, number[]>()
  readonly #inner = new Map<PdfObject, ReadonlyMap<number, readonly string[]>>()

  constructor(file: PdfFile, budget: Budget) {
    this.#file = file
    this.#budget = budget
    for (const { index, entries } of file.revisions) {
      const view = file.at(index)
      for (const [number, entry] of entries) {
        listed(this.#definitions, number).push(index)
        if (entry.kind === 'free') continue
        const object = readable(view, number)
        if (object !== null) this.#collect(object, number, index)
      }
    }
  }

  /** The references to an object in a document as it stood at the end of a revision. */
  to(number: number, revision: number): readonly Edge[] {
    const owners = this.#owners.get(number) ?? []
    const edges: Edge[] = []
    this.#budget.spendNodes(owners.length)
    for (let at = 0; at < owners.length; at += 3) {
      const [owner = 0, defined = 0] = [owners[at], owners[at + 1]]
      if (this.#current(owner, revision) !== defined) continue
      const object = readable(this.#file.at(defined), owner)
      const inners = object === null ? [] : (this.#within(object).get(number) ?? [])
      for (const inner of inners) edges.push({ owner, inner })
    }
    const { trailer } = this.#file.at(revision)
    for (const inner of this.#within(trailer).get(number) ?? []) edges.push({ owner: 0, inner })
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
      const owners = this.#owners.get(next) ?? []
      this.#budget.spendNodes(owners.length)
      for (let at = 0; at < owners.length; at += 3) {
        const [owner = 0, defined = 0, way] = [owners[at], owners[at + 1], owners[at + 2]]
        if (way !== leadsDown || above.has(owner)) continue
        if (this.#current(owner, revision) !== defined) continue
        above.add(owner)
        open.push(owner)
      }
    }
    return above
  }

  /**
   * Whether something leads from the trailer to an object, at the end of a revision: asked from below,
   * since what nothing leads to has little above it.
   */
  isReached(number: number, revision: number): boolean {
    const { trailer } = this.#file.at(revision)
    const seen = new Set([number])
    const open = [number]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next === 0 || this.#within(trailer).has(next)) return true
      const owners = this.#owners.get(next) ?? []
      this.#budget.spendNodes(owners.length)
      for (let at = 0; at < owners.length; at += 3) {
        const [owner = 0, defined = 0] = [owners[at], owners[at + 1]]
        if (seen.has(owner) || this.#current(owner, revision) !== defined) continue
        seen.add(owner)
        open.push(owner)
      }
    }
    return false
  }

  #current(number: number, revision: number): number {
    return this.#definitions.get(number)?.findLast((index) => index <= revision) ?? -1
  }

  #collect(object: PdfObject, owner: number, revision: number): void {
    for (const { number, inner } of referencesIn(object, this.#budget)) {
      const owners = listed(this.#owners, number)
      const isNew = owners.at(-3) !== owner || owners.at(-2) !== revision
      if (isNew) owners.push(owner, revision, leadsUp)
      if (!/\/(Parent|P)$/.test(inner)) owners[owners.length - 1] = leadsDown
    }
  }

  #within(object: PdfObject): ReadonlyMap<number, readonly string[]> {
    const known = this.#inner.get(object)
    if (known !== undefined) return known
    const inners = new Map<number, string[]>()
    for (const { number, inner } of referencesIn(object, this.#budget)) {
      listed(inners, number).push(inner)
    }
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

/** Every reference within one object, with the keys that lead to it; references are not followed. */
export function referencesIn(
  object: PdfObject,
  budget: Budget,
): { readonly number: number; readonly generation: number; readonly inner: string }[] {
  const found: { number: number; generation: number; inner: string }[] = []
  // What is in it was counted as it was read.
  budget.spendNodes()
  const open: { object: PdfObject; inner: string }[] = [{ object, inner: '' }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.object.kind === 'reference') {
      const { number, generation } = next.object
      found.push({ number, generation, inner: next.inner })
      continue
    }
    const { inner } = next
    for (const [key, child] of children(next.object)) {
      if (isContainer(child)) open.push({ object: child, inner: `${inner}/${shown(key)}` })
    }
  }
  return found
}

/** What stands in an object, by key or place; nothing where it is a plain value. */
export function children(object: PdfObject): Iterable<readonly [string | number, PdfObject]> {
  if (object.kind === 'array') return object.items.entries()
  if (object.kind === 'dictionary') return object.entries
  return object.kind === 'stream' ? object.dictionary.entries : []
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

function isContainer(object: PdfObject): boolean {
  const { kind } = object
  return kind === 'reference' || kind === 'array' || kind === 'dictionary' || kind === 'stream'
}

/** ISO 32000-2 §7.3.5: what is not a plain character of a name is written with its code. */
export function shown(key: string | number): string {
  return String(key).replace(/[^!-.0-~]|#/g, (character) => {
    return `#${(character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`
  })
}
