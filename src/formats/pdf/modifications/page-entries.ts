import type { PdfView } from '../file.ts'
import { deepestTree, dictionaryIn, dictionaryOf, itemsIn } from '../lookup.ts'
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

/** From the nearest node above that has it; undefined where the way up is not the one way down. */
function inherited(comparison: Comparison, page: Page, key: string): PdfObject | undefined {
  const { before: view, budget } = comparison
  const tree = treeOf(comparison)
  let [number, node] = [page.number, page.before]
  for (let depth = 0; depth < deepestTree; depth++) {
    budget.spendNodes()
    const parent = node.entries.get('Parent')
    const above = dictionaryOf(view.resolve(parent))
    if (parent?.kind !== 'reference' || above === null) return undefined
    if (tree.get(number) !== parent.number) return undefined
    const value = above.entries.get(key)
    // Whether all of the way down is this one is asked to its end.
    if (value !== undefined) return isInTree(tree, parent.number) ? value : undefined
    number = parent.number
    node = above
  }
  return undefined
}

/** By the number of each node of the page tree that of the one above it: 0 at the top, null where there are several. */
type Tree = ReadonlyMap<number, number | null>

const known = new WeakMap<PdfView, Tree>()

/** Some readers go down the tree for what a page has from above, and some go up from the page. */
function treeOf({ before: view, budget }: Comparison): Tree {
  const found = known.get(view)
  if (found !== undefined) return found
  const tree = new Map<number, number | null>()
  known.set(view, tree)
  const root = dictionaryIn(view, view.trailer, 'Root')
  const open = [{ item: root?.entries.get('Pages'), above: 0 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    budget.spendNodes()
    if (next.item?.kind !== 'reference') continue
    const { number } = next.item
    tree.set(number, tree.has(number) ? null : next.above)
    if (tree.get(number) === null) continue
    const node = dictionaryOf(view.resolve(next.item))
    if (node === null) continue
    for (const item of itemsIn(view, node, 'Kids')) open.push({ item, above: number })
  }
  return tree
}

/** Whether one way leads down to a node. */
function isInTree(tree: Tree, number: number): boolean {
  let above = tree.get(number)
  for (let depth = 0; depth < deepestTree && typeof above === 'number'; depth++) {
    if (above === 0) return true
    above = tree.get(above)
  }
  return false
}
