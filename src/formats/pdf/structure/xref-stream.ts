import type { XrefEntry } from '../file.ts'
import { decodeFilters } from '../filters/decode.ts'
import { pdfMalformed } from '../malformed.ts'
import { type PdfDictionary, type PdfObject, type PdfStream, pdfNull } from '../object.ts'
import { parseIndirectObject } from '../syntax/parser.ts'
import { roomFor } from '../syntax/weight.ts'
import { SectionEntries } from './entries.ts'
import { largestObjectNumber } from './limits.ts'
import { type Section, sizeOf } from './section.ts'
import type { Source } from './source.ts'

/**
 * The cross-reference stream at an offset (ISO 32000-2 §7.5.8). Whatever is needed to decode it has to
 * be direct (§7.5.8.2), and it is never encrypted (§7.6.2).
 */
export function readXrefStream(source: Source, at: number): Section {
  const { bytes, budget } = source
  const options = { budget, streamLength: directInteger, room: roomFor(bytes.length) }
  const read = parseIndirectObject(bytes, at, options)
  const { number, generation, object } = read
  const type = object.kind === 'stream' ? object.dictionary.entries.get('Type') : undefined
  if (object.kind !== 'stream' || type?.kind !== 'name' || type.name !== 'XRef') {
    throw pdfMalformed('no cross-reference stream where one should stand')
  }
  for (const problem of read.problems) source.problems.take(problem)
  const entries = readEntries(source, object, at)
  return {
    place: { start: at, end: read.end },
    keyword: null,
    entries: entries.entries,
    trailer: object.dictionary,
    weight: read.weight,
    object: { number, generation },
    hidden: null,
  }
}

function directInteger(object: PdfObject): number | null {
  return object.kind === 'integer' ? object.value : null
}

function readEntries(source: Source, stream: PdfStream, at: number): SectionEntries {
  const { dictionary } = stream
  const size = sizeOf(dictionary)
  const widths = widthsOf(dictionary)
  const index = indexOf(dictionary, size)
  const data = decodeFilters(stream.raw, dictionary, { budget: source.budget, resolve: direct })
  const width = widths[0] + widths[1] + widths[2]
  const entries = new SectionEntries(source, at)
  let from = 0
  for (const [first, count] of index) {
    if (from + count * width > data.length) throw pdfMalformed('a cross-reference stream too short')
    for (let number = first; number < first + count; number += 1, from += width) {
      const entry = readEntry(source, data, from, widths, at)
      if (entry !== null) entries.add(number, entry)
    }
  }
  if (from < data.length) {
    const message = `${data.length - from} octets behind the entries of a cross-reference stream`
    source.problems.add('cross-reference-stream-too-long', message, at)
  }
  entries.sayBeyond(size)
  return entries
}

function direct(object: PdfObject | undefined): PdfObject {
  if (object?.kind === 'reference') {
    throw pdfMalformed('a cross-reference stream that needs another object to be decoded')
  }
  return object ?? pdfNull
}

type Widths = readonly [number, number, number]

/** `W`: octets of each field. Eight hold more than any offset; and an entry has at least one. */
function widthsOf(dictionary: PdfDictionary): Widths {
  const [first = -1, second = -1, third = -1, ...more] = integersIn(dictionary, 'W') ?? []
  const isWidth = (width: number) => width >= 0 && width <= 8
  const sum = first + second + third
  if (![first, second, third].every(isWidth) || more.length > 0 || sum === 0) {
    throw pdfMalformed('a cross-reference stream without "W"')
  }
  return [first, second, third]
}

/** `Index`: pairs of a first number and a count; from 0 up to `Size` where it is absent. */
function indexOf(dictionary: PdfDictionary, size: number): (readonly [number, number])[] {
  const given = dictionary.entries.has('Index') ? integersIn(dictionary, 'Index') : [0, size]
  if (given === null || given.length % 2 !== 0 || given.some((one) => one < 0)) {
    throw pdfMalformed('a cross-reference stream with an "Index" that is none')
  }
  const pairs: (readonly [number, number])[] = []
  for (let at = 0; at < given.length; at += 2) pairs.push([given[at] ?? 0, given[at + 1] ?? 0])
  return pairs
}

function integersIn(dictionary: PdfDictionary, key: string): readonly number[] | null {
  const array = dictionary.entries.get(key)
  if (array?.kind !== 'array') return null
  const values = array.items.map((item) => (item.kind === 'integer' ? item.value : null))
  return values.every((value) => value !== null) ? values : null
}

/** ISO 32000-2 table 18. An entry of an unknown type is one of an object that is not there. */
function readEntry(
  source: Source,
  data: Uint8Array,
  at: number,
  [first, second, third]: Widths,
  section: number,
): XrefEntry | null {
  const type = first === 0 ? 1 : field(data, at, first)
  const two = field(data, at + first, second)
  const three = field(data, at + first + second, third)
  switch (type) {
    case 0:
      if (two > largestObjectNumber) {
        const message = 'a next free object that no file can have'
        source.problems.add('section-written-otherwise', message, section)
      }
      return { kind: 'free', generation: three }
    case 1:
      return { kind: 'offset', generation: three, offset: two + source.shift }
    case 2:
      return { kind: 'compressed', stream: two, index: three }
    default: {
      const message = 'an entry of a cross-reference stream of an unknown type'
      source.problems.add('entry-of-unknown-type', message, section)
      return null
    }
  }
}

/** The most significant octet first; 0 where the field has none (§7.5.8.2). */
function field(data: Uint8Array, at: number, width: number): number {
  let value = 0
  for (let index = at; index < at + width; index += 1) value = value * 256 + (data[index] ?? 0)
  if (!Number.isSafeInteger(value)) throw pdfMalformed('a cross-reference with a field too large')
  return value
}
