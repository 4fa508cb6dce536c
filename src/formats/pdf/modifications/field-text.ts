import type { Budget } from '../../../core/budget.ts'
import type { PdfView } from '../file.ts'
import type { PdfObject } from '../object.ts'
import { countedText } from '../signatures/text-string.ts'
import { same } from './equality.ts'

/**
 * Whether two values of a field say the same (ISO 32000-2 §12.7.4.1, §7.9.2.2): texts by what they
 * stand for, however they are encoded; a value that is null or empty is none. Throws
 * `budget-exceeded`, and `pdf-malformed` where the data of a stream cannot be read.
 */
export function sameValue(
  before: { readonly view: PdfView; readonly value: PdfObject | undefined },
  after: { readonly view: PdfView; readonly value: PdfObject | undefined },
  budget: Budget,
): boolean {
  const [from, to] = [before.view.resolve(before.value), after.view.resolve(after.value)]
  if (same(from, to)) return true
  const [old, now] = [textsOf(before.view, from, budget), textsOf(after.view, to, budget)]
  if (old === null || now === null || old.length !== now.length) return false
  return old.every((text, index) => text === now[index])
}

/** What a value says, without what is empty; null where it is no text. */
function textsOf(view: PdfView, value: PdfObject, budget: Budget): readonly string[] | null {
  if (value.kind === 'null') return []
  if (value.kind === 'array') {
    const texts = value.items.map((item) => textOf(view, view.resolve(item), budget))
    return texts.some((text) => text === null) ? null : texts.filter((text) => text !== null)
  }
  const text = textOf(view, value, budget)
  if (text === null) return null
  return text === '' ? [] : [text]
}

function textOf(view: PdfView, value: PdfObject, budget: Budget): string | null {
  if (value.kind === 'string') return countedText(value.bytes, budget)
  return value.kind === 'stream' ? countedText(view.file.data(value), budget) : null
}
