import type { PdfView } from '../file.ts'
import { deepestTree, dictionaryIn, dictionaryOf, numbersIn } from '../lookup.ts'
import type { PdfDictionary, PdfObject } from '../object.ts'
import type { Comparison } from './comparison.ts'
import type { Spot } from './spot.ts'
import { isVisible } from './visibility.ts'

/** A page on which a widget is put, and the annotations that it had. */
export interface Page {
  readonly dictionary: PdfDictionary
  readonly had: readonly PdfObject[]
}

/** Part of a page above which a signature is told to cover it: real ones take a twentieth, or less. */
const modest = 1 / 8
/** Part of a page above which nothing is left of what was signed that a reader could go by. */
const most = 1 / 2
/** Icons of notes are some 20 wide. */
const widestIcon = 50

/** What the new fields of a revision cover of each page, together. */
const covered = new WeakMap<Comparison, Map<PdfDictionary, number>>()

/**
 * Tells of the widget of a new signature that may cover what was on a page. ISO 32000-2 §12.8.2.2.2 says
 * of certified documents alone that no visible field is added; of others readers permit it, so that an
 * appearance of any size passes for a signature: here one over most of a page is forbidden.
 */
export function tellCover(
  comparison: Comparison,
  widget: PdfDictionary,
  page: Page,
  spot: Spot,
): void {
  const { after: view, budget } = comparison
  if (!isVisible(view, widget)) return
  const kind = 'annotation-over-content'
  const clause = 'ISO 32000-2 §12.8.2.2.2'
  const [area, paper] = [areaOf(view, widget, 'Rect'), paperOf(comparison, page.dictionary)]
  const part = area === null || paper === null ? 1 : sharedOf(area, paper) / sizeOf(paper)
  const parts = covered.get(comparison) ?? new Map<PdfDictionary, number>()
  covered.set(comparison, parts)
  const all = (parts.get(page.dictionary) ?? 0) + part
  parts.set(page.dictionary, all)
  // What is no number is not below it either.
  if (!(all <= most)) {
    const reason = `${clause}: a signature field is put over most of a page`
    comparison.report(spot, { kind, effect: 'other', reason })
    return
  }
  budget.spendNodes(page.had.length)
  if (all <= modest && area !== null && !page.had.some((item) => meets(view, item, area))) return
  const reason = `${clause}: the field of a later signature may cover what is on the page`
  comparison.report(spot, { kind, effect: 'form-filling', visibleField: true, reason })
}

/** Left, bottom, right and top. */
type Area = readonly [number, number, number, number]

function meets(view: PdfView, item: PdfObject, area: Area): boolean {
  const annotation = dictionaryOf(view.resolve(item))
  if (annotation === null || !isVisible(view, annotation)) return false
  const other = areaOf(view, annotation, 'Rect')
  return other !== null && sharedOf(area, other) > 0
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
  const shown: Area = [
    Math.max(crop[0], media[0]),
    Math.max(crop[1], media[1]),
    Math.min(crop[2], media[2]),
    Math.min(crop[3], media[3]),
  ]
  return sharedOf(crop, media) > 0 ? shown : media
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

function sizeOf([left, bottom, right, top]: Area): number {
  return (right - left) * (top - bottom)
}

/** The size of what two areas have in common. */
function sharedOf(one: Area, other: Area): number {
  const width = Math.min(one[2], other[2]) - Math.max(one[0], other[0])
  const height = Math.min(one[3], other[3]) - Math.max(one[1], other[1])
  return width > 0 && height > 0 ? width * height : 0
}
