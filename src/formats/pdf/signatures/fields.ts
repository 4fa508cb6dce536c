import type { Budget } from '../../../core/budget.ts'
import { VerifierError } from '../../../core/errors.ts'
import type { PdfView } from '../file.ts'
import { deepestTree, dictionaryIn, dictionaryOf, itemsIn, nameIn, stringIn } from '../lookup.ts'
import { pdfMalformed } from '../malformed.ts'
import type { PdfDictionary, PdfObject, PdfReference } from '../object.ts'
import { countedText } from './text-string.ts'

/** A field for a signature, signed or not (ISO 32000-2 §12.7.5.5). */
export interface SignatureField {
  /** Its full name (§12.7.4.2): its own behind those of the fields that it stands in. */
  readonly name: string
  /** Null where it stands directly in the array of another. */
  readonly reference: PdfReference | null
  readonly dictionary: PdfDictionary
  /** Its value, or that of a field above it, as it stands; undefined where there is none. */
  readonly value: PdfObject | undefined
}

export interface SignatureFields {
  readonly fields: readonly SignatureField[]
  /** Why some may be missing; in words of our own. */
  readonly problems: readonly string[]
}

/** A field on its way through the tree, with what it has from those above it (§12.7.4.1). */
interface Waiting {
  readonly object: PdfObject
  readonly name: string
  readonly type: string | null
  readonly value: PdfObject | undefined
  readonly depth: number
}

/**
 * The signature fields of the interactive form, as a view of the document has them: of a field that
 * stands in the tree twice, the first. Throws `budget-exceeded`.
 */
export function signatureFieldsOf(view: PdfView, budget: Budget): SignatureFields {
  const fields: SignatureField[] = []
  const problems = new Set<string>()
  const seen = new Set<number>()
  const waiting = readable(() => topFields(view), problems) ?? []
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const one = next
    budget.spendNodes()
    if (one.depth > deepestTree) problems.add(`fields are nested deeper than ${deepestTree}`)
    else if (isSecond(one.object, seen)) problems.add('a field stands in the form more than once')
    else readable(() => visit(one, { view, budget, fields, waiting }), problems)
  }
  return { fields, problems: [...problems] }
}

/** In reverse, since they are taken from the end. */
function topFields(view: PdfView): Waiting[] {
  const root = dictionaryIn(view, view.trailer, 'Root')
  const form = root === null ? null : dictionaryIn(view, root, 'AcroForm')
  const items = form === null ? [] : itemsIn(view, form, 'Fields')
  return items
    .map((object) => ({ object, name: '', type: null, value: undefined, depth: 0 }))
    .reverse()
}

function isSecond(object: PdfObject, seen: Set<number>): boolean {
  if (object.kind !== 'reference') return false
  if (seen.has(object.number)) return true
  seen.add(object.number)
  return false
}

interface Walk {
  readonly view: PdfView
  readonly budget: Budget
  readonly fields: SignatureField[]
  readonly waiting: Waiting[]
}

/** Adds the field where it is one for a signature, and what stands below it to those that wait. */
function visit(one: Waiting, { view, budget, fields, waiting }: Walk): void {
  const dictionary = dictionaryOf(view.resolve(one.object))
  if (dictionary === null) throw pdfMalformed('what a field should be is no dictionary')
  const partial = stringIn(view, dictionary, 'T')
  const own = partial === null ? null : countedText(partial, budget)
  const name = own === null ? one.name : one.name === '' ? own : `${one.name}.${own}`
  const type = nameIn(view, dictionary, 'FT') ?? one.type
  const ownValue = dictionary.entries.get('V')
  const value = ownValue ?? one.value
  const below = itemsIn(view, dictionary, 'Kids')
  // Counted, since many fields may name the same array.
  budget.spendNodes(below.length)
  const kids = below.filter((kid) => isField(kid, view))
  if (type === 'Sig' && (kids.length === 0 || ownValue !== undefined)) {
    const reference = one.object.kind === 'reference' ? one.object : null
    fields.push({ name, reference, dictionary, value })
  }
  const depth = one.depth + 1
  for (const object of [...kids].reverse()) waiting.push({ object, name, type, value, depth })
}

/** §12.7.4.2: what has no name of its own is a widget of the field above, unless it says more. */
function isField(kid: PdfObject, view: PdfView): boolean {
  const dictionary = dictionaryOf(view.resolve(kid))
  if (dictionary === null) return false
  return ['T', 'FT', 'V', 'Kids'].some((key) => dictionary.entries.has(key))
}

function readable<T>(read: () => T, problems: Set<string>): T | null {
  try {
    return read()
  } catch (cause) {
    if (!(cause instanceof VerifierError) || cause.code === 'budget-exceeded') throw cause
    problems.add(`a part of the form cannot be read: ${cause.message}`)
    return null
  }
}
