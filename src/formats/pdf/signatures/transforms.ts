import type { Budget } from '../../../core/budget.ts'
import type { Permissions } from '../../format.ts'
import type { PdfView } from '../file.ts'
import { dictionaryIn, integerIn, itemsIn, nameIn } from '../lookup.ts'
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

/** Reads the transforms of a signature, and the Lock dictionary of its field (§12.7.5.5, table 236). */
export function transformsOf(found: FoundSignature, view: PdfView, budget: Budget): Transforms {
  const references = signatureReferences(view, found.dictionary, budget).map((reference) => ({
    method: nameIn(view, reference, 'TransformMethod'),
    parameters: dictionaryIn(view, reference, 'TransformParams'),
  }))
  const certifications = references.filter(({ method }) => method === 'DocMDP')
  const levels = certifications.map(({ parameters }) => certificationLevel(view, parameters))
  const fieldLocks = references.flatMap(({ method, parameters }) =>
    method === 'FieldMDP' && parameters !== null ? [lockOf(view, parameters, budget)] : [],
  )
  const lock = dictionaryIn(view, found.field.dictionary, 'Lock')
  const others = references.flatMap(({ method }) =>
    method === null || method === 'DocMDP' || method === 'FieldMDP' ? [] : [shortened(method)],
  )
  return {
    docMdp: strictest(levels),
    locks: lock === null ? fieldLocks : [...fieldLocks, lockOf(view, lock, budget)],
    others,
  }
}

/** Field names of a lock that are reported; more would hide the rest. */
const mostFields = 100

/** The same as a report has it; names longer than a report can show are cut off. */
export function permissionsOf({ docMdp, locks }: Transforms): Permissions {
  return {
    certification: docMdp,
    locks: locks.slice(0, mostFields).map(({ action, fields }) => {
      return { action, fields: fields.slice(0, mostFields).map(shortened) }
    }),
  }
}

/** The lower, the less is allowed; null where there is none. */
export function strictest(levels: readonly (1 | 2 | 3 | null)[]): 1 | 2 | 3 | null {
  const known = levels.filter((level) => level !== null)
  return known.length === 0 ? null : known.reduce((least, one) => (one < least ? one : least))
}

/** Table 257: 2 where it is left out. What is no level allows nothing, for we know of nothing that it allows. */
function certificationLevel(view: PdfView, parameters: PdfDictionary | null): 1 | 2 | 3 {
  if (parameters === null || !parameters.entries.has('P')) return 2
  return levelIn(view, parameters) ?? 1
}

function levelIn(view: PdfView, dictionary: PdfDictionary): 1 | 2 | 3 | null {
  const level = integerIn(view, dictionary, 'P')
  return level === 1 || level === 2 || level === 3 ? level : null
}

/** Tables 236 and 259. An action that is unknown locks all fields, lest it lock none. */
function lockOf(view: PdfView, dictionary: PdfDictionary, budget: Budget): FieldLock {
  const action = nameIn(view, dictionary, 'Action')
  const items = itemsIn(view, dictionary, 'Fields')
  budget.spendNodes(items.length)
  const fields = items.flatMap((item) => {
    const name = view.resolve(item)
    return name.kind === 'string' ? [countedText(name.bytes, budget)] : []
  })
  const permissions = dictionary.entries.has('P') ? (levelIn(view, dictionary) ?? 1) : null
  return action === 'Include' || action === 'Exclude'
    ? { action, fields, permissions }
    : { action: 'All', fields: [], permissions }
}

/** Constraints of a seed value dictionary (§12.7.5.5, table 237) by their names, where its field has one. */
export function seedValuesOf(found: FoundSignature, view: PdfView): readonly string[] {
  const seed = dictionaryIn(view, found.field.dictionary, 'SV')
  if (seed === null) return []
  const keys = [...seed.entries.keys()].filter((key) => key !== 'Type' && key !== 'Ff')
  return keys.map(shortened)
}
