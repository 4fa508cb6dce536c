import type { Budget } from '../../../core/budget.ts'
import { VerifierError } from '../../../core/errors.ts'
import type { PdfFile, PdfView } from '../file.ts'
import { dictionaryIn, dictionaryOf, entry } from '../lookup.ts'
import type { PdfDictionary, PdfReference } from '../object.ts'
import type { SignatureField } from './fields.ts'
import { formsOf } from './form-watch.ts'
import { lenientView } from './lenient-view.ts'

/** A signature dictionary that was the value of a field in some revision (ISO 32000-2 §12.8.1). */
export interface FoundSignature {
  /** The field that it is the value of, as the revision below has it; the first of several. */
  readonly field: SignatureField
  /** Full names of all fields that it was ever the value of. */
  readonly names: readonly string[]
  readonly reference: PdfReference | null
  readonly dictionary: PdfDictionary
  /** Index of the first revision in which it is the value of a field. */
  readonly revision: number
  /** Index of the revision that took it away; null where it is there to the end. */
  readonly goneIn: number | null
}

export type Warn = (code: string, message: string) => void

interface Finding {
  readonly field: SignatureField
  readonly names: Set<string>
  readonly reference: PdfReference | null
  readonly dictionary: PdfDictionary
  readonly revision: number
  last: number
}

/**
 * The signatures of every revision, in the order in which they came: one that a later revision took
 * out of the form, or put another in place of, is still there in the file, and was signed.
 */
export function findSignatures(file: PdfFile, budget: Budget, warn: Warn): FoundSignature[] {
  const found = new Map<string, Finding>()
  const problems = new Set<string>()
  for (const { view, read } of formsOf(file, budget)) {
    for (const problem of read.problems) problems.add(problem)
    for (const field of read.fields) add(field, view, found, problems)
  }
  for (const problem of problems) warn('pdf-form-irregular', problem)
  const last = file.revisions.length - 1
  return [...found.values()].map((one) => ({
    field: one.field,
    names: [...one.names],
    reference: one.reference,
    dictionary: one.dictionary,
    revision: one.revision,
    goneIn: one.last === last ? null : one.last + 1,
  }))
}

function add(
  field: SignatureField,
  view: PdfView,
  found: Map<string, Finding>,
  problems: Set<string>,
): void {
  const { value } = field
  if (value === undefined) return
  const dictionary = signatureIn(field, view, problems)
  if (dictionary === null) return
  const reference = value.kind === 'reference' ? value : null
  const key = keyOf(field, dictionary, view)
  const known = found.get(key)
  if (known === undefined) {
    const { revision } = view
    const names = new Set([field.name])
    found.set(key, { field, names, reference, dictionary, revision, last: revision })
    return
  }
  known.names.add(field.name)
  known.last = view.revision
}

/**
 * Null where the field has no value. One that cannot be read, or is no dictionary, is taken for a
 * signature with nothing in it: somebody put it there, and it must not pass for none.
 */
function signatureIn(
  { value }: SignatureField,
  view: PdfView,
  problems: Set<string>,
): PdfDictionary | null {
  try {
    const found = view.resolve(value)
    if (found.kind === 'null') return null
    const dictionary = dictionaryOf(found)
    if (dictionary === null) problems.add('the value of a signature field is no dictionary')
    return dictionary ?? empty
  } catch (cause) {
    if (!(cause instanceof VerifierError) || cause.code === 'budget-exceeded') throw cause
    problems.add(`the value of a signature field cannot be read: ${cause.message}`)
    return empty
  }
}

const empty: PdfDictionary = { kind: 'dictionary', entries: new Map(), repeated: [] }

/** What a signature is told by: where its value stands, or where it is defined, or its field. */
function keyOf({ name, value }: SignatureField, dictionary: PdfDictionary, view: PdfView): string {
  const contents = dictionary.entries.get('Contents')
  if (contents?.kind === 'string' && contents.place !== null) return `at ${contents.place.start}`
  if (value?.kind !== 'reference') return `in ${name}`
  const entry = view.entry(value.number)
  if (entry?.kind === 'offset') return `object at ${entry.offset}`
  return `object ${value.number} of ${JSON.stringify(entry)}`
}

/**
 * What the catalog says of signatures apart from the form (ISO 32000-2 §12.8.6): usage rights are no
 * signature of the document, and a certification has to stand in a field as any other.
 */
export function warnOfPermissions(file: PdfFile, found: readonly FoundSignature[], warn: Warn) {
  const view = lenientView(file.at(file.revisions.length - 1), warn)
  const root = dictionaryIn(view, view.trailer, 'Root')
  const permissions = root === null ? null : dictionaryIn(view, root, 'Perms')
  if (permissions === null) return
  if (permissions.entries.has('UR3') || permissions.entries.has('UR')) {
    const message = 'the document has usage rights, which sign nothing for its reader'
    warn('pdf-usage-rights', message)
  }
  const certification = permissions.entries.get('DocMDP')
  const isKnown = found.some(({ reference, dictionary }) => {
    if (certification?.kind !== 'reference') return certification === dictionary
    return reference !== null && reference.number === certification.number
  })
  if (certification !== undefined && !isKnown) {
    const message = 'the catalog names a certification that no signature field holds'
    warn('pdf-certification-without-field', message)
  }
}

/**
 * The items of `Reference` of a signature dictionary (§12.8.1, table 255), and what stands there in place
 * of an array of one. Null where something there is no dictionary.
 */
export function signatureReferences(
  view: PdfView,
  dictionary: PdfDictionary,
  budget: Budget,
): readonly PdfDictionary[] | null {
  const found = entry(view, dictionary, 'Reference')
  const items = found.kind === 'array' ? found.items : [found]
  budget.spendNodes(items.length)
  const references: PdfDictionary[] = []
  for (const item of items) {
    const object = view.resolve(item)
    if (object.kind === 'null') continue
    if (object.kind !== 'dictionary') return null
    references.push(object)
  }
  return references
}
