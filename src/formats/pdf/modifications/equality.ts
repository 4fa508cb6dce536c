import type { Budget } from '../../../core/budget.ts'
import { equalBytes } from '../../../core/bytes.ts'
import type { PdfFile } from '../file.ts'
import type { PdfArray, PdfDictionary, PdfObject, PdfStream } from '../object.ts'

/**
 * Whether two objects say the same: dictionaries by their keys (ISO 32000-2 §7.3.7), strings by
 * their octets, streams by their dictionaries and their octets as they stand. References are not
 * followed: they are the same where number and generation are. Reals are compared as they are where
 * `exact` is set, and in a dictionary but for its places and colours. Linear in the smaller object.
 */
export function same(
  before: PdfObject | undefined,
  after: PdfObject | undefined,
  exact = false,
): boolean {
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
      return after.kind === 'real' && sameReal(before.value, after.value, exact)
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
      return after.kind === 'array' && sameItems(before, after, exact)
    case 'dictionary':
      return after.kind === 'dictionary' && sameEntries(before, after, null)
    case 'stream':
      return after.kind === 'stream' && sameStream(before, after)
  }
}

/** Where something stands on a page, and its colour (ISO 32000-2 §7.7.3.3, §12.5.2, §12.5.6.19). */
const ofPlaces = new Set('MediaBox CropBox BleedBox TrimBox ArtBox Rect BC BG'.split(' '))

/** Above this, numbers of single precision are so far apart that it is seen; pages are 14,400 wide at most. */
const farthest = 2 ** 15

/**
 * ISO 32000-2 Annex C.2: reals are kept in single precision, and a writer may write out no more digits
 * than that has. Some readers keep all: what is multiplied further on, as by a matrix, has to be exact.
 */
function sameReal(before: number, after: number, exact: boolean): boolean {
  if (before === after) return true
  return !exact && Math.abs(before) < farthest && Math.fround(before) === Math.fround(after)
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
  if (before.kind !== 'stream' || after.kind !== 'stream') return same(before, after, true)
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

/** What pages and fields have from above where they have none (ISO 32000-2 §7.7.3.4, §12.7.4.1, Table 226). */
const inherited = 'Resources MediaBox CropBox Rotate FT Ff V DV DA DS RV Q MaxLen Opt TI I'.split(
  ' ',
)

/**
 * Whether an entry that is null stands in the place of one that is not there, or the other way round, where
 * that may be inherited. The two are the same (§7.3.7), and yet some readers look no further for it.
 */
export function hidesInherited(before: PdfObject, after: PdfObject): boolean {
  if (before.kind !== 'dictionary' || after.kind !== 'dictionary') return false
  const [from, to] = [before.entries, after.entries]
  if (isNull(from.get('Parent')) && isNull(to.get('Parent'))) return false
  return inherited.some((key) => {
    return from.has(key) !== to.has(key) && isNull(from.get(key)) && isNull(to.get(key))
  })
}

function sameStream(before: PdfStream, after: PdfStream): boolean {
  return sameEntries(before.dictionary, after.dictionary, null) && equalBytes(before.raw, after.raw)
}

function sameItems(before: PdfArray, after: PdfArray, exact: boolean): boolean {
  if (before.items.length !== after.items.length) return false
  return before.items.every((item, index) => same(item, after.items[index], exact))
}

function sameEntries(before: PdfDictionary, after: PdfDictionary, but: string | null): boolean {
  if (before.repeated.length > 0 || after.repeated.length > 0) return false
  for (const [key, value] of before.entries) {
    if (key !== but && !same(value, after.entries.get(key), !ofPlaces.has(key))) return false
  }
  for (const [key, value] of after.entries) {
    if (key !== but && !before.entries.has(key) && !isNull(value)) return false
  }
  return true
}
