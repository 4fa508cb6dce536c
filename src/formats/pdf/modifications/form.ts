import { dictionaryOf } from '../lookup.ts'
import type { PdfObject } from '../object.ts'
import { awaitingOf } from './awaiting.ts'
import { type Comparison, entriesOf } from './comparison.ts'
import { isNull, same } from './equality.ts'
import { compareField, noAncestor } from './field.ts'
import { compareResources } from './form-resources.ts'
import { frozen } from './frozen.ts'
import { compareNewField, namesOf } from './new-field.ts'
import { at, type Spot } from './spot.ts'
import { flagsOf } from './visibility.ts'

const clause = 'ISO 32000-2 §12.7.3'

/** The interactive form (ISO 32000-2 §12.7.3). */
export function compareForm(
  comparison: Comparison,
  from: PdfObject | undefined,
  to: PdfObject | undefined,
  spot: Spot,
): void {
  const before = dictionaryOf(comparison.before.resolve(from))
  const now = comparison.follow(to, spot)
  if (before === null && isNull(now.object)) return
  if (now.object.kind !== 'dictionary') {
    frozen(comparison, comparison.before.resolve(from), now.object, now.spot)
    return
  }
  const { entries } = now.object
  // The fields first: they say which resources they are shown with.
  const fields = [before?.entries.get('Fields'), entries.get('Fields')] as const
  compareFields(comparison, ...fields, at(now.spot, 'Fields'))
  for (const { key, old, value, spot: there } of entriesOf(before, now.object, now.spot)) {
    if (key === 'Fields') continue
    if (key === 'DR') compareResources(comparison, old, value, there)
    else if (same(old, value)) continue
    else if (isOfFilling(comparison, key, old, value)) filled(comparison, there, key)
    else frozen(comparison, old, value, there)
  }
}

/**
 * Entries that a writer sets as it fills in or signs: none of them is seen by itself. NeedAppearances is:
 * it decides whether a reader shows the appearances that were signed, or makes others of the values
 * (§12.7.3), which may say something else. DA and Q are where a value has no appearance: readers draw
 * it by them (§12.7.4.3).
 */
function isOfFilling(
  comparison: Comparison,
  key: string,
  from: PdfObject | undefined,
  to: PdfObject | undefined,
): boolean {
  if (key === 'NeedAppearances') return isFalse(from) && isFalse(to)
  const isSet = isNull(from) && to?.kind === (key === 'DA' ? 'string' : 'integer')
  if (key === 'DA' || key === 'Q') return isSet && !awaitingOf(comparison).any
  const [had, has] = [flagsOf(from), flagsOf(to)]
  return key === 'SigFlags' && had !== null && has !== null && (had & ~has) === 0
}

function isFalse(object: PdfObject | undefined): boolean {
  return isNull(object) || (object?.kind === 'boolean' && !object.value)
}

function filled(comparison: Comparison, spot: Spot, key: string): void {
  const reason = `${clause}: a writer sets ${key} as it fills in or signs`
  comparison.report(spot, { kind: 'form-structure', effect: 'validation-data', reason })
}

/** The fields at the top: all that were there stay, in their order; new ones stand for signatures. */
function compareFields(
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
  compareNames(comparison, items, now.spot)
  if (kept === had.length) return
  const reason = `${clause}: a field is removed, or the order of fields changed`
  comparison.report(now.spot, { kind: 'field-removed', effect: 'other', reason })
}

const knownNames = new WeakMap<readonly PdfObject[], ReadonlyMap<string, number>>()

/**
 * §12.7.4.2: a full name stands for one field. Of several with one name readers show the one that is
 * written last (a shadow attack writes the other one again, as it was), so that none may be written.
 */
function compareNames(comparison: Comparison, items: readonly PdfObject[], spot: Spot): void {
  const { file, after } = comparison
  const written = file.revisions[after.revision]?.entries
  const rewritten = items.filter(
    (item) => item.kind === 'reference' && written?.has(item.number) && !comparison.isFresh(item),
  )
  if (rewritten.length === 0) return
  // While the array is the same, so are the names: another one is forbidden by itself.
  const all = knownNames.get(items) ?? namesOf(comparison, items)
  knownNames.set(items, all)
  const names = namesOf(comparison, rewritten)
  if (![...names.keys()].some((name) => (all.get(name) ?? 0) > 1)) return
  const reason = 'ISO 32000-2 §12.7.4.2: of several fields with one name, one is written again'
  comparison.report(spot, { kind: 'field-name', effect: 'other', reason })
}
