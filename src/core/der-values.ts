import { concatBytes, fromLatin1, fromUtf8 } from './bytes.ts'
import {
  contentBytes,
  type DerReader,
  derMalformed,
  type Element,
  type Encoding,
  tags,
} from './der.ts'
import { realTime } from './time.ts'

/** A BIT STRING: its octets, and how many bits of the last one do not count. */
export interface BitString {
  readonly bytes: Uint8Array
  readonly unusedBits: number
}

/** X.690 §8.2 and §11.1: in DER, TRUE is 0xff. */
export function booleanValue(element: Element, encoding: Encoding = 'DER'): boolean {
  const content = contentBytes(element)
  const octet = content[0]
  if (content.length !== 1 || octet === undefined) throw derMalformed('BOOLEAN', element.start)
  if (encoding === 'DER' && octet !== 0 && octet !== 0xff)
    throw derMalformed('BOOLEAN', element.start)
  return octet !== 0
}

/** True where the content octets of an INTEGER are as short as X.690 §8.3.2 demands. */
export function isMinimalInteger(content: Uint8Array): boolean {
  const [first, second] = content
  if (first === undefined) return false
  if (second === undefined) return true
  return !((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))
}

/** The content octets of an INTEGER, two's complement, minimal. */
export function integerBytes(element: Element): Uint8Array {
  const content = contentBytes(element)
  if (!isMinimalInteger(content)) throw derMalformed('INTEGER not minimal', element.start)
  return content
}

/** An INTEGER that fits 32 bits; larger ones are refused. */
export function smallInteger(element: Element): number {
  const content = integerBytes(element)
  if (content.length > 4) throw derMalformed('INTEGER too large', element.start)
  let value = (content[0] as number) >= 0x80 ? -1 : 0
  for (const octet of content) value = value * 256 + octet
  return value
}

/** Longest OBJECT IDENTIFIER read, in octets: X.509 in use stays below 30; OpenSSL prints 127 at most. */
const longestOid = 128

/** OIDs seen, by their first octets as one number, then by the rest: no octet is copied to look one up. */
const knownOids = new Map<number, Map<number, string>>()
let countOfKnown = 0

/** Octets that a double holds beside their number. */
const octetsOfKey = 6

/** Dotted form of an OBJECT IDENTIFIER (X.690 §8.19). */
export function oidValue(element: Element): string {
  const { source, contentStart, contentEnd } = element
  const length = contentEnd - contentStart
  if (length > longestOid) throw derMalformed('OBJECT IDENTIFIER too long', element.start)
  if (length > 2 * octetsOfKey) return decodeOid(contentBytes(element), element.start)
  const middle = Math.min(contentEnd, contentStart + octetsOfKey)
  const first = keyOf(source, contentStart, middle)
  const rest = keyOf(source, middle, contentEnd)
  const known = knownOids.get(first)?.get(rest)
  if (known !== undefined) return known
  const dotted = decodeOid(contentBytes(element), element.start)
  remember(first, rest, dotted)
  return dotted
}

/** A different number for every string of so few octets. */
function keyOf(source: Uint8Array, start: number, end: number): number {
  let key = end - start
  for (let at = start; at < end; at += 1) key = key * 256 + (source[at] as number)
  return key
}

/** The table of OIDs seen is bounded, so that hostile input cannot grow it. */
function remember(first: number, rest: number, dotted: string): void {
  if (countOfKnown >= 4096) return
  countOfKnown += 1
  const others = knownOids.get(first) ?? new Map<number, string>()
  others.set(rest, dotted)
  knownOids.set(first, others)
}

function decodeOid(content: Uint8Array, at: number): string {
  const last = content[content.length - 1]
  if (last === undefined || last >= 0x80) throw derMalformed('OBJECT IDENTIFIER', at)
  const arcs: string[] = []
  let value = 0n
  let fresh = true
  for (const octet of content) {
    if (fresh && octet === 0x80) throw derMalformed('OBJECT IDENTIFIER not minimal', at)
    value = (value << 7n) | BigInt(octet & 0x7f)
    fresh = octet < 0x80
    if (!fresh) continue
    if (arcs.length === 0) {
      const root = value < 40n ? 0n : value < 80n ? 1n : 2n
      arcs.push(String(root), String(value - root * 40n))
    } else {
      arcs.push(String(value))
    }
    value = 0n
  }
  return arcs.join('.')
}

