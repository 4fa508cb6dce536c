import { pdfAmbiguous, pdfIncomplete, pdfMalformed } from '../malformed.ts'
import type { Place } from '../object.ts'
import { isDigit, keywordAt, octetAt, readDigits } from '../syntax/lexer.ts'
import { headerWithin } from './limits.ts'
import { type Source, searchable, skipLineEnd, skipWhiteSpace } from './source.ts'

/** Where `%PDF-` stands (ISO 32000-2 §7.5.2), in the first 1,024 octets. */
export function findHeader(source: Omit<Source, 'shift'>): number {
  const at = searchable(source.bytes.subarray(0, headerWithin)).indexOf('%PDF-')
  if (at === -1) throw pdfMalformed('no header in the first 1,024 octets')
  if (!isDigit(octetAt(source.bytes, at + 5))) throw pdfMalformed('a header without a version')
  if (at > 0) {
    source.problems.add('header-offset', `${at} octets stand before the header`, 0)
  }
  return at
}

/** `startxref`, the offset that it gives, and `%%EOF` with its line end (ISO 32000-2 §7.5.5). */
export interface EndMarker {
  readonly place: Place
  /** As the file states it. */
  readonly offset: number
  readonly closed: 'with %%EOF' | 'without'
  /** Octets of white space in it, the line end behind it left out. */
  readonly space: number
}

/** Ten digits are those of an offset in a table (ISO 32000-2 §7.5.4). */
const digitsOfOffset = 10

/** What stands at an offset, null where it is no `startxref` with an offset. */
export function endMarkerAt(source: Omit<Source, 'shift'>, at: number): EndMarker | null {
  const { bytes } = source
  if (!keywordAt(bytes, at, 'startxref')) return null
  const behind = at + 'startxref'.length
  const first = skipWhiteSpace(source, behind)
  const digits = readDigits(bytes, first, digitsOfOffset)
  if (digits === null) return null
  const next = skipWhiteSpace(source, digits.end)
  const closed = startsWith(bytes, next, '%%EOF')
  const end = skipLineEnd(bytes, closed ? next + '%%EOF'.length : digits.end)
  return {
    place: { start: at, end },
    offset: digits.value,
    closed: closed ? 'with %%EOF' : 'without',
    space: first - behind + (closed ? next - digits.end : 0),
  }
}

/**
 * The last `startxref` of the file. Departure: ISO 32000-2 §7.5.5 has it in the last lines, and
 * readers look for it in the last 1,024 octets; here it is the last one wherever it is, since all
 * that stands behind it is said to be there.
 */
export function findLastMarker(source: Omit<Source, 'shift'>): EndMarker {
  const octets = searchable(source.bytes)
  let at = octets.lastIndexOf('startxref')
  while (at > 0 && !keywordAt(source.bytes, at, 'startxref')) {
    at = octets.lastIndexOf('startxref', at - 1)
  }
  const marker = at < 0 ? null : endMarkerAt(source, at)
  if (marker === null) throw pdfIncomplete('no "startxref" with an offset')
  return marker
}

/**
 * What is added to the offsets: nothing, or where the header stands, if so the first one fits. Where
 * both fit, readers see different documents.
 */
export function findShift(
  source: Omit<Source, 'shift'>,
  header: number,
  marker: EndMarker,
): number {
  if (header === 0) return 0
  if (!beginsSection(source, marker.offset + header)) {
    const message = 'offsets are counted from the first octet, and the header is not there'
    source.problems.add('offsets-not-from-header', message, 0)
    return 0
  }
  if (beginsSection(source, marker.offset)) {
    throw pdfAmbiguous('offsets that fit from the first octet and from the header')
  }
  const message = 'offsets are counted from the header, not from the first octet'
  source.problems.add('offsets-from-header', message, header)
  return header
}

function beginsSection(source: Omit<Source, 'shift'>, at: number): boolean {
  const { bytes } = source
  const start = skipWhiteSpace(source, at)
  if (keywordAt(bytes, start, 'xref')) return true
  const number = readDigits(bytes, start, digitsOfOffset)
  if (number === null || isDigit(octetAt(bytes, start - 1))) return false
  const generation = readDigits(bytes, skipWhiteSpace(source, number.end), digitsOfOffset)
  if (generation === null) return false
  return keywordAt(bytes, skipWhiteSpace(source, generation.end), 'obj')
}

/** Whether those characters stand at an offset. */
export function startsWith(bytes: Uint8Array, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (bytes[at + index] !== text.charCodeAt(index)) return false
  }
  return true
}
