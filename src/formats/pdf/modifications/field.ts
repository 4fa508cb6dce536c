import { deepestTree, nameIn, stringIn } from '../lookup.ts'
import { type PdfDictionary, type PdfObject, pdfNull } from '../object.ts'
import { textString } from '../signatures/text-string.ts'
import { compareAppearances } from './appearance.ts'
import { showsValue } from './button.ts'
import { selectsValue } from './choice.ts'
import { type Comparison, keysOf } from './comparison.ts'
import { isNull, same } from './equality.ts'
import {
  type Ancestor,
  isChoice,
  isFilledIn,
  isPushbutton,
  isRadio,
  isValueOf,
  namesItsType,
  onlyAddsFlags,
} from './field-entries.ts'
import { sameValue } from './field-text.ts'
import { followTyped, frozen, type Typed } from './frozen.ts'
import { hasFieldsBelow, isAstray, isParentChanged } from './lineage.ts'
import { onlyMarks } from './mark.ts'
import { compareSignatureValue } from './signature-value.ts'
import { at, type Spot } from './spot.ts'
import { flagsOf } from './visibility.ts'

export const noAncestor: Ancestor = {
  number: null,
  name: () => '',
  type: null,
  flags: 0,
  signature: 'none',
  signs: false,
  was: pdfNull,
  now: pdfNull,
  value: 'kept',
  depth: 0,
}

/** A field that was there before, or a widget of it (ISO 32000-2 §12.7.4, §12.5.6.19). */
export function compareField(
  comparison: Comparison,
  item: PdfObject,
  spot: Spot,
  above: Ancestor,
): void {
  if (item.kind !== 'reference' || above.depth > deepestTree) {
    const reason = 'ISO 32000-2 §12.7.4.1: a field is no object of its own, or too deep'
    comparison.report(spot, { kind: 'form-structure', effect: 'other', reason })
    return
  }
  comparison.budget.spendNodes()
  if (comparison.fields.has(item.number)) {
    const reason = 'ISO 32000-2 §12.7.4.1: a field in two places of the form is changed'
    comparison.report(spot, { kind: 'form-structure', effect: 'other', reason })
    return
  }
  comparison.fields.add(item.number)
  const now = followTyped(comparison, item, spot)
  if (now === null) return
  const { before, after } = now
  const isChanged = before !== after || isParentChanged(comparison, after)
  if (isChanged && [before, after].some((one) => isAstray(one, above.number))) {
    const reason = 'ISO 32000-2 §12.7.4.1: a field names another one as above it than it stands in'
    comparison.report(now.spot, { kind: 'form-structure', effect: 'other', reason })
  }
  compareEntries({ comparison, ...now, above })
}

interface Field extends Typed {
  readonly comparison: Comparison
  readonly above: Ancestor
}

function compareEntries(field: Field): void {
  const { comparison, before, after, spot } = field
  const here = ancestorOf(field)
  if (here.signature === 'now') comparison.newWidgets.add(spot.owner)
  const filled: string[] = []
  for (const key of keysToCompare(field)) {
    const [old, value] = [before.entries.get(key), after.entries.get(key)]
    const there = at(spot, key)
    if (key === 'Kids') compareKids(comparison, old, value, there, here)
    else if (key === 'AP') {
      if (compareAppearance(field, here)) filled.push(key)
    } else if (key === 'V' && here.type !== 'Sig') {
      if (compareValue(field, here)) filled.push(key)
    } else if (same(old, value) || (key === 'V' && here.signature === 'now')) continue
    else if (isFilledIn(here, key, old, value) && !isForOthers(field, key)) filled.push(key)
    else if (onlyAddsFlags(key, old, value, field.above.flags)) tellFlags(comparison, there)
    else if (!namesItsType(key, old, value)) forbidEntry(field, here, key)
  }
  if (here.signs) {
    const reason = 'ISO 32000-2 §12.8.2.2.2: an empty signature field is signed'
    comparison.report(spot, {
      kind: 'signature',
      effect: 'form-filling',
      field: here.name(),
      reason,
    })
    return
  }
  // What a field has from above is filled in as well: it may be locked where the other is not.
  const inherits = here.value === 'changed' && !isNull(after.entries.get('T'))
  if (inherits && here.type !== 'Sig' && !filled.includes('V')) filled.push('V')
  if (filled.length === 0) return
  const reason = `ISO 32000-2 §12.8.2.2.2: a field is filled in (${filled.join(', ')})`
  const kind = filled.includes('V') ? 'field-value' : 'field-appearance'
  comparison.report(spot, { kind, effect: 'form-filling', field: here.name(), reason })
}

