import type { PdfProblem } from '../file.ts'
import { mostProblemsOfAKind } from './limits.ts'

/**
 * What the structure of a file can have that ISO 32000-2 §7.5 has not. "ambiguous": two readers can
 * see two different documents, or one that the cross-references do not tell of; "harmless": every
 * reader that reads it at all sees the same.
 */
export const structureProblems = {
  /** Octets before `%PDF-`; said again where offsets are counted from there. */
  'header-offset': 'harmless',
  'offsets-from-header': 'harmless',
  /** White space before a section or an object. */
  'offset-repaired': 'harmless',
  'table-entry-line-end': 'harmless',
  'entry-repeated': 'harmless',
  /** The stream of a hybrid stands in an earlier revision; what it lists is looked at by itself. */
  'section-outside-its-revision': 'harmless',
  'cross-reference-stream-too-long': 'harmless',
  'generation-out-of-order': 'harmless',
  /** Of a revision that is not the last: it is the last `Size` that readers go by. */
  'size-decreases': 'harmless',
  'section-replaced': 'harmless',
  'trailer-behind-stream': 'harmless',
  'white-space-behind-the-end': 'harmless',
  /** More of it than `mostSpaceAtTheEnd`, behind the end or within `startxref … %%EOF`. */
  'much-white-space-at-the-end': 'ambiguous',
  /** For these, some readers rebuild the file from what looks like an object, wherever it stands. */
  'end-of-file-marker-missing': 'ambiguous',
  'entry-of-unknown-type': 'ambiguous',
  'table-without-subsection': 'ambiguous',
  /** ISO 32000-2 table 15: what is not below the last `Size` is missing to strict readers. */
  'objects-beyond-last-size': 'ambiguous',
  'data-behind-the-end': 'ambiguous',
  'object-outside-xref': 'ambiguous',
  'object-defined-twice': 'ambiguous',
  'object-not-found': 'ambiguous',
  /** The one definition in its revision, where the entry leads to something else. */
  'object-elsewhere': 'ambiguous',
  'objects-overlap': 'ambiguous',
  'object-malformed': 'ambiguous',
  'object-stream-redefined': 'ambiguous',
  'unreferenced-octets': 'ambiguous',
  'section-outside-the-chain': 'ambiguous',
  'entry-outside-its-revision': 'ambiguous',
  'entry-beyond-size': 'ambiguous',
  'entries-differ': 'ambiguous',
  'trailers-differ': 'ambiguous',
  /** `Prev` of 0: for some readers none, for others a fault for which they rebuild the file. */
  'prev-zero': 'ambiguous',
  'revision-without-end': 'ambiguous',
  /** For these as well, some readers rebuild the file; they concern who signed it before. */
  'section-written-otherwise': 'ambiguous',
  'end-written-otherwise': 'ambiguous',
  'trailer-leads-nowhere': 'ambiguous',
  'reference-leads-nowhere': 'ambiguous',
  /** What readers that rebuild a file take for a part of it. */
  'structure-within-data': 'ambiguous',
  /** Some readers rebuild the file from the first; what is added is theirs to find. */
  /** Written in the signed revision, they count as soon as anything follows it. */
  'size-too-large': 'ambiguous',
  'offsets-not-from-header': 'ambiguous',
  /** Whoever adds to the file decides what the signed revision says. */
  'length-outside-its-revision': 'ambiguous',
  'linearisation-of-another-length': 'ambiguous',
  /** A reader of the revision as it stood begins elsewhere than the revision after it says. */
  'revision-begins-elsewhere': 'ambiguous',
} as const satisfies Record<string, 'harmless' | 'ambiguous'>

export type StructureProblem = keyof typeof structureProblems

/** Problems as they are found; of each kind so many as are of use. */
export class Problems {
  readonly #found: PdfProblem[] = []
  readonly #times = new Map<string, number>()

  add(code: StructureProblem, message: string, offset: number | null): void {
    this.take({ code, message, offset })
  }

  /** The same of a problem that another part of the reader has found. */
  take(problem: PdfProblem): void {
    const times = (this.#times.get(problem.code) ?? 0) + 1
    this.#times.set(problem.code, times)
    if (times <= mostProblemsOfAKind) this.#found.push(problem)
  }

  /** In the order of the file; what stands nowhere comes last. */
  inOrder(): readonly PdfProblem[] {
    const place = (problem: PdfProblem) => problem.offset ?? Number.POSITIVE_INFINITY
    return this.#found.toSorted((a, b) => Math.sign(place(a) - place(b)) || 0)
  }
}
