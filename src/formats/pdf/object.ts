/**
 * The objects of a PDF file (ISO 32000-2 §7.3) as plain data. Offsets are those of the file, from
 * its first octet.
 */
export type PdfObject =
  | PdfNull
  | PdfBoolean
  | PdfNumber
  | PdfName
  | PdfString
  | PdfArray
  | PdfDictionary
  | PdfStream
  | PdfReference

export interface PdfNull {
  readonly kind: 'null'
}

export interface PdfBoolean {
  readonly kind: 'boolean'
  readonly value: boolean
}

/** ISO 32000-2 §7.3.3: offsets and lengths have to be integers, so that the two are told apart. */
export interface PdfNumber {
  readonly kind: 'integer' | 'real'
  readonly value: number
}

export interface PdfName {
  readonly kind: 'name'
  /** Without the solidus, `#xx` decoded; one character for each octet. */
  readonly name: string
}

export interface PdfString {
  readonly kind: 'string'
  readonly form: 'literal' | 'hexadecimal'
  /** What the string stands for: unescaped, and decrypted where the file is encrypted. */
  readonly bytes: Uint8Array
  /** Where the string stands in the file with its delimiters; null in an object stream. */
  readonly place: Place | null
}

/** From `start` up to, and without, `end`. */
export interface Place {
  readonly start: number
  readonly end: number
}

export interface PdfArray {
  readonly kind: 'array'
  readonly items: readonly PdfObject[]
}

export interface PdfDictionary {
  readonly kind: 'dictionary'
  /** By their names as `PdfName.name` has them; of a key that comes twice, the last. */
  readonly entries: ReadonlyMap<string, PdfObject>
  /** Keys that come more than once, which no reader has to read as another does (§7.3.7). */
  readonly repeated: readonly string[]
  /** The values of those keys but the last of each, which other readers may take; none where absent. */
  readonly overwritten?: readonly (readonly [string, PdfObject])[]
}

export interface PdfStream {
  readonly kind: 'stream'
  readonly dictionary: PdfDictionary
  /** The octets of the stream as they stand in the file: neither decrypted nor decoded. */
  readonly raw: Uint8Array
  /** Where they stand. */
  readonly place: Place
  /** The indirect object that it is; the keys of an encrypted file depend on it. */
  readonly owner: PdfReference
}

export interface PdfReference {
  readonly kind: 'reference'
  readonly number: number
  readonly generation: number
}

export const pdfNull: PdfNull = { kind: 'null' }
