import type { PdfView } from './file.ts'
import type { PdfDictionary, PdfObject } from './object.ts'

/**
 * Fields, pages or elements of the structure below one another: as deep as the budget lets ASN.1 and
 * XML be (`Limits.depth`); real trees stay below ten.
 */
export const deepestTree = 100

/** An entry of a dictionary, references followed; the null object where there is none. */
export function entry(view: PdfView, dictionary: PdfDictionary, key: string): PdfObject {
  return view.resolve(dictionary.entries.get(key))
}

/** A dictionary, or that of a stream; null where the object is something else. */
export function dictionaryOf(object: PdfObject): PdfDictionary | null {
  if (object.kind === 'dictionary') return object
  return object.kind === 'stream' ? object.dictionary : null
}

/** An entry that is a dictionary or a stream's; null where it is something else. */
export function dictionaryIn(
  view: PdfView,
  dictionary: PdfDictionary,
  key: string,
): PdfDictionary | null {
  return dictionaryOf(entry(view, dictionary, key))
}

/** The items of an array as they stand, references not followed; none where it is something else. */
export function itemsIn(
  view: PdfView,
  dictionary: PdfDictionary,
  key: string,
): readonly PdfObject[] {
  const found = entry(view, dictionary, key)
  return found.kind === 'array' ? found.items : []
}

/** The items of an array as numbers, references followed; NaN for what is none. */
export function numbersIn(
  view: PdfView,
  dictionary: PdfDictionary,
  key: string,
): readonly number[] {
  return itemsIn(view, dictionary, key).map((item) => {
    const object = view.resolve(item)
    return object.kind === 'integer' || object.kind === 'real' ? object.value : Number.NaN
  })
}

/** An entry that is a name; null where it is something else. */
export function nameIn(view: PdfView, dictionary: PdfDictionary, key: string): string | null {
  const found = entry(view, dictionary, key)
  return found.kind === 'name' ? found.name : null
}

/** An entry that is an integer; null where it is something else. */
export function integerIn(view: PdfView, dictionary: PdfDictionary, key: string): number | null {
  const found = entry(view, dictionary, key)
  return found.kind === 'integer' ? found.value : null
}

/** The octets of an entry that is a string; null where it is something else. */
export function stringIn(view: PdfView, dictionary: PdfDictionary, key: string): Uint8Array | null {
  const found = entry(view, dictionary, key)
  return found.kind === 'string' ? found.bytes : null
}
