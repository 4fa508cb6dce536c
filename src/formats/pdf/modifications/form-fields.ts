import { type PdfObject, pdfNull } from '../object.ts'
import type { Comparison } from './comparison.ts'
import { same } from './equality.ts'
import { compareField, noAncestor } from './field.ts'
import { frozen } from './frozen.ts'
import { compareNewField, namesOf } from './new-field.ts'
import { at, type Spot } from './spot.ts'

const clause = 'ISO 32000-2 §12.7.3'

/** The fields at the top: all that were there stay, in their order; new ones stand for signatures. */
export function compareFields(
  comparison: Comparison,
  from: PdfObject | undefined,
  to: PdfObject | undefined,
  spot: Spot,
): void {
  const before = comparison.before.resolve(from)
  const had = before.kind === 'array' ? before.items : []
  const now = comparison.follow(to, spot)
  if (now.object.kind !== 'array') {
    frozen(comparison, before, now.object, now.spot)
    return
  }
  const { items } = now.object
  compareNames(comparison, items, now.spot)
  if (before === now.object) {
    compareTouched(comparison, items, now.spot)
    return
  }
  comparison.budget.spendNodes(items.length)
  let names: ReturnType<typeof namesOf> | null = null
  let kept = 0
  for (const [index, item] of items.entries()) {
    const there = at(now.spot, index)
    if (same(had[kept], item)) {
      kept++
      if (comparison.isTouched(item)) compareField(comparison, item, there, noAncestor)
    } else {
      names ??= namesOf(comparison, items)
      compareNewField(comparison, item, there, names)
    }
  }
  if (kept === had.length) return
  const reason = `${clause}: a field is removed, or the order of fields changed`
  comparison.report(now.spot, { kind: 'field-removed', effect: 'other', reason })
}

/** Where each object stands in an array, and what is no object of its own. */
interface Places {
  readonly byNumber: ReadonlyMap<number, readonly number[]>
  readonly direct: readonly number[]
}

const knownPlaces = new WeakMap<readonly PdfObject[], Places>()

function placesIn(comparison: Comparison, items: readonly PdfObject[]): Places {
  const known = knownPlaces.get(items)
  if (known !== undefined) return known
  comparison.budget.spendNodes(items.length)
  const [byNumber, direct] = [new Map<number, number[]>(), [] as number[]]
  for (const [index, item] of items.entries()) {
    const others = item.kind === 'reference' ? byNumber.get(item.number) : direct
    if (others !== undefined) others.push(index)
    else if (item.kind === 'reference') byNumber.set(item.number, [index])
  }
  const places = { byNumber, direct }
  knownPlaces.set(items, places)
  return places
}

/** Most saves leave a form alone: of an array that is what it was, no more is gone through than they did. */
function compareTouched(comparison: Comparison, items: readonly PdfObject[], spot: Spot): void {
  const { byNumber, direct } = placesIn(comparison, items)
  const touched = comparison.touchedOf(byNumber).flatMap((number) => byNumber.get(number) ?? [])
  for (const index of [...direct, ...touched].sort((a, b) => a - b)) {
    comparison.budget.spendNodes()
    compareField(comparison, items[index] ?? pdfNull, at(spot, index), noAncestor)
  }
}

const knownNames = new WeakMap<readonly PdfObject[], ReadonlyMap<string, number>>()

/**
 * §12.7.4.2: a full name stands for one field. Of several with one name readers show the one that is
 * written last (a shadow attack writes the other one again, as it was), so that none may be written.
 */
function compareNames(comparison: Comparison, items: readonly PdfObject[], spot: Spot): void {
  const { file, after } = comparison
  const written = file.revisions[after.revision]?.entries ?? new Map()
  const { byNumber } = placesIn(comparison, items)
  const rewritten = common(written, byNumber)
    .flatMap((number) => byNumber.get(number) ?? [])
    .map((index) => items[index] ?? pdfNull)
    .filter((item) => !comparison.isFresh(item))
  if (rewritten.length === 0) return
  // While the array is the same, so are the names: another one is forbidden by itself.
  const all = knownNames.get(items) ?? namesOf(comparison, items)
  knownNames.set(items, all)
  const names = namesOf(comparison, rewritten)
  if (![...names.keys()].some((name) => (all.get(name) ?? 0) > 1)) return
  const reason = 'ISO 32000-2 §12.7.4.2: of several fields with one name, one is written again'
  comparison.report(spot, { kind: 'field-name', effect: 'other', reason })
}

/** Numbers that both have, by way of the smaller one. */
function common(
  one: ReadonlyMap<number, unknown>,
  other: ReadonlyMap<number, unknown>,
): readonly number[] {
  const [fewer, more] = one.size < other.size ? [one, other] : [other, one]
  return [...fewer.keys()].filter((number) => more.has(number))
}
