import { dictionaryOf } from '../lookup.ts'
import type { PdfDictionary, PdfObject } from '../object.ts'
import { type Comparison, keysOf, type Seen } from './comparison.ts'
import { isNull, same } from './equality.ts'
import { at, type Spot } from './spot.ts'

/**
 * Compares the appearances of an annotation (ISO 32000-2 §12.5.5), and explains what they lead to:
 * whether they differ, or are no appearances at all. Whether they may differ is for the caller to say.
 */
export function compareAppearances(
  comparison: Comparison,
  from: PdfObject | undefined,
  to: PdfObject | undefined,
  spot: Spot,
): 'same' | 'changed' | 'malformed' {
  const old = comparison.before.resolve(from)
  const now = comparison.follow(to, spot)
  if (isNull(now.object)) return isNull(old) ? 'same' : 'changed'
  if (now.object.kind !== 'dictionary') return same(old, now.object) ? 'same' : 'malformed'
  const before = dictionaryOf(old)
  let found: 'same' | 'changed' = before === null ? 'changed' : 'same'
  for (const key of keysOf(before?.entries, now.object.entries)) {
    const one = compareOne(
      comparison,
      comparison.before.resolve(before?.entries.get(key)),
      comparison.follow(now.object.entries.get(key), at(now.spot, key)),
    )
    if (one === 'malformed') return one
    if (one === 'changed') found = one
  }
  return found
}

/** N, R or D: one appearance, or one for each state (§12.5.5, Table 170). */
function compareOne(
  comparison: Comparison,
  before: PdfObject,
  now: Seen,
): 'same' | 'changed' | 'malformed' {
  if (now.object.kind !== 'dictionary') return compareStream(comparison, before, now)
  const states: PdfDictionary | null = before.kind === 'dictionary' ? before : null
  let found: 'same' | 'changed' = states === null ? 'changed' : 'same'
  for (const key of keysOf(states?.entries, now.object.entries)) {
    const old = comparison.before.resolve(states?.entries.get(key))
    const value = comparison.follow(now.object.entries.get(key), at(now.spot, key))
    const one = compareStream(comparison, old, value)
    if (one === 'malformed') return one
    if (one === 'changed') found = one
  }
  return found
}

function compareStream(
  comparison: Comparison,
  before: PdfObject,
  { object, spot }: Seen,
): 'same' | 'changed' | 'malformed' {
  if (before === object || same(before, object)) return 'same'
  if (object.kind !== 'stream') return isNull(object) ? 'changed' : 'malformed'
  comparison.adopt(object, spot)
  return 'changed'
}
