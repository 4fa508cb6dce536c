import type { Budget } from '../../../core/budget.ts'
import type { PdfFile, PdfView } from '../file.ts'
import type { PdfObject } from '../object.ts'
import { type SignatureFields, signatureFieldsOf } from './fields.ts'
import { viewWith } from './lenient-view.ts'

/** The signature fields of one revision, with all that they were read from. */
interface ReadForm {
  readonly fields: SignatureFields
  /** Numbers of the objects that were looked at, and of the object streams that they stand in. */
  readonly touched: ReadonlySet<number>
  readonly root: PdfObject | undefined
}

/**
 * The signature fields of each revision in turn. Most saves leave the form alone: it is read again
 * only where a revision defines anew what it was read from.
 */
export function* formsOf(
  file: PdfFile,
  budget: Budget,
): Generator<{ readonly view: PdfView; readonly read: SignatureFields }> {
  let before: ReadForm | null = null
  for (const { index } of file.revisions) {
    const view = file.at(index)
    if (before === null || isChanged(before, file, index)) before = readForm(view, budget)
    yield { view, read: before.fields }
  }
}

function readForm(view: PdfView, budget: Budget): ReadForm {
  const touched = new Set<number>()
  const fields = signatureFieldsOf(watched(view, touched), budget)
  return { fields, touched, root: view.trailer.entries.get('Root') }
}

function isChanged({ touched, root }: ReadForm, file: PdfFile, index: number): boolean {
  if (touched.has(anything)) return true
  const revision = file.revisions[index]
  const now = revision?.trailer.entries.get('Root')
  if (now?.kind !== 'reference' || root?.kind !== 'reference') return true
  if (now.number !== root.number || now.generation !== root.generation) return true
  for (const number of revision?.entries.keys() ?? []) if (touched.has(number)) return true
  return false
}

/** In place of a number: what was looked at cannot be told. */
const anything = -1

/** References that lead to further references; writers make none, and readers need not take any. */
const mostHops = 8

/** A view that writes down what is looked at through it. */
function watched(view: PdfView, touched: Set<number>): PdfView {
  const touch = (number: number): void => {
    if (touched.has(number)) return
    touched.add(number)
    const entry = view.entry(number)
    if (entry?.kind === 'compressed') touched.add(entry.stream)
  }
  const object: PdfView['object'] = (reference) => {
    touch(reference.number)
    return view.object(reference)
  }
  const resolve: PdfView['resolve'] = (from) => {
    let found = from
    for (let hops = 0; found?.kind === 'reference'; hops += 1) {
      if (hops === mostHops) {
        touched.add(anything)
        return view.resolve(from)
      }
      found = object(found)
    }
    return view.resolve(found)
  }
  return viewWith(view, { object, resolve })
}
