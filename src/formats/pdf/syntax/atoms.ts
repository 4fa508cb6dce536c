import type { Budget } from '../../../core/budget.ts'
import { fromLatin1 } from '../../../core/bytes.ts'
import { pdfMalformed } from '../malformed.ts'
import type { PdfName, PdfNumber, PdfReference } from '../object.ts'
import { largestObjectNumber } from '../structure/limits.ts'
import {
  digitsEnd,
  hexValue,
  isDigit,
  isRegular,
  keywordAt,
  octetAt,
  skipSpace,
  spendOctets,
  valueOfDigits,
} from './lexer.ts'

/**
 * Octets of a number: a double written out without an exponent has 309 before the period, and
 * writers print few behind it.
 */
const longestNumber = 400

/** An integer of 15 digits is always one that a double tells from the next. */
const digitsOfEveryDouble = 15

/** Ten digits are those of an offset; what is higher than an object can have is told by itself. */
const digitsOfObjectNumber = 10

/** ISO 32000-2 §7.5.4: a generation is 65,535 at most. */
const digitsOfGeneration = 5

/** What has fewer digits, and no more behind its period, is divided exactly (IEEE 754 §5.4.1). */
const exactPowers = Array.from({ length: digitsOfEveryDouble + 1 }, (_, digits) => 10 ** digits)

/** Integers of which files have many, made once. */
const smallIntegers = Array.from(
  { length: 1 << 10 },
  (_, value): PdfNumber => ({ kind: 'integer', value }),
)

/** What is read, and where it ends. */
interface Read<T> {
  readonly object: T
  readonly end: number
}

/**
 * A number (ISO 32000-2 §7.3.3): digits, a sign before them, a period before, among or behind them.
 * Of anything else that begins like one (`--5`, `1-2`, `1e3`, a period alone) readers make different
 * numbers, so that it is malformed. An integer that a double cannot tell from the next is a real.
 */
export function readNumber(bytes: Uint8Array, at: number): Read<PdfNumber> {
  const sign = octetAt(bytes, at)
  let end = sign === 0x2b || sign === 0x2d ? at + 1 : at
  let digits = 0
  let integral = -1
  let value = 0
  for (let octet = octetAt(bytes, end); isRegular(octet); octet = octetAt(bytes, end)) {
    if (isDigit(octet)) {
      digits += 1
      value = value * 10 + octet - 0x30
    } else if (octet === 0x2e && integral === -1) integral = digits
    else throw pdfMalformed('a number that is none')
    end += 1
    if (end - at > longestNumber) throw pdfMalformed('a number that is too long')
  }
  if (digits === 0) throw pdfMalformed('a number that is none')
  if (digits > digitsOfEveryDouble) return { object: longNumber(bytes, at, end), end }
  if (sign === 0x2d && value !== 0) value = -value
  if (integral === -1) return { object: integerOf(value), end }
  return { object: { kind: 'real', value: value / (exactPowers[digits - integral] ?? 1) }, end }
}

/** Whether a number is one of those that are made once. */
export function isShared({ kind, value }: PdfNumber): boolean {
  return kind === 'integer' && value >= 0 && value < smallIntegers.length
}

function integerOf(value: number): PdfNumber {
  return smallIntegers[value] ?? { kind: 'integer', value }
}

/** Minus zero is zero. */
function longNumber(bytes: Uint8Array, start: number, end: number): PdfNumber {
  const text = fromLatin1(bytes.subarray(start, end))
  const value = Number(text) + 0
  if (!Number.isFinite(value)) throw pdfMalformed('a number that is too large')
  return { kind: !text.includes('.') && Number.isSafeInteger(value) ? 'integer' : 'real', value }
}

/**
 * `12 0 R` (ISO 32000-2 §7.3.10) where it stands at an offset, null where something else does; not
 * `fresh` where the object is that of another reference to the same.
 */
