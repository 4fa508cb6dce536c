import { deepestTree, dictionaryOf, itemsIn } from '../lookup.ts'
import type { PdfDictionary } from '../object.ts'
import type { Comparison } from './comparison.ts'
import { isNull } from './equality.ts'

/**
 * Whether a field has what it shows, and its name, from another one than it stands below (ISO 32000-2
 * §12.7.4.1, Table 226: `Parent` is the field that has it among its `Kids`): some readers go by the one,
 * some by the other. `above` is the number of the field that it stands below, null at the top.
 */
export function isAstray({ entries }: PdfDictionary, above: number | null): boolean {
  const parent = entries.get('Parent')
  if (isNull(parent)) return above !== null && !isNull(entries.get('T'))
  return parent?.kind !== 'reference' || parent.number !== above
}

/** Whether one of those that a dictionary names as above it was changed, or cannot be told. */
export function isParentChanged(comparison: Comparison, { entries }: PdfDictionary): boolean {
  let parent = entries.get('Parent')
  for (let depth = 0; !isNull(parent); depth++) {
    comparison.budget.spendNodes()
    if (parent?.kind !== 'reference' || depth === deepestTree) return true
    if (comparison.changed.has(parent.number)) return true
    parent = dictionaryOf(comparison.after.resolve(parent))?.entries.get('Parent')
  }
  return false
}

/**
 * Whether a field has fields below it, however far, and not widgets alone (§12.7.4.2: those have a name of
 * their own), or a widget with a value of its own.
 */
export function hasFieldsBelow({ after, budget }: Comparison, field: PdfDictionary): boolean {
  const seen = new Set([field])
  const open = [field]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const kids = itemsIn(after, next, 'Kids')
    budget.spendNodes(kids.length)
    for (const kid of kids) {
      const dictionary = dictionaryOf(after.resolve(kid))
      if (dictionary === null || seen.has(dictionary)) continue
      if (['T', 'V'].some((key) => !isNull(dictionary.entries.get(key)))) return true
      seen.add(dictionary)
      open.push(dictionary)
    }
  }
  return false
}