/** A primitive BIT STRING; DER demands that the unused bits are zero (X.690 §11.2.1). */
export function bitStringValue(element: Element, encoding: Encoding = 'DER'): BitString {
  const content = contentBytes(element)
  const unusedBits = content[0]
  const last = content[content.length - 1]
  if (unusedBits === undefined || last === undefined || unusedBits > 7) {
    throw derMalformed('BIT STRING', element.start)
  }
  const empty = content.length === 1
  if (empty && unusedBits !== 0) throw derMalformed('BIT STRING', element.start)
  const dirty = !empty && (last & ((1 << unusedBits) - 1)) !== 0
  if (encoding === 'DER' && dirty)
    throw derMalformed('BIT STRING with unused bits set', element.start)
  return { bytes: content.subarray(1), unusedBits }
}

/** The octets of an OCTET STRING, or of one context-tagged; in BER its segments are joined. */
export function octetStringValue(reader: DerReader, element: Element): Uint8Array {
  if ((element.tag & 0x20) === 0) return contentBytes(element)
  if (reader.encoding === 'DER') throw derMalformed('constructed OCTET STRING', element.start)
  const parts: Uint8Array[] = []
  collectSegments(reader.within(element), parts)
  return concatBytes(parts)
}

function collectSegments(segments: DerReader, parts: Uint8Array[]): void {
  while (!segments.done) {
    const segment = segments.read()
    if (segment.tag === tags.octetString) parts.push(contentBytes(segment))
    else if (segment.tag === (tags.octetString | 0x20))
      collectSegments(segments.within(segment), parts)
    else throw derMalformed('segment that is no OCTET STRING', segment.start)
  }
}

/** RFC 5280 §4.1.2.5: UTCTime or GeneralizedTime, with seconds, in Z, without fractions. */
export function timeValue(element: Element): Date {
  const content = contentBytes(element)
  const utc = element.tag === tags.utcTime
  if (!utc && element.tag !== tags.generalizedTime) throw derMalformed('time', element.start)
  const yearDigits = utc ? 2 : 4
  const zulu = content[content.length - 1] === 0x5a
  if (content.length !== yearDigits + 11 || !zulu) throw derMalformed('time', element.start)
  const short = digitsAt(element, content, 0, yearDigits)
  const year = utc ? (short < 50 ? 2000 + short : 1900 + short) : short
  const two = (at: number): number => digitsAt(element, content, yearDigits + at, 2)
  const time = realTime(year, two(0), two(2), two(4), two(6), two(8))
  if (time === null) throw derMalformed('time that does not exist', element.start)
  return time
}

function digitsAt(element: Element, content: Uint8Array, at: number, count: number): number {
  let value = 0
  for (let i = at; i < at + count; i += 1) {
    const digit = (content[i] as number) - 0x30
    if (digit < 0 || digit > 9) throw derMalformed('time', element.start)
    value = value * 10 + digit
  }
  return value
}

/** Text of any of the string types of X.680 §41, or null where its octets do not fit its type. */
export function stringValue(element: Element): string | null {
  const content = contentBytes(element)
  switch (element.tag) {
    case tags.utf8String:
      return fromUtf8(content)
    case tags.printableString:
    case tags.ia5String:
    case tags.numericString:
    case tags.visibleString:
      return content.every((octet) => octet < 0x80) ? fromLatin1(content) : null
    case tags.teletexString:
      // T.61 in name only: every issuer seen writes ISO 8859-1.
      return fromLatin1(content)
    case tags.bmpString:
      return wideText(content, 2)
    case tags.universalString:
      return wideText(content, 4)
    default:
      return null
  }
}

function wideText(content: Uint8Array, width: 2 | 4): string | null {
  if (content.length % width !== 0) return null
  let text = ''
  for (let i = 0; i < content.length; i += width) {
    let code = 0
    for (let j = 0; j < width; j += 1) code = code * 256 + (content[i + j] as number)
    if (code > 0x10ffff || (width === 4 && code >= 0xd800 && code < 0xe000)) return null
    text += String.fromCodePoint(code)
  }
  return text
}
