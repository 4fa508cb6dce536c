import { dictionaryOf, itemsIn, nameIn, stringIn } from '../lookup.ts'
import type { PdfDictionary, PdfObject } from '../object.ts'
import { textString } from '../signatures/text-string.ts'
import type { Comparison } from './comparison.ts'
import { isNull, same } from './equality.ts'
import { compareSignatureValue } from './signature-value.ts'
import { at, type Spot } from './spot.ts'
import { hasLook, isVisible } from './visibility.ts'

/** Entries of a signature field and its widget (ISO 32000-2 §12.7.4.1, §12.7.5.5, §12.5.2, §12.5.6.19). */
const entries = new Set(
  `FT T TU TM V Ff Lock SV DA Q DR Type Subtype Rect F P AP AS MK BS Border M NM C H Parent Kids
  Contents Lang StructParent`.split(/\s+/),
)

/** How often each full name stands at the top of the form. */
export function namesOf(
  comparison: Comparison,
  items: readonly PdfObject[],
): ReadonlyMap<string, number> {
  const names = new Map<string, number>()
  for (const item of items) {
    comparison.budget.spendNodes()
    const field = dictionaryOf(comparison.after.resolve(item))
    const name = field === null ? null : stringIn(comparison.after, field, 'T')
    if (name === null) continue
    const text = textString(name)
    names.set(text, (names.get(text) ?? 0) + 1)
  }
  return names
}

/** A field that was not there before: for a signature, at the top, and of nothing but new objects. */
export function compareNewField(
  comparison: Comparison,
  item: PdfObject,
  spot: Spot,
  names: ReadonlyMap<string, number>,
): void {
  const now = comparison.follow(item, spot)
  if (item.kind === 'reference') comparison.fields.add(item.number)
  const wrong = whatIsWrong(comparison, item, now.object, names)
  if (wrong !== null || item.kind !== 'reference') {
    comparison.adopt(now.object, now.spot)
    const reason = `ISO 32000-2 §12.8.2.2.2: a field is added, ${wrong}`
    comparison.report(now.spot, { kind: 'field-added', effect: 'other', reason })
    return
  }
  const field = dictionaryOf(now.object)
  if (field === null) return
  const value = field.entries.get('V')
  const type = isNull(value) ? 'none' : compareSignatureValue(comparison, value, at(now.spot, 'V'))
  comparison.adopt(now.object, now.spot)
  const widgets = widgetsOf(comparison, item.number, field)
  for (const { number } of widgets) comparison.newWidgets.add(number)
  if (type !== null) told(comparison, now.spot, type, field, widgets)
}

interface Widget {
  readonly number: number
  readonly dictionary: PdfDictionary
}

function told(
  comparison: Comparison,
  spot: Spot,
  type: 'Sig' | 'DocTimeStamp' | 'none',
  field: PdfDictionary,
  widgets: readonly Widget[],
): void {
  const visible = widgets.some(({ dictionary }) => isVisible(comparison.after, dictionary))
  if (type === 'DocTimeStamp' && !visible && isNull(field.entries.get('Lock'))) {
    const reason = 'ISO 32000-2 §12.8.5: a document time-stamp may be added to any signed document'
    comparison.report(spot, { kind: 'document-timestamp', effect: 'validation-data', reason })
    return
  }
  const kind = 'signature-field-added'
  const drawn = widgets.some(({ dictionary }) => hasLook(comparison.after, dictionary))
  if (visible && (type === 'DocTimeStamp' || (type === 'none' && drawn))) {
    const reason = 'ISO 32000-2 §12.8.2.2.2: a field that nobody signed shows something on a page'
    comparison.report(spot, { kind, effect: 'other', reason })
    return
  }
  const name = textString(stringIn(comparison.after, field, 'T') ?? new Uint8Array())
  const reason = `ISO 32000-2 §12.8.2.2.2: a ${visible ? 'visible' : 'hidden'} signature field is added`
  const seen = visible ? ({ visibleField: true, field: name } as const) : {}
  comparison.report(spot, { kind, effect: 'form-filling', ...seen, reason })
}

function whatIsWrong(
  comparison: Comparison,
  item: PdfObject,
  object: PdfObject,
  names: ReadonlyMap<string, number>,
): string | null {
  if (!comparison.isFresh(item)) return 'which is no object of its own, or was there before'
  if (object.kind !== 'dictionary') return 'which is no dictionary'
  if (nameIn(comparison.after, object, 'FT') !== 'Sig') return 'and not for a signature'
  const name = stringIn(comparison.after, object, 'T')
  const text = name === null ? '' : textString(name)
  if (text === '' || text.includes('.')) return 'without a name of its own'
  if (names.get(text) !== 1) return 'with the name of another'
  if (!isNull(object.entries.get('Parent'))) return 'with a field above it'
  const kids = itemsIn(comparison.after, object, 'Kids')
  const all = [object, ...kids.map((kid) => dictionaryOf(comparison.after.resolve(kid)))]
  if (!kids.every((kid) => comparison.isFresh(kid))) return 'with a widget that was there before'
  const arePlain = all.every((one) => {
    if (one === null || !isPlainField(comparison, one)) return false
    return one === object || isWidgetOf(comparison, one, item)
  })
  return arePlain ? null : 'with entries that no signature field has'
}

/**
 * No field of its own, which readers draw by themselves (ISO 32000-2 §12.7.4.1, §12.7.4.3): without a name,
 * a value, another type, and a field above it that is another one.
 */
function isWidgetOf(comparison: Comparison, kid: PdfDictionary, field: PdfObject): boolean {
  const { entries: own } = kid
  if (['T', 'Kids', 'V'].some((key) => own.has(key))) return false
  if (own.has('FT') && nameIn(comparison.after, kid, 'FT') !== 'Sig') return false
  return !own.has('Parent') || same(own.get('Parent'), field)
}

function isPlainField(comparison: Comparison, dictionary: PdfDictionary): boolean {
  if (dictionary.repeated.length > 0) return false
  const subtype = nameIn(comparison.after, dictionary, 'Subtype')
  if (subtype !== null && subtype !== 'Widget') return false
  return [...dictionary.entries.keys()].every((key) => entries.has(key))
}

function widgetsOf(comparison: Comparison, number: number, field: PdfDictionary): Widget[] {
  const kids = itemsIn(comparison.after, field, 'Kids').flatMap((kid) => {
    const dictionary = dictionaryOf(comparison.after.resolve(kid))
    return kid.kind !== 'reference' || dictionary === null
      ? []
      : [{ number: kid.number, dictionary }]
  })
  for (const kid of kids) comparison.fields.add(kid.number)
  return [{ number, dictionary: field }, ...kids]
}
