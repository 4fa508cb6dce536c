import type { Budget } from '../../../core/budget.ts'
import { VerifierError } from '../../../core/errors.ts'
import type { PdfFile, PdfView } from '../file.ts'
import type { PdfObject } from '../object.ts'

/** Where a reference stands: in which object (0: the trailer), and behind which keys of it. */
export interface Edge {
  readonly owner: number
  readonly inner: string
}

interface DefinedEdge extends Edge {
  /** The revision whose definition of the owner has it. */
  readonly revision: number
}

/**
 * Who refers to the objects that some revision defines anew. Every definition of the file is read
 * once for it, so that it takes linear time whatever refers to what.
 */
export class References {
  readonly #edges = new Map<number, DefinedEdge[]>()
  /** The revisions that define each number, oldest first. */
  readonly #definitions = new Map<number, number[]>()
  readonly #budget: Budget

  constructor(file: PdfFile, budget: Budget) {
    this.#budget = budget
    const targets = redefined(file)
    for (const { index, entries } of file.revisions) {
      const view = file.at(index)
      for (const [number, entry] of entries) {
        const definitions = this.#definitions.get(number)
        if (definitions === undefined) this.#definitions.set(number, [index])
        else definitions.push(index)
        if (entry.kind === 'free') continue
        const object = readable(view, number)
        if (object !== null) this.#collect(object, number, index, targets)
      }
    }
  }

  /** The references to an object in a document as it stood at the end of a revision. */
  to(number: number, revision: number): readonly Edge[] {
    const edges = this.#edges.get(number) ?? []
    this.#budget.spendNodes(edges.length)
    return edges.filter((edge) => this.#current(edge.owner, revision) === edge.revision)
  }

  #current(number: number, revision: number): number {
    const definitions = this.#definitions.get(number) ?? []
    return definitions.findLast((index) => index <= revision) ?? -1
  }

  #collect(object: PdfObject, owner: number, revision: number, targets: Set<number>): void {
    for (const { number, inner } of referencesIn(object, this.#budget)) {
      if (!targets.has(number)) continue
      const edges = this.#edges.get(number)
      const edge = { owner, inner, revision }
      if (edges === undefined) this.#edges.set(number, [edge])
      else edges.push(edge)
    }
  }
}

/** Every reference within one object, with the keys that lead to it; references are not followed. */
export function referencesIn(
  object: PdfObject,
  budget: Budget,
): { readonly number: number; readonly generation: number; readonly inner: string }[] {
  const found: { number: number; generation: number; inner: string }[] = []
  const open: { object: PdfObject; inner: string }[] = [{ object, inner: '' }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.object.kind === 'reference') {
      const { number, generation } = next.object
      found.push({ number, generation, inner: next.inner })
      continue
    }
    const { inner } = next
    for (const [key, child] of children(next.object)) {
      budget.spendNodes()
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

function redefined(file: PdfFile): Set<number> {
  const numbers = new Set<number>()
  for (const { entries } of file.revisions.slice(1)) {
    for (const number of entries.keys()) numbers.add(number)
  }
  return numbers
}

/** ISO 32000-2 §7.3.5: what is not a plain character of a name is written with its code. */
export function shown(key: string | number): string {
  return String(key).replace(/[^!-.0-~]|#/g, (character) => {
    return `#${(character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`
  })
}
