import { dictionaryOf, nameIn } from '../lookup.ts'
import type { PdfDictionary, PdfObject, PdfReference } from '../object.ts'
import { onlyLeadsElsewhere } from './actions.ts'
import { isOfMark, whatElseIsIt, whatMakesOf } from './annotation-entries.ts'
import { compareAppearances } from './appearance.ts'
import { type Comparison, keysOf } from './comparison.ts'
import { isIcon, type Page, tellCover, tellSigned } from './cover.ts'
import { isNull, same } from './equality.ts'
import { followTyped, frozen } from './frozen.ts'
import { isParentChanged } from './lineage.ts'
import { at, type Spot } from './spot.ts'
import { isVisible } from './visibility.ts'

const clause = 'ISO 32000-2 §12.8.2.2.2'

/** Annotations that show no more than a mark of their own, or nothing (§12.5.6). */
const apart = new Set(['Text', 'Popup', 'Link'])

/**
 * The annotations of a page (ISO 32000-2 §12.5.2): those that were there stay, in their order;
 * widgets of new signature fields may join them, and with P of 3 others.
 */
export function compareAnnotations(
  comparison: Comparison,
  from: PdfObject | undefined,
  to: PdfObject | undefined,
  spot: Spot,
  page: PdfDictionary,
): void {
  const before = comparison.before.resolve(from)
  const now = comparison.follow(to, spot)
  if (!isNull(now.object) && now.object.kind !== 'array') {
    frozen(comparison, before, now.object, now.spot)
    return
  }
  const had = before.kind === 'array' ? before.items : []
  const items = now.object.kind === 'array' ? now.object.items : []
  comparison.budget.spendNodes(items.length)
  const where = { number: spot.owner, dictionary: page, had }
  const left = new Map(had.map((item, index) => [keyOf(item, index), index]))
  let last = -1
  for (const [index, item] of items.entries()) {
    const there = at(now.spot, index)
    const place = left.get(keyOf(item, index))
    if (place === undefined || !same(had[place], item)) {
      added(comparison, item, there, where)
      continue
    }
    left.delete(keyOf(item, index))
    if (place < last) told(comparison, there, 'an annotation is put behind another')
    last = place
    compareAnnotation(comparison, item, there)
    signed(comparison, item, there, where)
  }
  for (const place of left.values()) removed(comparison, had[place], now.spot)
}

/** Annotations that are no objects of their own are known by their place alone. */
function keyOf(item: PdfObject, index: number): string {
  return item.kind === 'reference' ? `${item.number} ${item.generation} R` : `at ${index}`
}

/** One that was there before. Widgets of fields are compared with the form. */
function compareAnnotation(comparison: Comparison, item: PdfObject, spot: Spot): void {
  if (item.kind !== 'reference') return
  comparison.explain(item.number, spot)
  if (!comparison.isTouched(item) || comparison.fields.has(item.number)) return
  if (comparison.isTyped(item.number)) return
  const now = followTyped(comparison, item, spot)
  if (now === null) return
  const { before, after } = now
  const subtype = nameIn(comparison.before, before, 'Subtype')
  if (subtype === 'Widget' && isParentChanged(comparison, after)) tellOrphan(comparison, now.spot)
  const isMark = subtype !== 'Widget' && whatElseIsIt(subtype) === null
  const keys = before === after ? ['AP'] : keysOf(before.entries, after.entries)
  let differs = false
  for (const key of keys) {
    const [old, value] = [before.entries.get(key), after.entries.get(key)]
    const there = at(now.spot, key)
    if (key === 'AP' && isMark) {
      if (compareAppearances(comparison, old, value, there) !== 'same') differs = true
    } else if (same(old, value)) continue
    else if (!isMark || !isOfMark(subtype, key)) frozen(comparison, old, value, there)
    else {
      comparison.adopt(value, there)
      differs = true
    }
  }
  if (before !== after && after.repeated.length > 0) frozen(comparison, before, after, now.spot)
  if (differs) told(comparison, now.spot, 'an annotation is changed', kindOf(comparison, after))
}

/** A widget of a signature of now that the page named before; what it named may not have been there. */
function signed(comparison: Comparison, item: PdfObject, spot: Spot, page: Page): void {
  if (item.kind !== 'reference' || !comparison.newWidgets.has(item.number)) return
  const dictionary = dictionaryOf(comparison.after.resolve(item))
  if (dictionary === null) return
  const widget = { reference: item, dictionary }
  if (comparison.isFresh(item)) tellCover(comparison, widget, page, spot)
  else tellSigned(comparison, widget, page, spot)
}

