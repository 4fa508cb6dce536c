import type { Budget } from '../../../core/budget.ts'
import type { Permissions } from '../../format.ts'
import type { PdfView } from '../file.ts'
import { dictionaryIn, dictionaryOf, entry, integerIn, nameIn } from '../lookup.ts'
import type { FieldLock } from '../modifications/locks.ts'
import type { PdfDictionary } from '../object.ts'
import { type FoundSignature, signatureReferences } from './found.ts'
import { countedText, shortened } from './text-string.ts'

/** What a signature says may still be done to the document (ISO 32000-2 §12.8.2). */
export interface Transforms {
  /** P of its DocMDP transform, which makes it a certification; null where it has none. */
  readonly docMdp: 1 | 2 | 3 | null
  readonly locks: readonly FieldLock[]
  /** Transform methods that it names beside those; UR3 is of usage rights. */
  readonly others: readonly string[]
}

/**
 * Reads the transforms of a signature, and the Lock dictionary of its field (§12.7.5.5, table 236). Of
 * what is written in two ways (§7.3.7: a key is there once), or as nothing that a standard knows, each
 * reader may take another; here it is the strictest.
 */
export function transformsOf(found: FoundSignature, view: PdfView, budget: Budget): Transforms {
  const references = signatureReferences(view, found.dictionary, budget)
  if (references === null || found.dictionary.repeated.includes('Reference')) return strictestOfAll
  const read = references.map((reference) => transformIn(view, reference, budget))
  return {
    docMdp: strictest(read.map(({ docMdp }) => docMdp)),
    locks: [...read.flatMap(({ locks }) => locks), ...ownLocks(found, view, budget)],
    others: read.flatMap(({ others }) => others),
  }
}

const nothingAtAll: FieldLock = { action: 'All', fields: [], permissions: 1 }
const strictestOfAll: Transforms = { docMdp: 1, locks: [nothingAtAll], others: [] }

/** A signature reference dictionary (§12.8.1, table 256). */
function transformIn(view: PdfView, reference: PdfDictionary, budget: Budget): Transforms {
  if (reference.repeated.length > 0) return strictestOfAll
  const method = entry(view, reference, 'TransformMethod')
  if (method.kind === 'null') return { docMdp: null, locks: [], others: [] }
  if (method.kind !== 'name') return strictestOfAll
  const parameters = entry(view, reference, 'TransformParams')
  const found = dictionaryOf(parameters)
  if (method.name === 'DocMDP') {
    const level = parameters.kind !== 'null' && found === null ? 1 : certificationLevel(view, found)
    return { docMdp: level, locks: [], others: [] }
  }
  if (method.name === 'FieldMDP') {
    const lock = found === null ? allFields : lockOf(view, found, budget)
    return { docMdp: null, locks: [lock], others: [] }
  }
  return { docMdp: null, locks: [], others: [shortened(method.name)] }
}

/** The Lock dictionary of the field; none where it has none. */
function ownLocks({ field }: FoundSignature, view: PdfView, budget: Budget): readonly FieldLock[] {
  const { dictionary } = field
  const lock = entry(view, dictionary, 'Lock')
  if (dictionary.repeated.includes('Lock')) return [nothingAtAll]
  if (lock.kind === 'null') return []
  const found = dictionaryOf(lock)
  return [found === null ? nothingAtAll : lockOf(view, found, budget)]
}

/** Field names of a lock that are reported; more would hide the rest. */
const mostFields = 100

/** The same as a report has it; names longer than a report can show are cut off. */
export function permissionsOf({ docMdp, locks }: Transforms): Permissions {
  const shown = locks.slice(0, mostFields).map(({ action, fields, permissions }) => {
    return { action, fields: fields.slice(0, mostFields).map(shortened), permits: permissions }
  })
  return { certification: docMdp, locks: eachOnce(shown) }
}

type ShownLock = Permissions['locks'][number]

/** A lock stands in the field and once more in the signature (§12.8.2.4): one of them, with the stricter P. */
function eachOnce(locks: readonly ShownLock[]): readonly ShownLock[] {
  const known = new Map<string, ShownLock>()
  for (const lock of locks) {
    const key = JSON.stringify([lock.action, lock.fields])
    const permits = strictest([known.get(key)?.permits ?? null, lock.permits])
    known.set(key, { ...lock, permits })
  }
  return [...known.values()]
}

/** The lower, the less is allowed; null where there is none. */
export function strictest(levels: readonly (1 | 2 | 3 | null)[]): 1 | 2 | 3 | null {
  const known = levels.filter((level) => level !== null)
  return known.length === 0 ? null : known.reduce((least, one) => (one < least ? one : least))
}

/** Table 257: 2 where it is left out. What is no level allows nothing, for we know of nothing that it allows. */
function certificationLevel(view: PdfView, parameters: PdfDictionary | null): 1 | 2 | 3 {
  if (parameters === null) return 2
  if (parameters.repeated.length > 0) return 1
  return parameters.entries.has('P') ? (levelIn(view, parameters) ?? 1) : 2
}

function levelIn(view: PdfView, dictionary: PdfDictionary): 1 | 2 | 3 | null {
  const level = integerIn(view, dictionary, 'P')
  return level === 1 || level === 2 || level === 3 ? level : null
}

const allFields: FieldLock = { action: 'All', fields: [], permissions: null }

/**
 * Tables 236 and 259. An action that is unknown, and names of fields that are no array of strings, lock
 * all fields, lest they lock none.
 */
function lockOf(view: PdfView, dictionary: PdfDictionary, budget: Budget): FieldLock {
  if (dictionary.repeated.length > 0) return nothingAtAll
  const permissions = dictionary.entries.has('P') ? (levelIn(view, dictionary) ?? 1) : null
  const action = nameIn(view, dictionary, 'Action')
  const fields = namesOf(view, dictionary, budget)
  return fields !== null && (action === 'Include' || action === 'Exclude')
    ? { action, fields, permissions }
    : { ...allFields, permissions }
}

/** Full names of fields; null where they are no array of strings. */
function namesOf(
  view: PdfView,
  dictionary: PdfDictionary,
  budget: Budget,
): readonly string[] | null {
  const found = entry(view, dictionary, 'Fields')
  if (found.kind !== 'array') return null
  budget.spendNodes(found.items.length)
  const names: string[] = []
  for (const item of found.items) {
    const name = view.resolve(item)
    if (name.kind !== 'string') return null
    names.push(countedText(name.bytes, budget))
  }
  return names
}

/** Constraints of a seed value dictionary (§12.7.5.5, table 237) by their names, where its field has one. */
export function seedValuesOf(found: FoundSignature, view: PdfView): readonly string[] {
  const seed = dictionaryIn(view, found.field.dictionary, 'SV')
  if (seed === null) return []
  const keys = [...seed.entries.keys()].filter((key) => key !== 'Type' && key !== 'Ff')
  return keys.map(shortened)
}