/** How a value looks, which fields below this one have from it (§12.7.4.3) whatever their own value is. */
function isForOthers({ comparison, after }: Field, key: string): boolean {
  return (key === 'DA' || key === 'Q') && hasFieldsBelow(comparison, after)
}

function tellFlags(comparison: Comparison, spot: Spot): void {
  const reason = 'ISO 32000-2 §12.5.3, §12.7.4.1: flags keep a field from being changed'
  comparison.report(spot, { kind: 'form-structure', effect: 'validation-data', reason })
}

/** Of a field that did not change, only what it leads to is compared. */
function keysToCompare({ before, after }: Field): Iterable<string> {
  return before === after ? ['Kids', 'AP', 'V'] : keysOf(before.entries, after.entries)
}

function ancestorOf(field: Field): Ancestor {
  const { comparison, before, above } = field
  // Put together once: all fields below begin with it, and hold no text of their own for that.
  let known: string | null = null
  const name = () => {
    known ??= nameOf(field)
    return known
  }
  const type = nameIn(comparison.before, before, 'FT') ?? above.type
  const own = before.entries.get('Ff')
  const flags = isNull(own) ? above.flags : flagsOf(comparison.before.resolve(own))
  const values = valuesOf(field)
  const number = field.spot.owner
  const depth = above.depth + 1
  const signature: Ancestor['signature'] = above.signature
  const here = { number, name, type, flags, signs: false, depth, signature, ...values }
  if (signature !== 'none' || type !== 'Sig') return here
  const had = comparison.before.resolve(before.entries.get('V'))
  if (!isNull(had)) return { ...here, signature: 'before' }
  const signed = compareSigning(field)
  return { ...here, signature: signed === null ? 'none' : 'now', signs: signed === 'Sig' }
}

function nameOf({ comparison, before, above }: Field): string {
  const own = stringIn(comparison.before, before, 'T')
  if (own === null) return above.name()
  const name = above.name()
  return name === '' ? textString(own) : `${name}.${textString(own)}`
}

/** A value is inherited where a field has none of its own (ISO 32000-2 §12.7.4.1, Table 226). */
function valuesOf({
  comparison,
  before,
  after,
  above,
}: Field): Pick<Ancestor, 'was' | 'now' | 'value'> {
  const [had, has] = [before.entries.get('V'), after.entries.get('V')]
  const [old, own] = [comparison.before.resolve(had), comparison.after.resolve(has)]
  const [was, now] = [isNull(old) ? above.was : old, isNull(own) ? above.now : own]
  const [from, to] = [
    { view: comparison.before, value: was },
    { view: comparison.after, value: now },
  ]
  return { was, now, value: sameValue(from, to, comparison.budget) ? 'kept' : 'changed' }
}

/** With what an empty signature field is signed in this revision; null where it stays empty. */
function compareSigning({
  comparison,
  after,
  spot,
}: Field): 'Sig' | 'DocTimeStamp' | 'other' | null {
  const value = after.entries.get('V')
  if (isNull(value)) return null
  const type = compareSignatureValue(comparison, value, at(spot, 'V'))
  if (type === 'DocTimeStamp') {
    const reason = 'ISO 32000-2 §12.8.5: a document time-stamp is put into an empty field'
    comparison.report(spot, { kind: 'document-timestamp', effect: 'validation-data', reason })
  }
  return type ?? 'other'
}

