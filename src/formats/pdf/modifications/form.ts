import { fromLatin1 } from '../../../core/bytes.ts'
import { dictionaryOf } from '../lookup.ts'
import type { PdfObject } from '../object.ts'
import { awaitingOf } from './awaiting.ts'
import { type Comparison, entriesOf } from './comparison.ts'
import { isNull, same } from './equality.ts'
import { compareFields } from './form-fields.ts'
import { compareResources } from './form-resources.ts'
import { frozen } from './frozen.ts'
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
  if (key === 'DA' || key === 'Q') {
    const isSet = isNull(from) && to?.kind === (key === 'DA' ? 'string' : 'integer')
    const awaiting = isSet ? awaitingOf(comparison) : null
    return awaiting?.any === false && (key === 'Q' || !awaiting.boxes || isUsualLook(to))
  }
  const [had, has] = [flagsOf(from), flagsOf(to)]
  return key === 'SigFlags' && had !== null && has !== null && (had & ~has) === 0
}

/** What programs give a form that has no look (§12.7.4.3): black, in a size that can be read or that fits. */
const usualLook =
  /^\s*(0\s+g\s+)?\/[^\s/<>()[\]{}%]+\s+(0|([4-9]|1\d|2[0-4])(\.\d+)?)\s+Tf(\s+0\s+g|\s+0\s+0\s+0\s+rg)?\s*$/
const longestLook = 100

function isUsualLook(look: PdfObject | undefined): boolean {
  if (look?.kind !== 'string' || look.bytes.length > longestLook) return false
  return usualLook.test(fromLatin1(look.bytes))
}

function isFalse(object: PdfObject | undefined): boolean {
  return isNull(object) || (object?.kind === 'boolean' && !object.value)
}

function filled(comparison: Comparison, spot: Spot, key: string): void {
  const reason = `${clause}: a writer sets ${key} as it fills in or signs`
  comparison.report(spot, { kind: 'form-structure', effect: 'validation-data', reason })
}
