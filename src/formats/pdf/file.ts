import type { PdfDictionary, PdfObject, PdfReference, PdfStream, Place } from './object.ts'

/** A PDF file with every revision that its cross-references tell of (ISO 32000-2 §7.5.6). */
export interface PdfFile {
  readonly bytes: Uint8Array
  /** Where `%PDF-` stands; offsets of the file are counted from there by some writers, and said so. */
  readonly header: number
  /** Oldest first, and never empty; the parts of a linearised file, and of a hybrid one, are one. */
  readonly revisions: readonly PdfRevision[]
  /** What is not as ISO 32000-2 has it, and could be read all the same; in the order of the file. */
  readonly problems: readonly PdfProblem[]
  /** How the file is encrypted, null where it is not. */
  readonly encryption: { readonly revision: number; readonly method: string } | null
  /** The document as it stood when the revision was the last one. */
  at(revision: number): PdfView
  /** The data of a stream, decrypted and decoded; throws `pdf-malformed` or `budget-exceeded`. */
  data(stream: PdfStream): Uint8Array
}

/** What one save of the file added. */
export interface PdfRevision {
  readonly index: number
  /** From the end of the revision before up to behind the `%%EOF` and its line end. */
  readonly place: Place
  /**
   * Of all its cross-reference sections: what they say of each object number. What only repeats what
   * held before is left out.
   */
  readonly entries: ReadonlyMap<number, XrefEntry>
  /** The trailer, or the dictionary of the cross-reference stream, of its main section. */
  readonly trailer: PdfDictionary
}

export type XrefEntry =
  | { readonly kind: 'free'; readonly generation: number }
  | { readonly kind: 'offset'; readonly generation: number; readonly offset: number }
  /** Within an object stream (§7.5.7); its generation is 0. */
  | { readonly kind: 'compressed'; readonly stream: number; readonly index: number }

/**
 * `code` is stable, such as `offset-repaired`, `object-defined-twice`, `data-behind-the-end`; those of
 * the structure are in structure/problems.ts.
 */
export interface PdfProblem {
  readonly code: string
  readonly message: string
  /** Where it stands, null where it stands nowhere. */
  readonly offset: number | null
}

/** The document as it stood at the end of one revision. Objects are read once, and shared between views. */
export interface PdfView {
  readonly file: PdfFile
  readonly revision: number
  /** The trailer of that revision: `Root`, `Info`, `ID`, `Encrypt`. */
  readonly trailer: PdfDictionary
  /** The numbers of all objects in use, in ascending order. */
  readonly numbers: readonly number[]
  /**
   * An indirect object; null (the object) where it is free, absent, or of another generation
   * (ISO 32000-2 §7.3.10). Throws `pdf-malformed` where it cannot be read.
   */
  object(reference: Pick<PdfReference, 'number' | 'generation'>): PdfObject
  /** Follows references until something else is found; null (the object) where they go round. */
  resolve(object: PdfObject | undefined): PdfObject
  /** Where an object in use is defined; null where it is not in use. */
  entry(number: number): XrefEntry | null
}
