import type { Budget } from '../../../core/budget.ts'
import { fromLatin1 } from '../../../core/bytes.ts'
import { pdfMalformed } from '../malformed.ts'
import { hexValue, isWhiteSpace, octetAt, spendOctets } from './lexer.ts'

/** What a string stands for, and where it ends. */
interface ReadString {
  readonly bytes: Uint8Array
  readonly end: number
}

/** ISO 32000-2 §7.3.4.2, table 3, by the character behind the reverse solidus: \n, \r, \t, \b, \f. */
const escapes: ReadonlyMap<number, number> = new Map([
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
  [0x62, 0x08],
  [0x66, 0x0c],
])

/** A literal string, from its opening parenthesis (ISO 32000-2 §7.3.4.2). */
export function readLiteralString(bytes: Uint8Array, at: number, budget: Budget): ReadString {
  const found = literalEnd(bytes, at)
  spendOctets(budget, (found?.end ?? bytes.length) - at)
  if (found === null) throw pdfMalformed('a string that does not end')
  const { end, plain } = found
  const written = bytes.subarray(at + 1, end - 1)
  return { bytes: plain ? written : unescaped(written), end }
}

/** The offset behind the parenthesis that closes the string, or null where none does. */
function literalEnd(bytes: Uint8Array, at: number): { end: number; plain: boolean } | null {
  let open = 0
  let plain = true
  for (let end = at; end < bytes.length; end += 1) {
    const octet = octetAt(bytes, end)
    if (octet === 0x5c) {
      plain = false
      end += 1
    } else if (octet === 0x28) open += 1
    else if (octet === 0x0d) plain = false
    else if (octet === 0x29) {
      open -= 1
      if (open === 0) return { end: end + 1, plain }
    }
  }
  return null
}

/** A line end of any kind is a line feed, and none behind a reverse solidus (ISO 32000-2 §7.3.4.2). */
function unescaped(written: Uint8Array): Uint8Array {
  const octets = new Uint8Array(written.length)
  let length = 0
  let at = 0
  while (at < written.length) {
    const octet = octetAt(written, at)
    if (octet === 0x5c) {
      const read = readEscape(written, at + 1)
      at = read.end
      if (read.octet === null) continue
      octets[length] = read.octet
    } else {
      at = octet === 0x0d ? behindLineEnd(written, at) : at + 1
      octets[length] = octet === 0x0d ? 0x0a : octet
    }
    length += 1
  }
  return octets.subarray(0, length)
}

/** What stands behind a reverse solidus; before anything that table 3 does not name, it is ignored. */
function readEscape(written: Uint8Array, at: number): { octet: number | null; end: number } {
  const octet = octetAt(written, at)
  if (octet === 0x0a || octet === 0x0d) return { octet: null, end: behindLineEnd(written, at) }
  if (isOctal(octet)) return readOctal(written, at)
  return { octet: escapes.get(octet) ?? octet, end: at + 1 }
}

/** One to three octal digits; the overflow of three is ignored (ISO 32000-2 §7.3.4.2). */
function readOctal(written: Uint8Array, at: number): { octet: number; end: number } {
  let end = at
  let value = 0
  while (end < at + 3 && isOctal(octetAt(written, end))) {
    value = value * 8 + octetAt(written, end) - 0x30
    end += 1
  }
  return { octet: value & 0xff, end }
}

function isOctal(octet: number): boolean {
  return octet >= 0x30 && octet <= 0x37
}

/** CR with LF, or either alone, is one line end. */
function behindLineEnd(bytes: Uint8Array, at: number): number {
  return octetAt(bytes, at) === 0x0d && octetAt(bytes, at + 1) === 0x0a ? at + 2 : at + 1
}

/**
 * A hexadecimal string, from its opening bracket (ISO 32000-2 §7.3.4.3): white space is ignored, and
 * a last digit that is missing is 0. Anything else in it is skipped by some readers, and ends the
 * string for others: malformed.
 */
export function readHexadecimalString(bytes: Uint8Array, at: number, budget: Budget): ReadString {
  const close = bytes.indexOf(0x3e, at)
  spendOctets(budget, (close === -1 ? bytes.length : close) - at)
  if (close === -1) throw pdfMalformed('a hexadecimal string that does not end')
  const plain = digitsOnly(bytes, at + 1, close)
  if (plain !== null) return { bytes: plain, end: close + 1 }
  const octets = new Uint8Array((close - at) >> 1)
  let digits = 0
  for (let next = at + 1; next < close; next += 1) {
    const octet = octetAt(bytes, next)
    const value = hexValue(octet)
    if (value >= 0) {
      octets[digits >> 1] = digits % 2 === 0 ? value * 16 : octetAt(octets, digits >> 1) + value
      digits += 1
    } else if (!isWhiteSpace(octet))
      throw pdfMalformed('a hexadecimal string with other characters')
  }
  return { bytes: octets.subarray(0, (digits + 1) >> 1), end: close + 1 }
}

/**
 * What an even number of digits stands for, which most strings are made of: four times as fast as
 * one by one, and `Contents` is long. Null where there is anything else, at which Buffer stops.
 */
function digitsOnly(bytes: Uint8Array, start: number, end: number): Uint8Array | null {
  const octets = Buffer.from(fromLatin1(bytes.subarray(start, end)), 'hex')
  return octets.length * 2 === end - start ? octets : null
}
