import type { Budget } from '../../../core/budget.ts'
import { equalBytes } from '../../../core/bytes.ts'
import type { PdfFile } from '../file.ts'
import type { PdfArray, PdfDictionary, PdfObject, PdfStream } from '../object.ts'

/**
 * Whether two objects say the same: dictionaries by their keys (ISO 32000-2 §7.3.7), strings by
 * their octets, streams by their dictionaries and their octets as they stand. References are not
 * followed: they are the same where number and generation are. Linear in the smaller object.
 */
export function same(before: PdfObject | undefined, after: PdfObject | undefined): boolean {
  if (before === after) return true
  if (before === undefined || after === undefined) return isNull(before) && isNull(after)
  switch (before.kind) {
    case 'null':
      return after.kind === 'null'
    case 'boolean':
      return after.kind === 'boolean' && before.value === after.value
    case 'integer':
      return after.kind === 'integer' && before.value === after.value
    case 'real':
      return after.kind === 'real' && sameReal(before.value, after.value)
    case 'name':
      return after.kind === 'name' && before.name === after.name
    case 'string':
      return after.kind === 'string' && equalBytes(before.bytes, after.bytes)
    case 'reference':
      return (
        after.kind === 'reference' &&
        before.number === after.number &&
        before.generation === after.generation
      )
    case 'array':
      return after.kind === 'array' && sameItems(before, after)
    case 'dictionary':
      return after.kind === 'dictionary' && sameEntries(before, after, null)
    case 'stream':
      return after.kind === 'stream' && sameStream(before, after)
  }
}

/**
 * ISO 32000-2 Annex C.2: reals are kept in single precision, and a writer may write out no more digits
 * than that has. The same to whoever reads them so.
 */
function sameReal(before: number, after: number): boolean {
  const single = Math.fround(before)
  return before === after || (Number.isFinite(single) && single === Math.fround(after))
}

/**
 * The same of two definitions of one object. In an encrypted file a stream that is written again has
 * other octets for the same data (§7.6.3): those are compared decrypted and decoded, but for the
 * `Length` of their octets. Its octets are counted.
 */
export function sameDecrypted(
  file: PdfFile,
  before: PdfObject,
  after: PdfObject,
  budget: Budget,
): boolean {
  if (before.kind !== 'stream' || after.kind !== 'stream') return same(before, after)
  spendOctets(budget, before.raw, after.raw)
  if (same(before, after)) return true
  if (file.encryption === null) return false
  if (!sameEntries(before.dictionary, after.dictionary, 'Length')) return false
  const [from, to] = [file.data(before), file.data(after)]
  spendOctets(budget, from, to)
  return equalBytes(from, to)
}

/** Octets that are compared for one node: they are many, and few of them are ever as long. */
const octetsOfNode = 256

function spendOctets(budget: Budget, before: Uint8Array, after: Uint8Array): void {
  if (before.length === after.length) budget.spendNodes(Math.floor(before.length / octetsOfNode))
}

/** Whether there is nothing: an entry that is null is one that is absent (§7.3.7). */
export function isNull(object: PdfObject | undefined): boolean {
  return object === undefined || object.kind === 'null'
}

function sameStream(before: PdfStream, after: PdfStream): boolean {
  return sameEntries(before.dictionary, after.dictionary, null) && equalBytes(before.raw, after.raw)
}

function sameItems(before: PdfArray, after: PdfArray): boolean {
  if (before.items.length !== after.items.length) return false
  return before.items.every((item, index) => same(item, after.items[index]))
}

function sameEntries(before: PdfDictionary, after: PdfDictionary, but: string | null): boolean {
  if (before.repeated.length > 0 || after.repeated.length > 0) return false
  for (const [key, value] of before.entries) {
    if (key !== but && !same(value, after.entries.get(key))) return false
  }
  for (const [key, value] of after.entries) {
    if (key !== but && !before.entries.has(key) && !isNull(value)) return false
  }
  return true
}
