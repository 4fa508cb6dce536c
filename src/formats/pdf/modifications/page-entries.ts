import { deepestTree, dictionaryOf, itemsIn } from '../lookup.ts'
import type { PdfDictionary, PdfObject } from '../object.ts'
import type { Change } from './change.ts'
import type { Comparison } from './comparison.ts'
import { isNull, same } from './equality.ts'

/** What a page has from the nodes above it where it does not say it itself (ISO 32000-2 §7.7.3.4). */
const inheritable = new Set(['Resources', 'MediaBox', 'CropBox', 'Rotate'])

/** By rows, by columns, by the structure: orders that were there before version 2.0 (Table 31). */
const tabOrders = ['R', 'C', 'S']

/**
 * An entry of a page that says what was said before, or nothing that is shown; null where it may be
 * more. Programs write such entries when they put an annotation on the page.
 *
 * - LastModified (Table 31): when that was;
 * - Tabs, where there was none (§12.5.1): in which order the Tab key goes through the annotations;
 * - what the page had from above, written down in the page itself (§7.7.3.4).
 */
export function harmlessOnPage(
  comparison: Comparison,
  page: Page,
  key: string,
): Pick<Change, 'effect' | 'reason'> | null {
  const [old, value] = [page.before.entries.get(key), page.after.entries.get(key)]
  if (key === 'LastModified' && value?.kind === 'string') {
    return { effect: 'none', reason: 'when the page was last changed' }
  }
  if (!isNull(old) || value === undefined) return null
  if (key === 'Tabs' && value.kind === 'name' && tabOrders.includes(value.name)) {
    return { effect: 'form-filling', reason: 'the order of the annotations for the Tab key' }
  }
  // Some readers inherit nothing where there is an entry, though it is null.
  if (old !== undefined || !inheritable.has(key)) return null
  if (same(inherited(comparison, page, key), value)) {
    return { effect: 'none', reason: 'the page says itself what it had from the node above it' }
  }
  return null
}

/** A page as it was and as it is. */
export interface Page {
  readonly number: number
  readonly before: PdfDictionary
  readonly after: PdfDictionary
}

/** From the nearest node above that has it; undefined where the way up is not the way down. */
function inherited(
  { before: view, budget }: Comparison,
  page: Page,
  key: string,
): PdfObject | undefined {
  let [number, node] = [page.number, page.before]
  for (let depth = 0; depth < deepestTree; depth++) {
    const parent = node.entries.get('Parent')
    const above = dictionaryOf(view.resolve(parent))
    if (parent?.kind !== 'reference' || above === null) return undefined
    const kids = itemsIn(view, above, 'Kids')
    budget.spendNodes(kids.length)
    const below = number
    if (!kids.some((kid) => kid.kind === 'reference' && kid.number === below)) return undefined
    const value = above.entries.get(key)
    if (value !== undefined) return value
    number = parent.number
    node = above
  }
  return undefined
}