export function readReference(
  bytes: Uint8Array,
  at: number,
  budget: Budget,
): (Read<PdfReference> & { readonly fresh: boolean }) | null {
  const pair = readNumberPair(bytes, at, budget)
  if (pair === null || !keywordAt(bytes, pair.next, 'R')) return null
  const { number, generation, next } = pair
  // Some readers cut off the highest bits, and come to another object than is named.
  if (number > largestObjectNumber) throw pdfMalformed('a reference to a number that is too high')
  const slot = number & (lastReferences.length - 1)
  const last = lastReferences[slot]
  const end = next + 1
  if (last?.number === number && last.generation === generation) {
    return { object: last, end, fresh: false }
  }
  const object: PdfReference = { kind: 'reference', number, generation }
  lastReferences[slot] = object
  return { object, end, fresh: true }
}

/** References that were read last: many objects say the same few, such as what they stand in. */
const lastReferences: PdfReference[] = Array.from({ length: 1 << 10 }, () => {
  return { kind: 'reference', number: -1, generation: 0 }
})

/** The two numbers that a reference and an indirect object begin with, and where the next token is. */
export function readNumberPair(
  bytes: Uint8Array,
  at: number,
  budget: Budget,
): { readonly number: number; readonly generation: number; readonly next: number } | null {
  const number = digitsEnd(bytes, at, digitsOfObjectNumber)
  if (number === -1) return null
  const second = skipSpace(bytes, number, budget)
  if (second === number) return null
  const generation = digitsEnd(bytes, second, digitsOfGeneration)
  if (generation === -1) return null
  const next = skipSpace(bytes, generation, budget)
  return {
    number: valueOfDigits(bytes, at, number),
    generation: valueOfDigits(bytes, second, generation),
    next,
  }
}

/**
 * A name, from its solidus (ISO 32000-2 §7.3.5). A number sign that no two hexadecimal digits follow
 * stands for itself, as readers have it; `#00`, which the standard forbids, ends the name for some.
 */
export function readName(bytes: Uint8Array, at: number, budget: Budget): Read<PdfName> {
  let end = at + 1
  let escaped = false
  for (let octet = octetAt(bytes, end); isRegular(octet); octet = octetAt(bytes, end)) {
    if (octet === 0x23) escaped = true
    end += 1
  }
  spendOctets(budget, end - at)
  if (!escaped) return { object: nameOf(bytes, at + 1, end), end }
  const plain = unescaped(bytes.subarray(at + 1, end))
  return { object: nameOf(plain, 0, plain.length), end }
}

/** Names that were read last, by a number made of their octets: files say the same few everywhere. */
const lastNames: PdfName[] = Array.from({ length: 1 << 10 }, () => ({ kind: 'name', name: '' }))

/** What is longer is rare, and not worth being looked for. */
const longestShared = 32

function nameOf(bytes: Uint8Array, start: number, end: number): PdfName {
  if (end - start > longestShared) {
    return { kind: 'name', name: fromLatin1(bytes.subarray(start, end)) }
  }
  let slot = 0
  for (let at = start; at < end; at += 1) slot = (slot * 31 + octetAt(bytes, at)) & 0xffffff
  slot &= lastNames.length - 1
  const last = lastNames[slot]
  if (last !== undefined && isSpelled(last.name, bytes, start, end)) return last
  let name = ''
  for (let at = start; at < end; at += 1) name += String.fromCharCode(octetAt(bytes, at))
  const found: PdfName = { kind: 'name', name }
  lastNames[slot] = found
  return found
}

function isSpelled(name: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (name.length !== end - start) return false
  for (let index = 0; index < name.length; index += 1) {
    if (name.charCodeAt(index) !== bytes[start + index]) return false
  }
  return true
}

function unescaped(written: Uint8Array): Uint8Array {
  const octets = new Uint8Array(written.length)
  let length = 0
  for (let at = 0; at < written.length; at += 1) {
    let octet = octetAt(written, at)
    if (octet === 0x23) {
      const high = hexValue(octetAt(written, at + 1))
      const low = hexValue(octetAt(written, at + 2))
      if (high >= 0 && low >= 0) {
        octet = high * 16 + low
        if (octet === 0) throw pdfMalformed('a name with the octet 0')
        at += 2
      }
    }
    octets[length] = octet
    length += 1
  }
  return octets.subarray(0, length)
}
