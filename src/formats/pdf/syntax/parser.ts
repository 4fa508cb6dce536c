import { type Budget, budgetExceeded } from '../../../core/budget.ts'
import type { PdfProblem } from '../file.ts'
import { pdfMalformed } from '../malformed.ts'
import {
  type PdfArray,
  type PdfBoolean,
  type PdfDictionary,
  type PdfObject,
  type PdfReference,
  pdfNull,
} from '../object.ts'
import { isShared, readName, readNumber, readNumberPair, readReference } from './atoms.ts'
import {
  endOfInput,
  isDigit,
  isRegular,
  keywordAt,
  octetAt,
  readKeyword,
  skipSpace,
  spendOctets,
  whiteSpaceEnd,
} from './lexer.ts'
import { readStream, type StreamLength } from './stream.ts'
import { readHexadecimalString, readLiteralString } from './strings.ts'
import { Weight, weights } from './weight.ts'

/** Where the reading of one object has come to. */
interface Reading {
  readonly bytes: Uint8Array
  readonly budget: Budget
  /** Whether offsets are those of the file. */
  readonly placed: boolean
  at: number
  /** Whether a dictionary was found in which a key comes twice. */
  repeats: boolean
  readonly weight: Weight
  /** Items of the arrays that are being read, up to `top`: each array is made when all of it is known. */
  readonly items: PdfObject[]
  top: number
}

/** Where an object begins to be read; `room` is what it may take, without end where it is not told. */
function readingAt(
  bytes: Uint8Array,
  at: number,
  place: Given['place'],
  { budget, room = Number.POSITIVE_INFINITY }: Omit<Given, 'place'>,
): Reading {
  const weight = new Weight(room)
  return { bytes, budget, placed: place === 'file', at, repeats: false, weight, items: [], top: 0 }
}

interface Given {
  readonly budget: Budget
  readonly place: 'file' | 'object-stream'
  /** Octets of memory that the object may take (`roomFor`). */
  readonly room?: number
}

/**
 * The object at an offset (ISO 32000-2 §7.3), white space and comments before it skipped: a direct
 * one, or a reference; no stream. `end` is the offset behind it; `repeats` tells that a dictionary in
 * it has a key twice, of which some readers take the first and others the last; `weight` is the octets of
 * memory that it takes. Throws `pdf-malformed`, and `budget-exceeded` where it is nested too deep or
 * has too many parts.
 */
export function parseObject(
  bytes: Uint8Array,
  at: number,
  options: Given,
): { object: PdfObject; end: number; repeats: boolean; weight: number } {
  const reading = readingAt(bytes, at, options.place, options)
  const object = readObject(reading, 0)
  return { object, end: reading.at, repeats: reading.repeats, weight: reading.weight.octets }
}

interface ReadIndirect {
  readonly number: number
  readonly generation: number
  readonly object: PdfObject
  readonly end: number
  readonly weight: number
  readonly problems: PdfProblem[]
}

/**
 * The indirect object at an offset, `12 0 obj … endobj` (ISO 32000-2 §7.3.10), with its stream where
 * it has one. `streamLength` follows the Length where it is a reference. Throws as `parseObject`.
 */
export function parseIndirectObject(
  bytes: Uint8Array,
  at: number,
  options: Omit<Given, 'place'> & { readonly streamLength: StreamLength },
): ReadIndirect {
  const { budget, streamLength } = options
  const problems: PdfProblem[] = []
  const head = readHead(bytes, at, budget, problems)
  // Objects are put together key by key: to spread one takes V8 a new hidden class, kept for long.
  const { number, generation } = head
  const owner: PdfReference = { kind: 'reference', number, generation }
  const reading = readingAt(bytes, head.end, 'file', options)
  let object = readContent(reading, at, problems)
  if (reading.repeats) problems.push(problem('key-repeated', 'a dictionary with a key twice', at))
  reading.at = skipSpace(bytes, reading.at, budget)
  if (object.kind === 'dictionary' && keywordAt(bytes, reading.at, 'stream')) {
    const read = readStream(bytes, reading.at, { budget, owner, dictionary: object, streamLength })
    problems.push(...read.problems)
    reading.weight.add(weights.stream)
    object = read.stream
    reading.at = skipSpace(bytes, read.end, budget)
  }
  const end = readEnd(reading, problems)
  return { number, generation, object, end, weight: reading.weight.octets, problems }
}

