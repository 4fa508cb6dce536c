import type { Place } from '../object.ts'
import { isDigit, isWhiteSpace, octetAt } from '../syntax/lexer.ts'
import type { Landmarks } from './landmarks.ts'
import type { Save } from './saves.ts'
import { type Source, searchable } from './source.ts'
import { startsWith } from './start.ts'

/**
 * Says where octets behind the first revision look like the head or the end of an object, or like a
 * part of the cross-references, and are none that is listed: in the data of a stream, in a string, in a
 * comment. Readers that cannot use the cross-references rebuild the file, and look for objects in all
 * its octets, whatever they stand in: then such an object is in the place of the one that was signed.
 * ISO 32000-2 §7.3.10 and §7.5.4 have an object where an entry leads, and nowhere else. Compressed data
 * look so by chance once in 2^39 octets or more. What honest files have of it is files within the file
 * that are PDF themselves, and neither compressed nor encrypted.
 *
 * What is told of otherwise is not told again: `objects` are those that were found behind the first
 * revision one behind the other, and `strange` is what was found there that is none.
 */
export function sayOfStray(
  file: Written,
  found: { readonly objects: readonly Place[]; readonly strange: readonly Place[] },
): void {
  const { source, saves } = file
  if (saves.length === 1) return
  const { place: { end: from } = { end: 0 } } = saves[0] ?? {}
  const octets = octetsOf(file)
  const sections = saves.flatMap((save) => save.sections.map(({ place }) => place))
  const places = [...found.objects, ...sections].sort((a, b) => a.start - b.start)
  const say = (at: number) => {
    if (placeAt(found.strange, at) !== null) return
    const message = 'octets look like a part of the structure, and nothing leads there'
    source.problems.add('structure-within-data', message, at)
  }
  for (const at of strayBeginnings(file, from)) {
    if (placeAt(found.objects, at)?.start !== at) say(at)
  }
  for (const at of surplus(occurrences(octets, 'endstream', from), places)) say(at)
  for (const at of surplus(occurrences(octets, 'endobj', from), places)) say(at)
}

/** A file, and what its cross-references lead to. */
interface Written {
  readonly source: Source
  readonly saves: readonly Save[]
  readonly landmarks: Landmarks
}

function octetsOf({ source, saves }: Written): Buffer {
  return searchable(source.bytes.subarray(0, saves.at(-1)?.place.end))
}

/**
 * Where something seems to begin behind an offset, and nothing leads there: objects first, then parts
 * of the cross-references, each in the order of the file.
 */
export function* strayBeginnings(file: Written, from: number): Generator<number> {
  const { source, saves, landmarks } = file
  const sections = saves.flatMap((save) => save.sections)
  const trailers = new Set(sections.map(({ keyword }) => keyword))
  for (const at of beginnings(source.bytes, octetsOf(file), from)) {
    if (at !== null && !landmarks.has(at) && !trailers.has(at)) yield at
  }
}

/** Where an object, a section, a trailer or an end seems to begin. */
function* beginnings(bytes: Uint8Array, octets: Buffer, from: number): Generator<number | null> {
  for (const at of occurrences(octets, 'obj', from)) yield headBefore(bytes, at, from)
  for (const at of occurrences(octets, 'xref', from)) yield sectionWordAt(bytes, at)
  for (const at of occurrences(octets, 'trailer', from)) {
    yield beginsDictionary(bytes, at + 'trailer'.length) ? at : null
  }
}

function* occurrences(octets: Buffer, word: string, from: number): Generator<number> {
  for (let at = octets.indexOf(word, from); at !== -1; at = octets.indexOf(word, at + 1)) yield at
}

/**
 * Where the head of an object begins whose `obj` stands at an offset; null where none does. Taken as
 * loosely as any reader takes it: with a sign or a point in the numbers, comments between, and nothing
 * between the second one and the word.
 */
function headBefore(bytes: Uint8Array, at: number, from: number): number | null {
  const before = octetAt(bytes, at - 1)
  if (!isSpace(before) && !isNumeric(before)) return null
  for (const end of numberEnds(bytes, at, from)) {
    for (const first of numberEnds(bytes, numberStart(bytes, end, from), from)) {
      return numberStart(bytes, first, from)
    }
  }
  return null
}

/**
 * Where a number may end that white space and comments before an offset follow: what stands at the end
 * of a line may be a number, or be of a comment. Comments on lines of their own are gone through.
 */
function* numberEnds(bytes: Uint8Array, at: number, from: number): Generator<number> {
  for (let next: number | null = at; next !== null; ) {
    const start = spaceStart(bytes, next, from)
    if (isNumeric(octetAt(bytes, start - 1)) && start > from) yield start
    if (!hasLineEnd(bytes, start, next)) return
    next = null
    for (let sign = start - 1; sign >= from && !isLineEnd(octetAt(bytes, sign)); sign -= 1) {
      if (octetAt(bytes, sign) !== 0x25) continue
      const before = spaceStart(bytes, sign, from)
      if (before === from || hasLineEnd(bytes, before, sign)) next = sign
      else if (isNumeric(octetAt(bytes, before - 1))) yield before
    }
  }
}

function spaceStart(bytes: Uint8Array, at: number, from: number): number {
  let start = at
  while (start > from && isSpace(octetAt(bytes, start - 1))) start -= 1
  return start
}

function numberStart(bytes: Uint8Array, at: number, from: number): number {
  let start = at
  while (start > from && isNumeric(octetAt(bytes, start - 1))) start -= 1
  return start
}

/** Beside ISO 32000-2 table 1: what is white space for the languages that readers are written in. */
function isSpace(octet: number): boolean {
  return isWhiteSpace(octet) || octet === 0x0b || octet === 0xa0
}

function isNumeric(octet: number): boolean {
  return isDigit(octet) || octet === 0x2b || octet === 0x2d || octet === 0x2e
}

function hasLineEnd(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (isLineEnd(octetAt(bytes, at))) return true
  return false
}

function isLineEnd(octet: number): boolean {
  return octet === 0x0a || octet === 0x0d
}

/** Where `startxref` begins whose end is the `xref` at an offset, or `xref` between white space; or null. */
function sectionWordAt(bytes: Uint8Array, at: number): number | null {
  const long = at - 'start'.length
  if (startsWith(bytes, long, 'startxref')) return long
  const isWord = isSpace(octetAt(bytes, at - 1)) && isSpace(octetAt(bytes, at + 'xref'.length))
  return isWord ? at : null
}

/** Whether a dictionary or a comment begins at an offset, behind white space. */
function beginsDictionary(bytes: Uint8Array, at: number): boolean {
  let next = at
  while (isSpace(octetAt(bytes, next))) next += 1
  return octetAt(bytes, next) === 0x25 || startsWith(bytes, next, '<<')
}

/** The place that an offset is in, of such as stand one behind the other; null where it is in none. */
function placeAt(places: readonly Place[], offset: number): Place | null {
  let low = 0
  let high = places.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((places[middle]?.end ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  const place = places[low]
  return place !== undefined && place.start <= offset ? place : null
}

/** Of the offsets those that are in none of the places, and those that are not the last in theirs. */
function* surplus(offsets: Iterable<number>, places: readonly Place[]): Generator<number> {
  let index = 0
  let before: number | null = null
  for (const at of offsets) {
    while (index < places.length && (places[index]?.end ?? 0) <= at) {
      index += 1
      before = null
    }
    const start = places[index]?.start ?? Number.POSITIVE_INFINITY
    if (at < start) yield at
    else if (before !== null) yield before
    before = at < start ? null : at
  }
}
