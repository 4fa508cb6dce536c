import { itemsIn } from '../lookup.ts'
import type { PdfDictionary, PdfObject } from '../object.ts'
import { countedText } from '../signatures/text-string.ts'
import type { Comparison } from './comparison.ts'

/**
 * Whether the indices of what is selected (ISO 32000-2 §12.7.5.4, Table 234, I), where a choice field has
 * them, are those of the options that are its value: where they differ the value decides, but some readers
 * go by the indices. Throws `budget-exceeded`.
 */
export function selectsValue(
  comparison: Comparison,
  field: PdfDictionary,
  value: PdfObject,
): boolean {
  const { after, budget } = comparison
  const indices = itemsIn(after, field, 'I')
  const options = itemsIn(after, field, 'Opt')
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
