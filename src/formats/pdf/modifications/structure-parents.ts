import type { PdfDictionary, PdfObject } from '../object.ts'
import type { Comparison, Seen } from './comparison.ts'
import { isNull, same } from './equality.ts'
import { at, into, type Spot } from './spot.ts'

/** References one behind the other, and nodes within each other, that are followed. */
const deepest = 32

/** The way through a document, which is explained when all of it has turned out to be as it should. */
export class Trail {
  readonly #comparison: Comparison
  readonly #steps: { readonly number: number; readonly spot: Spot }[] = []

  constructor(comparison: Comparison) {
    this.#comparison = comparison
  }

  /** What a value of the later revision stands for. */
  follow(value: PdfObject | undefined, spot: Spot): Seen {
    let seen: Seen = { object: value ?? { kind: 'null' }, spot }
    for (let hop = 0; seen.object.kind === 'reference' && hop < deepest; hop++) {
      const { number } = seen.object
      this.step(number, seen.spot)
      seen = { object: this.#comparison.after.object(seen.object), spot: into(seen.spot, number) }
    }
    return seen
  }

  step(number: number, spot: Spot): void {
    this.#steps.push({ number, spot })
  }

  explain(): void {
    for (const { number, spot } of this.#steps) this.#comparison.explain(number, spot)
  }
}

export interface ParentEntry {
  readonly value: PdfObject
  readonly spot: Spot
}

/**
 * The parent tree (ISO 32000-2 §14.7.5.4, §7.9.7) of the later revision by its keys, and the keys that it
 * did not have before. Null where it is no such tree, or has not all that it had: an element, or an
 * array of elements, which may have been written again.
 */
export function parentEntries(
  comparison: Comparison,
  from: PdfObject | undefined,
  to: Seen,
  trail: Trail,
): { readonly all: ReadonlyMap<number, ParentEntry>; readonly added: readonly number[] } | null {
  const { before, after } = comparison
  const stay = (value: PdfObject | undefined, spot: Spot) => ({
    object: before.resolve(value),
    spot,
  })
  const follow = (value: PdfObject | undefined, spot: Spot) => trail.follow(value, spot)
  const old = entriesOf(comparison, { object: from ?? { kind: 'null' }, spot: to.spot }, stay)
  const all = entriesOf(comparison, to, follow)
  if (old === null || all === null) return null
  for (const [key, { value }] of old) {
    const now = all.get(key)?.value
    if (same(value, now)) continue
    const array = before.resolve(value)
    if (array.kind !== 'array') return null
    comparison.budget.spendNodes(array.items.length)
    if (!same(array, after.resolve(now))) return null
  }
  return { all, added: [...all.keys()].filter((key) => !old.has(key)) }
}

type Follow = (value: PdfObject | undefined, spot: Spot) => Seen

function entriesOf(
  { budget }: Comparison,
  root: Seen,
  follow: Follow,
): Map<number, ParentEntry> | null {
  const found = new Map<number, ParentEntry>()
  const open = [{ value: root.object, spot: root.spot, depth: 0 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    budget.spendNodes()
    const { object: node, spot } = follow(next.value, next.spot)
    if (isNull(node) && next.depth === 0) continue
    if (node.kind !== 'dictionary' || !isNode(node) || next.depth > deepest) return null
    const kids = follow(node.entries.get('Kids'), at(spot, 'Kids'))
    const items = kids.object.kind === 'array' ? kids.object.items : []
    for (const [index, value] of items.entries()) {
      open.push({ value, spot: at(kids.spot, index), depth: next.depth + 1 })
    }
    const pairs = follow(node.entries.get('Nums'), at(spot, 'Nums'))
    if (pairs.object.kind === 'array') budget.spendNodes(pairs.object.items.length)
    if (!collect(found, pairs)) return null
  }
  return found
}

function isNode({ entries, repeated }: PdfDictionary): boolean {
  return (
    repeated.length === 0 && [...entries.keys()].every((key) => /^(Nums|Kids|Limits)$/.test(key))
  )
}

/** Pairs of a number and a value; a number that comes twice is one that readers look up each in his way. */
function collect(found: Map<number, ParentEntry>, { object, spot }: Seen): boolean {
  if (isNull(object)) return true
  if (object.kind !== 'array' || object.items.length % 2 === 1) return false
  for (let index = 0; index < object.items.length; index += 2) {
    const [key, value] = [object.items[index], object.items[index + 1]]
    if (key?.kind !== 'integer' || value === undefined || found.has(key.value)) return false
    found.set(key.value, { value, spot: at(spot, index + 1) })
  }
  return true
}

/** Where an object is an item of the array that is the value of an entry. */
export function placesIn(
  { after, budget }: Comparison,
  { value, spot }: ParentEntry,
  numbers: ReadonlySet<number>,
): readonly { readonly number: number; readonly spot: Spot }[] {
  const array = after.resolve(value)
  if (array.kind !== 'array') return []
  budget.spendNodes(array.items.length)
  const owner = value.kind === 'reference' ? into(spot, value.number) : spot
  return array.items.flatMap((item, index) =>
    item.kind === 'reference' && numbers.has(item.number)
      ? [{ number: item.number, spot: at(owner, index) }]
      : [],
  )
}
