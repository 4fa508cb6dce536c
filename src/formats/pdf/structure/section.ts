import type { XrefEntry } from '../file.ts'
import { pdfAmbiguous, pdfMalformed } from '../malformed.ts'
import type { PdfDictionary, Place } from '../object.ts'
import type { Source } from './source.ts'

/** A cross-reference section with its trailer (ISO 32000-2 §7.5.4, §7.5.5, §7.5.8). */
export interface Section {
  /** From `xref` up to behind the dictionary of the trailer; of a stream, the object. */
  readonly place: Place
  /** Where `trailer` stands; null of a stream. */
  readonly keyword: number | null
  /** Those of its revision, and repaired as such, where it is the only section of one. */
  readonly entries: Map<number, XrefEntry>
  /** The trailer; of a stream, its dictionary. */
  readonly trailer: PdfDictionary
  /** Octets of memory that the trailer takes. */
  readonly weight: number
  /** The stream as an indirect object; null where it is a table. */
  readonly object: { readonly number: number; readonly generation: number } | null
  /** What `XRefStm` leads to (§7.5.8.4); null where it is no hybrid. */
  readonly hidden: Section | null
}

/** An offset that a trailer states, in the file; null where it states none. */
export function offsetIn(source: Source, trailer: PdfDictionary, key: string): number | null {
  const value = trailer.entries.get(key)
  if (value === undefined) return null
  if (value.kind !== 'integer' || value.value < 0) {
    throw pdfMalformed(`a trailer whose "${key}" is no offset`)
  }
  return value.value + source.shift
}

/** Keys of a trailer that decide how a file is read: twice, readers read two files. */
const keysOfStructure = ['Size', 'Prev', 'XRefStm', 'Root', 'Encrypt', 'ID', 'W', 'Index']

/** Throws where a trailer has such a key twice, and where it has no usable `Size`; gives back that. */
export function sizeOf(trailer: PdfDictionary): number {
  if (trailer.repeated.some((key) => keysOfStructure.includes(key))) {
    throw pdfAmbiguous('a trailer with the same key twice')
  }
  const size = trailer.entries.get('Size')
  if (size?.kind !== 'integer' || size.value < 0) throw pdfMalformed('a trailer without "Size"')
  return size.value
}
