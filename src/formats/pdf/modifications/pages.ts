import { dictionaryOf, itemsIn } from '../lookup.ts'
import type { PdfDictionary, PdfObject, PdfReference } from '../object.ts'
import { compareAnnotations } from './annotations.ts'
import { at, type Comparison, keysOf, type Spot } from './comparison.ts'
import { isNull, same } from './equality.ts'
import { frozen } from './frozen.ts'

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
    const before = dictionaryOf(comparison.before.object(next.item))
    const node = dictionaryOf(comparison.after.object(next.item))
    if (before === null || node === null) continue
    if (isNull(node.entries.get('Kids'))) comparePage(comparison, before, next.item, next.spot)
    else open.push(...compareNode(comparison, before, next.item, next.spot))
  }
}

interface Waiting {
  readonly item: PdfObject | undefined
  readonly spot: Spot
}

/** A node above the pages, with what they have from it (§7.7.3.4): nothing changes. */
function compareNode(
  comparison: Comparison,
  before: PdfDictionary,
  item: PdfReference,
  spot: Spot,
): Waiting[] {
  const node = comparison.follow(item, spot)
  const after = dictionaryOf(node.object)
  comparison.typed.add(item.number)
  if (after === null) return []
  for (const key of keysOf(before.entries, after.entries)) {
    frozen(comparison, before.entries.get(key), after.entries.get(key), at(node.spot, key))
  }
  const kids = at(node.spot, 'Kids')
  const items = itemsIn(comparison.after, after, 'Kids')
  return items.map((kid, index) => ({ item: kid, spot: at(kids, index) }))
}

function comparePage(
  comparison: Comparison,
  before: PdfDictionary,
  item: PdfReference,
  spot: Spot,
): void {
  const page = comparison.follow(item, spot)
  const after = dictionaryOf(page.object)
  if (after === null) return
  comparison.typed.add(item.number)
  for (const key of keysOf(before.entries, after.entries)) {
    const [old, value] = [before.entries.get(key), after.entries.get(key)]
    const there = at(page.spot, key)
    if (key === 'Annots') compareAnnotations(comparison, old, value, there)
    else if (same(old, value)) continue
    else if (key === 'LastModified' && value?.kind === 'string') continue
    else frozen(comparison, old, value, there)
  }
}
