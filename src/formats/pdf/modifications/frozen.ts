import type { PdfDictionary, PdfObject, PdfReference } from '../object.ts'
import { type Comparison, keysOf } from './comparison.ts'
import { isNull, same } from './equality.ts'
import { referencesIn } from './inside.ts'
import { kindOf } from './kinds.ts'
import { at, pathOf, type Spot } from './spot.ts'

/** How far down a difference is looked for, to name it as what it is; the rest is told as a whole. */
const deepest = 8

/**
 * Compares a value that nothing permits to change, and tells the places where it did; what they lead
 * to is not told again.
 */
export function frozen(
  comparison: Comparison,
  before: PdfObject | undefined,
  after: PdfObject | undefined,
  spot: Spot,
): boolean {
  if (same(before, after)) return true
  tell(comparison, { before, after, spot, depth: 0 })
  comparison.adopt(after, spot)
  return false
}

/** An object of a document and of the one after it, whose keys a rule compares one by one. */
export interface Typed {
  readonly before: PdfDictionary
  readonly after: PdfDictionary
  readonly spot: Spot
}

/**
 * Goes to an object that a rule compares key by key. What is no dictionary, such as a stream, has
 * none: it stays as it is. Null then.
 */
export function followTyped(
  comparison: Comparison,
  reference: PdfReference,
  spot: Spot,
): Typed | null {
  const before = comparison.before.object(reference)
  const { object: after, spot: there } = comparison.follow(reference, spot)
  if (before.kind !== 'dictionary' || after.kind !== 'dictionary') {
    frozen(comparison, before, after, there)
    return null
  }
  comparison.markTyped(reference.number)
  return { before, after, spot: there }
}

interface Difference {
  readonly before: PdfObject | undefined
  readonly after: PdfObject | undefined
  readonly spot: Spot
  readonly depth: number
}

function tell(comparison: Comparison, difference: Difference): void {
  comparison.budget.spendNodes()
  const { before, after, spot, depth } = difference
  const inside = depth < deepest ? bothDictionaries(comparison, difference) : null
  if (inside === null || !comparison.tellsInside(before, after)) {
    leaf(comparison, difference)
    return
  }
  const [from, to] = [inside.from.entries, inside.to.entries]
  const keys = [...keysOf(from, to)].filter((key) => !same(from.get(key), to.get(key)))
  // Where no entry differs, one stands there twice.
  if (keys.length === 0) leaf(comparison, difference)
  for (const key of keys) {
    const next = { before: from.get(key), after: to.get(key), spot: at(spot, key) }
    tell(comparison, { ...next, depth: depth + 1 })
  }
}

/** Both of them, whether they are objects of their own or not; a dictionary of names may be new. */
function bothDictionaries(
  { before, after }: Comparison,
  difference: Difference,
): { readonly from: PdfDictionary; readonly to: PdfDictionary } | null {
  const path = pathOf(difference.spot)
  if (path === 'Root') return null
  const from = before.resolve(difference.before)
  const to = after.resolve(difference.after)
  if (to.kind !== 'dictionary') return null
  if (from.kind === 'dictionary') return same(from, to) ? null : { from, to }
  const named = path === 'Root/Names' && from.kind === 'null'
  return named ? { from: { kind: 'dictionary', entries: new Map(), repeated: [] }, to } : null
}

function leaf(comparison: Comparison, { before, after, spot }: Difference): void {
  const what = isNull(after) ? 'removed' : isNull(before) ? 'added' : 'changed'
  if (after !== undefined && reveals(comparison, before, after)) {
    const reason = 'an object that nothing led to is shown in the place of another'
    comparison.report(spot, { kind: 'hidden-content', effect: 'other', reason })
    return
  }
  const reason = `${what}, and no rule permits it`
  comparison.report(spot, { kind: kindOf(pathOf(spot)), effect: 'other', reason })
}

/** Whether a value refers to what was in the file before, and could not be come to. */
function reveals(comparison: Comparison, before: PdfObject | undefined, after: PdfObject): boolean {
  const known = new Set(
    before === undefined ? [] : referencesIn(before, comparison.budget).map(({ number }) => number),
  )
  return referencesIn(after, comparison.budget).some(({ number }) => {
    if (known.has(number) || comparison.before.entry(number) === null) return false
    if (comparison.changed.get(number) === 'added') return false
    return !comparison.wasReached(number)
  })
}
