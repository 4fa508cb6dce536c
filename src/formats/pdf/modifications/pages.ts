import type { PdfObject } from '../object.ts'
import { compareAnnotations } from './annotations.ts'
import { type Comparison, keysOf } from './comparison.ts'
import { isNull, same } from './equality.ts'
import { followTyped, frozen, type Typed } from './frozen.ts'
import { harmlessOnPage } from './page-entries.ts'
import { at, type Spot } from './spot.ts'

/** The page tree (ISO 32000-2 §7.7.3): nothing of it changes but the annotations of its pages. */
export function comparePages(
  comparison: Comparison,
  from: PdfObject | undefined,
  to: PdfObject | undefined,
  spot: Spot,
): void {
  frozen(comparison, from, to, spot)
  const seen = new Set<number>()
  const open: Waiting[] = [{ item: to, spot }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.item?.kind !== 'reference' || seen.has(next.item.number)) continue
    comparison.budget.spendNodes()
    seen.add(next.item.number)
    if (!comparison.isTouched(next.item)) continue
    const node = followTyped(comparison, next.item, next.spot)
    if (node === null) continue
    comparison.pages.add(next.item.number)
    if (isNull(node.after.entries.get('Kids'))) comparePage(comparison, node)
    else compareNode(comparison, node, open)
  }
}

interface Waiting {
  readonly item: PdfObject | undefined
  readonly spot: Spot
}

/** A node above the pages, with what they have from it (§7.7.3.4): nothing changes. */
function compareNode(
  comparison: Comparison,
  { before, after, spot }: Typed,
  open: Waiting[],
): void {
  for (const key of keysOf(before.entries, after.entries)) {
    if (key === 'Kids') continue
    frozen(comparison, before.entries.get(key), after.entries.get(key), at(spot, key))
  }
  const kidsBefore = comparison.before.resolve(before.entries.get('Kids'))
  const { object, spot: kids } = comparison.follow(after.entries.get('Kids'), at(spot, 'Kids'))
  frozen(comparison, kidsBefore, object, kids)
  const items = object.kind === 'array' ? object.items : []
  for (const [index, item] of items.entries()) {
    // What is new among them has been told.
    if (!comparison.isFresh(item)) open.push({ item, spot: at(kids, index) })
  }
}

function comparePage(comparison: Comparison, page: Typed): void {
  const { before, after, spot } = page
  const keys = before === after ? ['Annots'] : keysOf(before.entries, after.entries)
  for (const key of keys) {
    const [old, value] = [before.entries.get(key), after.entries.get(key)]
    const there = at(spot, key)
    if (key === 'Annots') compareAnnotations(comparison, old, value, there, after)
    else if (!same(old, value)) compareEntry(comparison, page, key)
  }
}

function compareEntry(comparison: Comparison, page: Typed, key: string): void {
  const { before, after, spot } = page
  const there = at(spot, key)
  const harmless = harmlessOnPage(comparison, { number: spot.owner, before, after }, key)
  if (harmless !== null) comparison.report(there, { kind: 'page-entry', ...harmless })
  else frozen(comparison, before.entries.get(key), after.entries.get(key), there)
}