/** `12 0 obj`; an offset within a number would find another object than is there. */
function readHead(bytes: Uint8Array, at: number, budget: Budget, problems: PdfProblem[]) {
  const start = whiteSpaceEnd(bytes, at, bytes.length)
  spendOctets(budget, start - at)
  const pair = readNumberPair(bytes, start, budget)
  if (pair === null || !keywordAt(bytes, pair.next, 'obj') || isDigit(octetAt(bytes, start - 1))) {
    throw pdfMalformed('no object where one should begin')
  }
  const { number, generation } = pair
  if (number === 0) throw pdfMalformed('an object with the number 0, which is always free')
  if (start > at) {
    problems.push(problem('space-before-object', 'white space where an object should begin', at))
  }
  return { number, generation, end: pair.next + 3 }
}

/** The object itself; where there is none at all, every reader takes it for null. */
function readContent(reading: Reading, start: number, problems: PdfProblem[]): PdfObject {
  reading.at = skipSpace(reading.bytes, reading.at, reading.budget)
  if (!keywordAt(reading.bytes, reading.at, 'endobj')) return readObject(reading, 0)
  problems.push(problem('object-empty', 'an indirect object with nothing in it', start))
  return pdfNull
}

/**
 * `endobj`, which some writers leave out: then the next object, a cross-reference section or the end
 * of the file has to follow, so that nothing is passed over.
 */
function readEnd(reading: Reading, problems: PdfProblem[]): number {
  const { bytes, at, budget } = reading
  if (keywordAt(bytes, at, 'endobj')) return at + 6
  const next = readNumberPair(bytes, at, budget)
  const follows =
    octetAt(bytes, at) === endOfInput ||
    keywordAt(bytes, at, 'xref') ||
    keywordAt(bytes, at, 'startxref') ||
    (next !== null && keywordAt(bytes, next.next, 'obj'))
  if (!follows) throw pdfMalformed('an object that does not end where it should')
  problems.push(problem('endobj-missing', 'an indirect object without endobj', at))
  return at
}

function problem(code: string, message: string, offset: number): PdfProblem {
  return { code, message, offset }
}

function readObject(reading: Reading, depth: number): PdfObject {
  const { bytes, budget } = reading
  const at = skipSpace(bytes, reading.at, budget)
  reading.at = at
  budget.spendNodes()
  switch (octetAt(bytes, at)) {
    case 0x2f:
      return taken(reading, readName(bytes, at, budget))
    case 0x28:
      return readString(reading, 'literal')
    case 0x3c:
      return octetAt(bytes, at + 1) === 0x3c
        ? readDictionary(reading, deeper(budget, depth))
        : readString(reading, 'hexadecimal')
    case 0x5b:
      return readArray(reading, deeper(budget, depth))
    case endOfInput:
      throw pdfMalformed('the end where an object should stand')
    default:
      return readNumberOrWord(reading)
  }
}

function taken<T extends PdfObject>(reading: Reading, read: { object: T; end: number }): T {
  reading.at = read.end
  return read.object
}

function deeper(budget: Budget, depth: number): number {
  if (depth >= budget.limits.depth) throw budgetExceeded('depth', budget.limits.depth)
  return depth + 1
}

