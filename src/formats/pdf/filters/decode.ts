import type { Budget } from '../../../core/budget.ts'
import { pdfMalformed } from '../malformed.ts'
import type { PdfDictionary, PdfObject } from '../object.ts'
import { decodeAscii85, decodeAsciiHex } from './ascii.ts'
import { decodeFlate } from './flate.ts'
import { decodeLzw } from './lzw.ts'
import { mostOutput, spendDecoded } from './output.ts'
import type { Parameter } from './parameter.ts'
import { undoPredictor } from './predictor.ts'
import { decodeRunLength } from './run-length.ts'

/** What is given to decode a stream with. */
export interface DecodingContext {
  readonly budget: Budget
  /** Follows references; gives the null object where there is nothing. */
  readonly resolve: (object: PdfObject) => PdfObject
  /**
   * Undoes the Crypt filter (ISO 32000-2 §7.4.10) of a crypt filter of that name; without it only
   * Identity is known.
   */
  readonly crypt?: (name: string, octets: Uint8Array) => Uint8Array
}

type Decode = (octets: Uint8Array, most: number, parameter: Parameter) => Uint8Array

/** ISO 32000-2 §7.4; their abbreviations are for inline images only (§8.9.7). */
const filters: ReadonlyMap<string, Decode> = new Map<string, Decode>([
  ['FlateDecode', predicted(decodeFlate)],
  ['LZWDecode', predicted(decodeLzw)],
  ['ASCII85Decode', decodeAscii85],
  ['ASCIIHexDecode', decodeAsciiHex],
  ['RunLengthDecode', decodeRunLength],
])

/** Filters of images; nothing that is judged here depends on what an image shows. */
const imageFilters = ['DCTDecode', 'JPXDecode', 'JBIG2Decode', 'CCITTFaxDecode']

/** Filters of one stream: writers chain two, such as ASCII85 with Flate, or three in old files. */
const mostFilters = 8

/**
 * The data of a stream (ISO 32000-2 §7.3.8.2, Filter and DecodeParms) from its octets, which are
 * decrypted already. Every step counts as bytes of the budget. Throws `pdf-malformed` where a filter
 * is not decoded or the data are damaged or cut off, `budget-exceeded` where they are too many.
 */
export function decodeFilters(
  raw: Uint8Array,
  dictionary: PdfDictionary,
  context: DecodingContext,
): Uint8Array {
  const { budget } = context
  refuseAmbiguous(dictionary)
  const most = mostOutput(raw.length)
  let octets = raw
  for (const { name, parameters } of chainOf(dictionary, context)) {
    if (name === 'Crypt') {
      octets = undoCrypt(octets, parameters, context)
      continue
    }
    const decode = filters.get(name)
    if (decode === undefined) throw notDecoded(name)
    octets = decode(octets, most, numbersOf(parameters, context))
    spendDecoded(budget, raw.length, octets.length)
  }
  return octets
}

/** What §7.3.8.2, table 5, has for data in another file. */
const keysOfOtherFiles = ['F', 'FFilter', 'FDecodeParms']

/**
 * Of two filters with one key, and of data in another file, readers make different things; and
 * `DP`, which is `DecodeParms` in inline images only (§8.9.7, table 91), some follow everywhere, as
 * they do `F` for `Filter`.
 */
function refuseAmbiguous(dictionary: PdfDictionary): void {
  if (dictionary.repeated.includes('Filter') || dictionary.repeated.includes('DecodeParms')) {
    throw pdfMalformed('a stream with a filter that is given twice')
  }
  if (dictionary.entries.has('DP')) {
    throw pdfMalformed('a stream with parameters of a filter under their short name')
  }
  if (keysOfOtherFiles.some((key) => dictionary.entries.has(key))) {
    throw pdfMalformed('the data of a stream in another file')
  }
}

function notDecoded(name: string) {
  const known = imageFilters.includes(name)
  return pdfMalformed(known ? `the filter ${name} is not decoded` : 'a filter that is not known')
}

interface Filter {
  readonly name: string
  readonly parameters: PdfDictionary | null
}

/**
 * The filters in the order in which they are undone, each with its parameters: an array of filters
 * goes with an array of parameters, of which null has none (ISO 32000-2 §7.3.8.2, table 5).
 */
function chainOf(dictionary: PdfDictionary, context: DecodingContext): readonly Filter[] {
  const names = entryOf(dictionary, 'Filter', context)
  const parameters = entryOf(dictionary, 'DecodeParms', context)
  if (names === null) return []
  if (names.kind !== 'array') return [filterOf(names, parameters)]
  if (names.items.length > mostFilters) throw pdfMalformed('a stream with too many filters')
  if (parameters !== null && parameters.kind !== 'array') {
    throw pdfMalformed('several filters with the parameters of one')
  }
  const chain = names.items.map((name, index) =>
    filterOf(context.resolve(name), context.resolve(parameters?.items[index] ?? noObject)),
  )
  const late = chain.findIndex(({ name }) => name === 'Crypt')
  if (late > 0) throw pdfMalformed('a Crypt filter behind another')
  return chain
}

const noObject: PdfObject = { kind: 'null' }

function filterOf(name: PdfObject, parameters: PdfObject | null): Filter {
  if (name.kind !== 'name') throw pdfMalformed('a filter that is no name')
  if (parameters === null || parameters.kind === 'null')
    return { name: name.name, parameters: null }
  if (parameters.kind !== 'dictionary') throw pdfMalformed('parameters of a filter in another form')
  return { name: name.name, parameters }
}

/** An entry, its reference followed; null where there is none. */
function entryOf(
  dictionary: PdfDictionary,
  key: string,
  { resolve }: DecodingContext,
): PdfObject | null {
  const entry = dictionary.entries.get(key)
  const value = entry === undefined ? noObject : resolve(entry)
  return value.kind === 'null' ? null : value
}

function numbersOf(parameters: PdfDictionary | null, context: DecodingContext): Parameter {
  return (key, byDefault) => {
    const value = parameters === null ? null : entryOf(parameters, key, context)
    if (value === null) return byDefault
    if (value.kind !== 'integer') throw pdfMalformed('a parameter of a filter that is no integer')
    if (parameters?.repeated.includes(key)) {
      throw pdfMalformed('a parameter of a filter that is given twice')
    }
    return value.value
  }
}

/** ISO 32000-2 §7.4.10, table 14: without a name it is Identity. */
function undoCrypt(
  octets: Uint8Array,
  parameters: PdfDictionary | null,
  context: DecodingContext,
): Uint8Array {
  const value = parameters === null ? null : entryOf(parameters, 'Name', context)
  if (value !== null && value.kind !== 'name') throw pdfMalformed('a crypt filter that is no name')
  if (value === null || value.name === 'Identity') return octets
  if (context.crypt === undefined) throw pdfMalformed('the filter Crypt is not decoded')
  return context.crypt(value.name, octets)
}

/** ISO 32000-2 §7.4.4.4: the predictor is undone behind the filter. */
function predicted(
  decode: (octets: Uint8Array, most: number, parameter: Parameter) => Uint8Array,
): Decode {
  return (octets, most, parameter) => undoPredictor(decode(octets, most, parameter), parameter)
}
