import type { PdfView } from '../file.ts'
import { deepestTree, dictionaryIn, dictionaryOf, numbersIn } from '../lookup.ts'
import type { PdfDictionary, PdfObject, PdfReference } from '../object.ts'
import { type Area, commonOf, sizeOf } from './area.ts'
import type { Cover } from './change.ts'
import type { Comparison } from './comparison.ts'
import { modest, partOf } from './cover-together.ts'
import { same } from './equality.ts'
import type { Spot } from './spot.ts'
import { hasLook, isVisible } from './visibility.ts'

/** A page on which a widget is put, its number, and the annotations that it had. */
export interface Page {
  readonly number: number
  readonly dictionary: PdfDictionary
  readonly had: readonly PdfObject[]
}

/** Icons of notes are some 20 wide. */
const widestIcon = 50

const kind = 'annotation-over-content'
const clause = 'ISO 32000-2 §12.8.2.2.2'

/** An object that is a widget now. */
export interface Widget {
  readonly reference: PdfReference
  readonly dictionary: PdfDictionary
}

/**
 * Tells of the widget of a new signature that may cover what was on a page. ISO 32000-2 §12.8.2.2.2 says
 * of certified documents alone that no visible field is added; of others readers permit it, so that an
 * appearance of any size passes for a signature. How much is too much, `coverTogether` says.
 */
export function tellCover(comparison: Comparison, widget: Widget, page: Page, spot: Spot): void {
  if (!isVisible(comparison.after, widget.dictionary)) return
  const covers = coverOf(comparison, widget, page)
  const reason = `${clause}: the field of a later signature may cover what is on the page`
  comparison.report(spot, { kind, effect: 'form-filling', visibleField: true, covers, reason })
}

/**
 * Tells of a field that was on the page before, over more than a modest part of it, and shows something
 * now that it is signed. It was laid there by those who signed before: it may be signed, however large;
 * but not where nothing of it could be seen, for then it is as good as new.
 */
export function tellSigned(comparison: Comparison, widget: Widget, page: Page, spot: Spot): void {
  const { before, after } = comparison
  if (!isVisible(after, widget.dictionary) || !hasLook(after, widget.dictionary)) return
  const covers = coverOf(comparison, widget, page)
  const reason = `${clause}: a field is signed that may cover what is on the page`
  const was = dictionaryOf(before.resolve(widget.reference))
  const isLaid = was !== null && isVisible(before, was)
  if (!isLaid) comparison.report(spot, { kind, effect: 'form-filling', covers, reason })
  else if (!(partOf(covers) <= modest)) {
    comparison.report(spot, { kind, effect: 'form-filling', reason })
  }
}

function coverOf(comparison: Comparison, { reference, dictionary }: Widget, page: Page): Cover {
  const { after: view, budget } = comparison
  const [area, paper] = [areaOf(view, dictionary, 'Rect'), paperOf(comparison, page.dictionary)]
  const others = page.had.filter((item) => !same(item, reference))
  budget.spendNodes(page.had.length)
  return {
    page: page.number,
    area: area === null || paper === null ? null : commonOf(area, paper),
    of: paper === null ? 0 : sizeOf(paper),
    meets: area === null || others.some((item) => meets(view, item, area)),
  }
}

function meets(view: PdfView, item: PdfObject, area: Area): boolean {
  const annotation = dictionaryOf(view.resolve(item))
  if (annotation === null || !isVisible(view, annotation)) return false
  const other = areaOf(view, annotation, 'Rect')
  return other !== null && sizeOf(commonOf(area, other)) > 0
}

/**
 * What is shown of a page (§7.7.3.3, Table 31; §14.11.2.1): its MediaBox, and of that what lies in its
 * CropBox, of its own or from above.
 */
function paperOf({ after: view, budget }: Comparison, page: PdfDictionary): Area | null {
  const [crop, media] = ['CropBox', 'MediaBox'].map((key) => {
    let node: PdfDictionary | null = page
    for (let depth = 0; node !== null && depth < deepestTree; depth++) {
      budget.spendNodes()
      if (view.resolve(node.entries.get(key)).kind !== 'null') return areaOf(view, node, key)
      node = dictionaryIn(view, node, 'Parent')
    }
    return null
  })
  if (!crop || !media) return media ?? null
  const shown = commonOf(crop, media)
  return sizeOf(shown) > 0 ? shown : media
}

/** Whether an annotation is no larger than the icon of a note (§12.5.6.4). */
export function isIcon(view: PdfView, annotation: PdfDictionary): boolean {
  const area = areaOf(view, annotation, 'Rect')
  return area !== null && area[2] - area[0] <= widestIcon && area[3] - area[1] <= widestIcon
}

/** A rectangle by two of its corners (§7.9.5); null where it is none, or has no area. */
function areaOf(view: PdfView, dictionary: PdfDictionary, key: string): Area | null {
  const corners = numbersIn(view, dictionary, key)
  const [x = 0, y = 0, otherX = 0, otherY = 0] = corners
  if (corners.length !== 4 || !corners.every(Number.isFinite)) return null
  const area: Area = [
    Math.min(x, otherX),
    Math.min(y, otherY),
    Math.max(x, otherX),
    Math.max(y, otherY),
  ]
  return sizeOf(area) > 0 ? area : null
}