/** A widget that no field has among its kids shows what the one above it says (§12.7.4.1) all the same. */
function tellOrphan(comparison: Comparison, spot: Spot): void {
  const reason = `${clause}: a widget that stands in no field changes with the one above it`
  comparison.report(spot, { kind: 'form-structure', effect: 'other', reason })
}

function added(comparison: Comparison, item: PdfObject, spot: Spot, page: Page): void {
  const widget = item.kind === 'reference' ? item : null
  if (widget !== null && comparison.newWidgets.delete(widget.number)) {
    comparison.explain(widget.number, spot)
    const dictionary = dictionaryOf(comparison.after.resolve(widget))
    if (!comparison.isFresh(widget)) putOnPage(comparison, widget, spot)
    else if (dictionary !== null) {
      tellCover(comparison, { reference: widget, dictionary }, page, spot)
    }
    return
  }
  const { object, spot: there } = comparison.follow(item, spot)
  comparison.adopt(object, there)
  const annotation = dictionaryOf(object)
  const wrong = whatIsWrong(comparison, widget, annotation)
  if (wrong === null && annotation !== null) {
    told(comparison, there, 'an annotation is added', kindOf(comparison, annotation))
    return
  }
  const kind = wrong ?? 'annotation'
  const reason = `${clause}: an annotation is added that no permission is for`
  comparison.report(there, { kind, effect: 'other', reason })
}

/** A widget that was on no page before: what is seen of it is new, whoever signs the field. */
function putOnPage(comparison: Comparison, widget: PdfReference, spot: Spot): void {
  const dictionary = dictionaryOf(comparison.after.resolve(widget))
  if (dictionary !== null && !isVisible(comparison.after, dictionary)) return
  const reason = `${clause}: a field that was on no page is put on one`
  comparison.report(spot, { kind: 'signature-field-added', effect: 'other', reason })
}

/** What P of 3 does not permit either: hidden objects, widgets, files, and what acts by itself. */
function whatIsWrong(
  comparison: Comparison,
  item: PdfReference | null,
  annotation: PdfDictionary | null,
): string | null {
  if (item !== null && !comparison.isFresh(item)) return 'hidden-content'
  if (annotation === null) return 'annotation'
  const subtype = nameIn(comparison.after, annotation, 'Subtype')
  if (subtype === null || subtype === 'Widget') return 'annotation'
  const other = whatElseIsIt(subtype) ?? whatItHas(annotation)
  if (other !== null) return other
  const action = annotation.entries.get('A')
  if (!onlyLeadsElsewhere(comparison.after, action, comparison.budget)) return 'additional-actions'
  const acts = ['AA', 'PA'].some((key) => !isNull(annotation.entries.get(key)))
  return acts ? 'additional-actions' : null
}

function whatItHas({ entries, repeated }: PdfDictionary): string | null {
  if (repeated.length > 0) return 'annotation'
  const found = [...entries].map(([key, value]) => (isNull(value) ? null : whatMakesOf(key)))
  return found.find((kind) => kind !== null) ?? null
}

function removed(comparison: Comparison, item: PdfObject | undefined, spot: Spot): void {
  const object = comparison.before.resolve(item)
  const annotation = dictionaryOf(object)
  const widget =
    annotation !== null && nameIn(comparison.before, annotation, 'Subtype') === 'Widget'
  if (!widget) {
    told(comparison, spot, 'an annotation is removed')
    return
  }
  const reason = `${clause}: a field is taken off its page`
  comparison.report(spot, { kind: 'field-removed', effect: 'other', reason })
}

/** What shows no more than a mark of its own may have an appearance all the same, of any size. */
function kindOf({ after }: Comparison, annotation: PdfDictionary): string {
  const subtype = nameIn(after, annotation, 'Subtype')
  const isPlain = isNull(annotation.entries.get('AP'))
  const isNote = subtype === 'Text' && isIcon(after, annotation)
  const isApart = subtype !== null && apart.has(subtype) && (isPlain || isNote)
  return isApart ? 'annotation' : 'annotation-over-content'
}

function told(comparison: Comparison, spot: Spot, what: string, kind = 'annotation'): void {
  comparison.report(spot, { kind, effect: 'annotations', reason: `${clause}: ${what}` })
}
