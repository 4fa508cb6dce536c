import type { PdfFile, PdfView, XrefEntry } from '../file.ts'
import type { PdfDictionary, PdfObject, PdfReference } from '../object.ts'
import type { EntryIndex } from './entry-index.ts'
import type { ObjectReader } from './objects.ts'

/** The document as it stood at the end of one revision; nothing of it is copied. */
export class RevisionView implements PdfView {
  readonly file: PdfFile
  readonly revision: number
  readonly trailer: PdfDictionary
  readonly #index: EntryIndex
  readonly #objects: ObjectReader
  #numbers: readonly number[] | null = null

  constructor(
    file: PdfFile,
    revision: number,
    trailer: PdfDictionary,
    index: EntryIndex,
    objects: ObjectReader,
  ) {
    this.file = file
    this.revision = revision
    this.trailer = trailer
    this.#index = index
    this.#objects = objects
  }

  get numbers(): readonly number[] {
    this.#numbers ??= [...this.#index.numbers()]
      .filter((number) => this.entry(number) !== null)
      .sort((a, b) => a - b)
    return this.#numbers
  }

  object(reference: Pick<PdfReference, 'number' | 'generation'>): PdfObject {
    return this.#objects.referenced(reference, this.revision)
  }

  resolve(object: PdfObject | undefined): PdfObject {
    return this.#objects.resolve(object, this.revision)
  }

  entry(number: number): XrefEntry | null {
    const entry = this.#index.at(number, this.revision)?.entry
    return entry === undefined || entry.kind === 'free' ? null : entry
  }
}
