import { equalBytes } from '../../../core/bytes.ts'
import type { PdfDictionary, PdfObject } from '../object.ts'

/** Whether two objects are the same, references not followed; of strings, what they stand for. */
export function sameObject(a: PdfObject | undefined, b: PdfObject | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  switch (a.kind) {
    case 'null':
      return b.kind === 'null'
    case 'boolean':
      return b.kind === 'boolean' && a.value === b.value
    case 'integer':
    case 'real':
      return a.kind === b.kind && a.value === b.value
    case 'name':
      return b.kind === 'name' && a.name === b.name
    case 'string':
      return b.kind === 'string' && equalBytes(a.bytes, b.bytes)
    case 'reference':
      return b.kind === 'reference' && a.number === b.number && a.generation === b.generation
    case 'array':
      return b.kind === 'array' && sameItems(a.items, b.items)
    case 'dictionary':
      return b.kind === 'dictionary' && sameDictionary(a, b)
    case 'stream':
      return (
        b.kind === 'stream' &&
        sameDictionary(a.dictionary, b.dictionary) &&
        equalBytes(a.raw, b.raw)
      )
  }
}

function sameItems(a: readonly PdfObject[], b: readonly PdfObject[]): boolean {
  return a.length === b.length && a.every((item, index) => sameObject(item, b[index]))
}

function sameDictionary({ entries: a }: PdfDictionary, { entries: b }: PdfDictionary): boolean {
  return a.size === b.size && [...a].every(([key, value]) => sameObject(value, b.get(key)))
}