/** The widgets and fields below: none is added, and none removed. */
function compareKids(
  comparison: Comparison,
  from: PdfObject | undefined,
  to: PdfObject | undefined,
  spot: Spot,
  here: Ancestor,
): void {
  const before = comparison.before.resolve(from)
  const now = comparison.follow(to, spot)
  if (now.object.kind !== 'array' || before.kind !== 'array' || !same(before, now.object)) {
    frozen(comparison, before, now.object, now.spot)
    return
  }
  for (const [index, item] of now.object.items.entries()) {
    if (here.value === 'kept' && !comparison.isTouched(item)) continue
    compareField(comparison, item, at(now.spot, index), here)
  }
}

/** The value of a field that is none for a signature (§12.7.5.2 to §12.7.5.4). */
function compareValue({ comparison, before, after, spot }: Field, here: Ancestor): boolean {
  const old = comparison.before.resolve(before.entries.get('V'))
  const now = comparison.follow(after.entries.get('V'), at(spot, 'V'))
  if (same(old, now.object)) return false
  comparison.adopt(now.object, now.spot)
  const reason = whyNoValue(comparison, after, here, now.object)
  if (reason === null) return true
  comparison.report(now.spot, { kind: 'field-value', effect: 'other', reason })
  return false
}

function whyNoValue(
  comparison: Comparison,
  after: PdfDictionary,
  here: Ancestor,
  value: PdfObject,
): string | null {
  if (!isValueOf(here.type, value)) {
    return 'ISO 32000-2 §12.7.5: the value is none that a field of its type has'
  }
  if (here.type === 'Ch' && !selectsValue(comparison, after, here.now)) {
    return 'ISO 32000-2 §12.7.5.4: what is selected of a choice is another option than its value'
  }
  if (here.type !== 'Btn' || isPushbutton(here)) return null
  if (showsValue(comparison, after, here.now, isRadio(here))) return null
  return 'ISO 32000-2 §12.7.5.2.3: a button shows another state than its value'
}

function compareAppearance(field: Field, here: Ancestor): boolean {
  const { comparison, before, after } = field
  const spot = at(field.spot, 'AP')
  const [old, value] = [before.entries.get('AP'), after.entries.get('AP')]
  const found = compareAppearances(comparison, old, value, spot)
  if (found === 'same') return false
  const mark = isChoice(here) && here.value === 'changed' && onlyMarks(comparison, old, value)
  const why = mark ? null : whyFrozen(here)
  const reason = found === 'malformed' ? 'ISO 32000-2 §12.5.5: an appearance is no stream' : why
  if (reason === null) {
    if (old?.kind === 'reference' && !same(old, value)) comparison.dropped.set(old.number, spot)
    return true
  }
  comparison.adopt(value, spot)
  comparison.report(spot, { kind: 'field-appearance', effect: 'other', reason })
  return false
}

/**
 * Why a field may not show something else; null where it may. A text or a choice shows its value
 * (ISO 32000-2 §12.7.4.3): another appearance of the same value fills nothing in, it shows a text
 * that is not the field's, as shadow attacks do. A button shows one of the appearances that it has
 * for its states (§12.7.5.2): filling it in selects one, and draws no more than a mark.
 */
function whyFrozen({ type, signature, value }: Ancestor): string | null {
  const clause = 'ISO 32000-2 §12.8.2.2.2'
  if (signature === 'before') return `${clause}: the appearance of a signed field is changed`
  if (type === null || (type === 'Sig' && signature === 'none')) {
    return `${clause}: a signature field that nobody has signed shows something else`
  }
  if (type === 'Btn') return 'ISO 32000-2 §12.7.5.2: a button shows what it had no appearance for'
  if (value === 'changed' || type === 'Sig') return null
  return 'ISO 32000-2 §12.7.4.3: a field shows something else, and its value is what it was'
}

function forbidEntry(
  { comparison, before, after, spot }: Field,
  here: Ancestor,
  key: string,
): void {
  const [old, value] = [before.entries.get(key), after.entries.get(key)]
  if (here.signature !== 'before') {
    frozen(comparison, old, value, at(spot, key))
    return
  }
  comparison.adopt(value, at(spot, key))
  const kind = key === 'AS' ? 'field-appearance' : 'signed-field'
  const reason = 'ISO 32000-2 §12.8.2.2.2: a signature field that is already signed is changed'
  comparison.report(at(spot, key), { kind, effect: 'other', reason })
}