function readString(reading: Reading, form: 'literal' | 'hexadecimal'): PdfObject {
  const { bytes, at: start, budget, placed } = reading
  const read = form === 'literal' ? readLiteralString : readHexadecimalString
  const { bytes: octets, end } = read(bytes, start, budget)
  reading.at = end
  reading.weight.add(weights.string)
  return { kind: 'string', form, bytes: octets, place: placed ? { start, end } : null }
}

/** ISO 32000-2 §7.3.6. */
function readArray(reading: Reading, depth: number): PdfObject {
  const { bytes, budget } = reading
  const { items, top } = reading
  reading.at = skipSpace(bytes, reading.at + 1, budget)
  while (octetAt(bytes, reading.at) !== 0x5d) {
    const item = readObject(reading, depth)
    reading.weight.add(weights.item)
    items[reading.top] = item
    reading.top += 1
    reading.at = skipSpace(bytes, reading.at, budget)
  }
  reading.at += 1
  if (reading.top === top) return emptyArray
  const own = items.slice(top, reading.top)
  reading.top = top
  reading.weight.add(weights.array)
  return { kind: 'array', items: own }
}

/** One for all of them, as of dictionaries. */
const emptyArray: PdfArray = { kind: 'array', items: [] }

/** ISO 32000-2 §7.3.7. */
function readDictionary(reading: Reading, depth: number): PdfDictionary {
  const { bytes, budget } = reading
  const entries = new Map<string, PdfObject>()
  let overwritten: [string, PdfObject][] | null = null
  reading.at = skipSpace(bytes, reading.at + 2, budget)
  while (octetAt(bytes, reading.at) === 0x2f) {
    const { name } = taken(reading, readName(bytes, reading.at, budget))
    const before = entries.get(name)
    if (before !== undefined) {
      overwritten ??= []
      overwritten.push([name, before])
    }
    entries.set(name, readObject(reading, depth))
    reading.weight.add(weights.entry)
    reading.at = skipSpace(bytes, reading.at, budget)
  }
  if (octetAt(bytes, reading.at) !== 0x3e || octetAt(bytes, reading.at + 1) !== 0x3e) {
    throw pdfMalformed('a dictionary with something else than names and their values')
  }
  reading.at += 2
  if (entries.size === 0) return emptyDictionary
  reading.weight.add(weights.dictionary)
  if (overwritten === null) return { kind: 'dictionary', entries, repeated: none }
  reading.repeats = true
  const repeated = [...new Set(overwritten.map(([key]) => key))]
  return { kind: 'dictionary', entries, repeated, overwritten }
}

const none: readonly string[] = []

/** One for all of them: files have been made of them by the million. */
const emptyDictionary: PdfDictionary = { kind: 'dictionary', entries: new Map(), repeated: none }

/** A reference, a number, or one of the words that are objects (ISO 32000-2 §7.3.2, §7.3.9). */
function readNumberOrWord(reading: Reading): PdfObject {
  const { bytes, at, budget } = reading
  const first = octetAt(bytes, at)
  if (isDigit(first)) {
    const reference = readReference(bytes, at, budget)
    if (reference !== null) {
      if (reference.fresh) reading.weight.add(weights.reference)
      return taken(reading, reference)
    }
  }
  if (isDigit(first) || first === 0x2b || first === 0x2d || first === 0x2e) {
    const read = readNumber(bytes, at)
    if (!isShared(read.object)) reading.weight.add(weights.number)
    return taken(reading, read)
  }
  const keyword = isRegular(first) ? readKeyword(bytes, at) : null
  const object = keyword === null ? null : objectOfWord(keyword.word)
  if (keyword === null || object === null) throw pdfMalformed('a word that is no object')
  reading.at = keyword.end
  return object
}

function objectOfWord(word: string): PdfObject | null {
  if (word === 'null') return pdfNull
  if (word === 'true') return pdfTrue
  return word === 'false' ? pdfFalse : null
}

const pdfTrue: PdfBoolean = { kind: 'boolean', value: true }
const pdfFalse: PdfBoolean = { kind: 'boolean', value: false }
