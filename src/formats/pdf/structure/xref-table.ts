import type { XrefEntry } from '../file.ts'
import { pdfMalformed } from '../malformed.ts'
import { isDigit, isWhiteSpace, keywordAt, octetAt, readDigits } from '../syntax/lexer.ts'
import { parseObject } from '../syntax/parser.ts'
import { roomFor } from '../syntax/weight.ts'
import { SectionEntries } from './entries.ts'
import { type Section, sizeOf } from './section.ts'
import { type Source, skipWhiteSpace } from './source.ts'

/** The digits of an object number or a count; the highest is 8,388,607. */
const digitsOfNumber = 10

/** The table whose `xref` stands at an offset, with its trailer (ISO 32000-2 §7.5.4, §7.5.5). */
export function readXrefTable(source: Source, at: number): Section {
  const { bytes, budget } = source
  const entries = new SectionEntries(source, at)
  let next = skipWhiteSpace(source, at + 'xref'.length)
  if (keywordAt(bytes, next, 'trailer')) {
    const message = 'a cross-reference table without a subsection'
    source.problems.add('table-without-subsection', message, at)
  }
  while (!keywordAt(bytes, next, 'trailer')) {
    next = skipWhiteSpace(source, readSubsection(source, next, entries))
  }
  const read = parseObject(bytes, next + 'trailer'.length, {
    budget,
    place: 'file',
    room: roomFor(bytes.length),
  })
  if (read.object.kind !== 'dictionary') throw pdfMalformed('a trailer that is no dictionary')
  const size = sizeOf(read.object)
  const place = { start: at, end: read.end }
  entries.sayBeyond(size)
  const { object: trailer, weight } = read
  return {
    place,
    keyword: next,
    entries: entries.entries,
    trailer,
    weight,
    object: null,
    hidden: null,
  }
}

/** `first count`, and so many entries; returns what is behind the last. */
function readSubsection(source: Source, at: number, entries: SectionEntries): number {
  const { bytes } = source
  const first = readDigits(bytes, at, digitsOfNumber)
  const second = first === null ? null : skipBlanks(bytes, first.end)
  const count = second === null ? null : readDigits(bytes, second, digitsOfNumber)
  if (first === null || count === null || second === first.end) {
    throw pdfMalformed('a cross-reference table with a subsection that is none')
  }
  if (count.value === 0) return count.end
  let next = skipWhiteSpace(source, count.end)
  for (let index = 0; index < count.value; index += 1) {
    entries.add(first.value + index, readEntry(source, next))
    next = entryEnd(source, next)
  }
  return next
}

/** One entry: ten digits, a space, five digits, a space, `n` or `f`. */
function readEntry(source: Source, at: number): XrefEntry {
  const { bytes, shift } = source
  const first = fixedDigits(bytes, at, 10)
  const generation = fixedDigits(bytes, at + 11, 5)
  const spaced = octetAt(bytes, at + 10) === 0x20 && octetAt(bytes, at + 16) === 0x20
  const kind = octetAt(bytes, at + 17)
  if (first === null || generation === null || !spaced || (kind !== 0x6e && kind !== 0x66)) {
    throw pdfMalformed('a cross-reference table with an entry that is none')
  }
  if (kind === 0x66) return { kind: 'free', generation }
  return { kind: 'offset', generation, offset: first + shift }
}

/**
 * Behind the two octets that end an entry: SP CR, SP LF or CR LF. Some writers have one octet, or
 * three; the next entry tells where it begins.
 */
function entryEnd(source: Source, at: number): number {
  const { bytes } = source
  const end = at + 18
  let next = end
  while (isWhiteSpace(octetAt(bytes, next)) && next - end < 3) next += 1
  const octets = next - end
  const strict = octets === 2 && !isBlank(octetAt(bytes, next - 1))
  if (octets === 0) throw pdfMalformed('a cross-reference table with an entry that does not end')
  if (!strict) {
    const message = 'entries of a cross-reference table are not of 20 octets'
    source.problems.add('table-entry-line-end', message, at)
  }
  return next
}

function fixedDigits(bytes: Uint8Array, at: number, count: number): number | null {
  let value = 0
  for (let index = at; index < at + count; index += 1) {
    const octet = octetAt(bytes, index)
    if (!isDigit(octet)) return null
    value = value * 10 + octet - 0x30
  }
  return value
}

function skipBlanks(bytes: Uint8Array, at: number): number {
  let end = at
  while (isBlank(octetAt(bytes, end)) && end - at < 16) end += 1
  return end
}

function isBlank(octet: number): boolean {
  return octet === 0x20 || octet === 0x09
}
