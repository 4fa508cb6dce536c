import type { Budget } from '../../../core/budget.ts'

/**
 * What stands for an octet behind the last one: neither white space nor regular, so that every run
 * of characters ends there.
 */
export const endOfInput = 256

const regular = 0
const whiteSpace = 1
const delimiter = 2

/** ISO 32000-2 §7.2.3, tables 1 and 2: NUL, HT, LF, FF, CR and space; `( ) < > [ ] { } / %`. */
const classes = Uint8Array.from({ length: endOfInput + 1 }, (_, octet) => {
  if ([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20].includes(octet)) return whiteSpace
  if (octet === endOfInput || '()<>[]{}/%'.includes(String.fromCharCode(octet))) return delimiter
  return regular
})

/** The longest keyword of a file is `endstream`; a longer run of characters is none. */
const longestKeyword = 16

/**
 * Octets that count as one node of the budget, so that what is read again and again, because many
 * cross-references lead there, comes to an end: with 4,000,000 nodes, after 1 GB.
 */
const octetsOfNode = 256

/** The octet at an offset, or `endOfInput`. */
export function octetAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? endOfInput
}

/** ISO 32000-2 §7.2.3, table 1. */
export function isWhiteSpace(octet: number): boolean {
  return classes[octet] === whiteSpace
}

/** Where white space ends that begins at an offset, or that `end`; no comment is passed over, and nothing counted. */
export function whiteSpaceEnd(bytes: Uint8Array, at: number, end: number): number {
  const last = Math.min(end, bytes.length)
  let next = at
  while (next < last && classes[bytes[next] ?? endOfInput] === whiteSpace) next += 1
  return next
}

/** ISO 32000-2 §7.2.3: what is neither white space nor a delimiter. */
export function isRegular(octet: number): boolean {
  return classes[octet] === regular
}

/** A decimal digit. */
export function isDigit(octet: number): boolean {
  return octet >= 0x30 && octet <= 0x39
}

/** What a hexadecimal digit of either case stands for, -1 where the octet is none. */
export function hexValue(octet: number): number {
  if (isDigit(octet)) return octet - 0x30
  const lower = octet | 0x20
  return lower >= 0x61 && lower <= 0x66 && octet < 0x80 ? lower - 0x57 : -1
}

/** Counts a run of octets that was gone through; throws `budget-exceeded`. */
export function spendOctets(budget: Budget, octets: number): void {
  if (octets >= octetsOfNode) budget.spendNodes(Math.floor(octets / octetsOfNode))
}

/** The offset behind white space and comments (ISO 32000-2 §7.2.3, §7.2.4); throws `budget-exceeded`. */
export function skipSpace(bytes: Uint8Array, at: number, budget: Budget): number {
  const { length } = bytes
  let end = at
  // Never read behind the last octet: that once, and the engine makes the loop slow for good.
  while (end < length) {
    const octet = bytes[end] ?? endOfInput
    if (classes[octet] === whiteSpace) end += 1
    else if (octet === 0x25) end = lineEnd(bytes, end)
    else break
  }
  spendOctets(budget, end - at)
  return end
}

/** The offset of the CR or LF that ends a comment, or of the end of the file. */
function lineEnd(bytes: Uint8Array, at: number): number {
  const { length } = bytes
  let end = at
  while (end < length && bytes[end] !== 0x0a && bytes[end] !== 0x0d) end += 1
  return end
}

/**
 * The regular characters from an offset up to white space, a delimiter or the end; null where there
 * are none, or more than any keyword has.
 */
export function readKeyword(bytes: Uint8Array, at: number): { word: string; end: number } | null {
  let end = at
  let word = ''
  while (isRegular(octetAt(bytes, end))) {
    if (end - at === longestKeyword) return null
    word += String.fromCharCode(octetAt(bytes, end))
    end += 1
  }
  return end === at ? null : { word, end }
}

/** Whether a keyword stands at an offset, and ends there. */
export function keywordAt(bytes: Uint8Array, at: number, word: string): boolean {
  for (let index = 0; index < word.length; index += 1) {
    if (bytes[at + index] !== word.charCodeAt(index)) return false
  }
  return !isRegular(octetAt(bytes, at + word.length))
}

/**
 * Decimal digits alone, as object numbers, generations and offsets are written; null where there are
 * none, more than `most`, or where other regular characters follow.
 */
export function readDigits(
  bytes: Uint8Array,
  at: number,
  most: number,
): { value: number; end: number } | null {
  const end = digitsEnd(bytes, at, most)
  return end === -1 ? null : { value: valueOfDigits(bytes, at, end), end }
}

/** Where such digits end; -1 where there are none. */
export function digitsEnd(bytes: Uint8Array, at: number, most: number): number {
  let end = at
  while (isDigit(octetAt(bytes, end))) {
    if (end - at === most) return -1
    end += 1
  }
  return end === at || isRegular(octetAt(bytes, end)) ? -1 : end
}

/** What decimal digits from `start` up to `end` stand for. */
export function valueOfDigits(bytes: Uint8Array, start: number, end: number): number {
  let value = 0
  for (let at = start; at < end; at += 1) value = value * 10 + octetAt(bytes, at) - 0x30
  return value
}
