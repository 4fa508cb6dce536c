import type { Budget } from '../../../core/budget.ts'
import type { PdfProblem } from '../file.ts'
import { pdfMalformed } from '../malformed.ts'
import type { PdfDictionary, PdfObject, PdfReference, PdfStream } from '../object.ts'
import { keywordAt, octetAt, skipSpace, spendOctets } from './lexer.ts'

/** The value of a stream's Length, followed where it is a reference; null where it is no integer. */
export type StreamLength = (length: PdfObject) => number | null

/**
 * The stream whose keyword stands at an offset (ISO 32000-2 §7.3.8). Its octets are not gone through
 * where the Length is right. Where it is not, the stream ends at the next `endstream`; but not where
 * the Length leads past the `endobj` behind it, since readers that follow the Length see other octets
 * than those that search: that is `pdf-malformed`. `end` is behind `endstream`.
 */
export function readStream(
  bytes: Uint8Array,
  at: number,
  options: {
    readonly budget: Budget
    readonly owner: PdfReference
    readonly dictionary: PdfDictionary
    readonly streamLength: StreamLength
  },
): { stream: PdfStream; end: number; problems: PdfProblem[] } {
  const { budget, owner, dictionary, streamLength } = options
  if (dictionary.repeated.includes('Length')) throw pdfMalformed('a stream with two lengths')
  const problems: PdfProblem[] = []
  const start = dataStart(bytes, at, problems)
  const declared = dictionary.entries.get('Length')
  const length = declared === undefined ? null : streamLength(declared)
  const stated = length === null ? null : endAtLength(bytes, start, length)
  const found = stated ?? endBySearch(bytes, start, length, budget)
  if (stated === null) {
    const message = 'a stream of another length than it says'
    problems.push({ code: 'stream-length-wrong', message, offset: at })
  }
  const place = { start, end: found.data }
  const raw = bytes.subarray(start, found.data)
  return { stream: { kind: 'stream', dictionary, raw, place, owner }, end: found.end, problems }
}

/**
 * Behind the line end that follows the keyword: CR LF or LF, and not CR alone (ISO 32000-2 §7.3.8.1).
 * A CR alone, as older writers have it, is taken and said; before a line feed there is no telling.
 */
function dataStart(bytes: Uint8Array, at: number, problems: PdfProblem[]): number {
  const end = at + 'stream'.length
  const octet = octetAt(bytes, end)
  if (octet === 0x0a) return end + 1
  if (octet !== 0x0d) throw pdfMalformed('a stream that does not begin on a line of its own')
  if (octetAt(bytes, end + 1) === 0x0a) return end + 2
  const message = 'the data of a stream begin behind a carriage return alone'
  problems.push({ code: 'stream-line-end', message, offset: at })
  return end + 1
}

/** Where the data end and what is behind `endstream`, if it stands there, after a line end or none. */
interface StreamEnd {
  readonly data: number
  readonly end: number
}

function endAtLength(bytes: Uint8Array, start: number, length: number): StreamEnd | null {
  const data = start + length
  if (length < 0 || data > bytes.length) return null
  let keyword = data
  if (octetAt(bytes, keyword) === 0x0d) keyword += 1
  if (octetAt(bytes, keyword) === 0x0a) keyword += 1
  if (!keywordAt(bytes, keyword, 'endstream')) return null
  return { data, end: keyword + 'endstream'.length }
}

const endstream = Buffer.from('endstream', 'latin1')

/** The first `endstream`, with `endobj` behind it, so that it is no part of the data. */
function endBySearch(
  bytes: Uint8Array,
  start: number,
  length: number | null,
  budget: Budget,
): StreamEnd {
  const octets = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const keyword = octets.indexOf(endstream, start)
  spendOctets(budget, (keyword === -1 ? bytes.length : keyword) - start)
  if (keyword === -1) throw pdfMalformed('a stream that does not end')
  const end = keyword + endstream.length
  const object = skipSpace(bytes, end, budget)
  if (!keywordAt(bytes, object, 'endobj')) {
    throw pdfMalformed('a stream of which the end cannot be told')
  }
  const declared = length === null ? 0 : start + length
  if (declared > object + 'endobj'.length && declared <= bytes.length) {
    throw pdfMalformed('a stream whose length leads past its end')
  }
  return { data: withoutLineEnd(bytes, start, keyword), end }
}

/** One line end before `endstream` is not of the data (ISO 32000-2 §7.3.8.1). */
function withoutLineEnd(bytes: Uint8Array, start: number, keyword: number): number {
  let end = keyword
  if (end > start && octetAt(bytes, end - 1) === 0x0a) end -= 1
  if (end > start && octetAt(bytes, end - 1) === 0x0d) end -= 1
  return end
}
