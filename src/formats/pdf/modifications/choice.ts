import { dictionaryOf, itemsIn } from '../lookup.ts'
import type { PdfDictionary, PdfObject } from '../object.ts'
import { countedText } from '../signatures/text-string.ts'
import type { Comparison } from './comparison.ts'
import { isNull } from './equality.ts'

/**
 * Whether the indices of what is selected (ISO 32000-2 §12.7.5.4, Table 234, I), where a choice field has
 * them, are those of the options that are its value: where they differ the value decides, but some readers
 * go by the indices. Those of fields and widgets below that have the value from it (§12.7.4.1) as well.
 * Throws `budget-exceeded`.
 */
export function selectsValue(
  comparison: Comparison,
  field: PdfDictionary,
  value: PdfObject,
): boolean {
  const { after, budget } = comparison
  const seen = new Set([field])
  const open = [{ field, options: itemsIn(after, field, 'Opt') }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (!selects(comparison, next.field, next.options, value)) return false
    const kids = itemsIn(after, next.field, 'Kids')
    budget.spendNodes(kids.length)
    for (const kid of kids) {
      const below = dictionaryOf(after.resolve(kid))
      if (below === null || seen.has(below) || !isNull(after.resolve(below.entries.get('V')))) {
        continue
      }
      seen.add(below)
      const own = itemsIn(after, below, 'Opt')
      open.push({ field: below, options: own.length > 0 ? own : next.options })
    }
  }
  return true
}

function selects(
  comparison: Comparison,
  field: PdfDictionary,
  options: readonly PdfObject[],
  value: PdfObject,
): boolean {
  const { after, budget } = comparison
  const indices = itemsIn(after, field, 'I')
  const values = value.kind === 'array' ? value.items : [value]
  budget.spendNodes(indices.length + values.length)
  const selected = new Set(values.map((one) => textOf(comparison, one)))
  const found = new Set<string | null>()
  const all = indices.every((item) => {
    const index = after.resolve(item)
    if (index.kind !== 'integer') return false
    const option = after.resolve(options[index.value])
    // An option of two texts has the one that is exported first.
    const text = textOf(comparison, option.kind === 'array' ? option.items[0] : option)
    found.add(text)
    return text !== null && selected.has(text)
  })
  return all && (indices.length === 0 || found.size === selected.size)
}

function textOf({ after, budget }: Comparison, object: PdfObject | undefined): string | null {
  const text = after.resolve(object)
  return text.kind === 'string' ? countedText(text.bytes, budget) : null
}
