import type { Modification } from '../../format.ts'

/**
 * What kinds of difference are in words for people, the gravest first: what a reader of the document
 * sees or what it does to him, then what it says of itself, then how it is built. Octets that two
 * readers may read in two ways are not in the table; they come behind what is seen.
 */
const words: readonly (readonly [string, string])[] = [
  ['signature-removed', 'a signature was taken away'],
  ['signed-field', 'a field that is signed was changed'],
  ['page-content', 'what stands on a page was changed'],
  ['page-tree', 'pages were added, taken away, turned, cut or put in another order'],
  ['hidden-content', 'content that was hidden is shown, or the other way round'],
  ['field-locked', 'a field that is locked was changed'],
  ['field-appearance', 'a field was given another look'],
  ['font', 'a font was changed'],
  ['annotation-over-content', 'something was laid over a page'],
  ['annotation', 'a note, a mark or another annotation was changed'],
  ['signature-field-added', 'a signature field was added'],
  ['field-added', 'a field was added'],
  ['field-removed', 'a field was taken away'],
  ['field-value', 'a field was filled in'],
  ['field-name', 'a field was given another name'],
  ['javascript', 'a program in the document was changed'],
  ['open-action', 'what happens as the document is opened was changed'],
  ['additional-actions', 'what the document does by itself was changed'],
  ['embedded-files', 'a file in the document was changed'],
  ['unexplained', 'something was changed that no rule knows'],
  ['form-structure', 'the form was built in another way'],
  ['form-resources', 'what the form is drawn with was changed'],
  ['encryption', 'the encryption was changed'],
  ['permissions', 'what the author permits was changed'],
  ['structure', 'the order in which the document is read aloud was changed'],
  ['navigation', 'outlines, names or links were changed'],
  ['validation-data', 'data for validation were added or changed'],
  ['document-timestamp', 'a time-stamp was added'],
  ['signature', 'a signature was added'],
  ['trailer', 'where the document begins was changed'],
  ['metadata', 'what the document says of itself was changed'],
  ['extensions', 'what a reader needs to know was changed'],
  ['version', 'the version of PDF was changed'],
  ['unreferenced-object', 'an object that nothing shows was changed'],
  ['written-again', 'what was there was written again'],
]

const byKind: ReadonlyMap<string, string> = new Map(words)
const ranks: ReadonlyMap<string, number> = new Map(words.map(([kind], rank) => [kind, rank]))

/** A kind of difference in words; what the table has not is a fault in the structure of the file. */
export function kindInWords({ kind }: Modification): string {
  return byKind.get(kind) ?? `the file may be read in two ways (${kind})`
}

/** The gravest first, and in the order of the revisions where they are alike. */
export function gravestFirst(differences: readonly Modification[]): readonly Modification[] {
  const rank = ({ kind }: Modification) => ranks.get(kind) ?? unknown
  return [...differences].sort((a, b) => rank(a) - rank(b))
}

/** Behind what is seen, before how the document is built. */
const unknown = words.findIndex(([kind]) => kind === 'unexplained') - 0.5

/** Where a difference stands, and which revision made it. */
export function placeOf({ path, object, revision }: Modification): string {
  return revision === null ? (path ?? object) : `${path ?? object} in revision ${revision}`
}
