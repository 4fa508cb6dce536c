import type { Budget } from '../../../core/budget.ts'
import { fromLatin1 } from '../../../core/bytes.ts'
import { pdfMalformed } from '../malformed.ts'
import type { PdfName, PdfNumber, PdfReference } from '../object.ts'
import {
  hexValue,
  isDigit,
  isRegular,
  octetAt,
  readDigits,
  skipSpace,
  spendOctets,
} from './lexer.ts'

/**
 * Octets of a number: a double written out without an exponent has 309 before the period, and
 * writers print few behind it.
 */
const longestNumber = 400

/** An integer of 15 digits is always one that a double tells from the next. */
const digitsOfEveryDouble = 15

/** ISO 32000-2 Annex C of the first edition: 8,388,607 objects; ten digits are those of an offset. */
const digitsOfObjectNumber = 10

/** ISO 32000-2 §7.5.4: a generation is 65,535 at most. */
const digitsOfGeneration = 5

/**
 * A number (ISO 32000-2 §7.3.3): digits, a sign before them, a period before, among or behind them.
 * Of anything else that begins like one (`--5`, `1-2`, `1e3`, a period alone) readers make different
 * numbers, so that it is malformed. An integer that a double cannot tell from the next is a real.
 */
export function readNumber(
  bytes: Uint8Array,
  at: number,
): { readonly object: PdfNumber; readonly end: number } {
  const plain = readDigits(bytes, at, digitsOfEveryDouble)
  if (plain !== null) return { object: { kind: 'integer', value: plain.value }, end: plain.end }
  let end = at
  let digits = 0
  let periods = 0
  const sign = octetAt(bytes, at)
  if (sign === 0x2b || sign === 0x2d) end += 1
  for (let octet = octetAt(bytes, end); isRegular(octet); octet = octetAt(bytes, end)) {
    if (isDigit(octet)) digits += 1
    else if (octet === 0x2e) periods += 1
    else throw pdfMalformed('a number that is none')
    end += 1
    if (end - at > longestNumber) throw pdfMalformed('a number that is too long')
  }
  if (digits === 0 || periods > 1) throw pdfMalformed('a number that is none')
  // Minus zero is zero.
  const value = Number(fromLatin1(bytes.subarray(at, end))) + 0
  if (!Number.isFinite(value)) throw pdfMalformed('a number that is too large')
  const kind = periods === 0 && Number.isSafeInteger(value) ? 'integer' : 'real'
  return { object: { kind, value }, end }
}

/** `12 0 R` (ISO 32000-2 §7.3.10) where it stands at an offset, null where something else does. */
export function readReference(
  bytes: Uint8Array,
  at: number,
  budget: Budget,
): { readonly object: PdfReference; readonly end: number } | null {
  const pair = readNumberPair(bytes, at, budget)
  if (pair === null || octetAt(bytes, pair.next) !== 0x52) return null
  if (isRegular(octetAt(bytes, pair.next + 1))) return null
  const { number, generation } = pair
  return { object: { kind: 'reference', number, generation }, end: pair.next + 1 }
}

/** The two numbers that a reference and an indirect object begin with, and where the next token is. */
export function readNumberPair(
  bytes: Uint8Array,
  at: number,
  budget: Budget,
): { readonly number: number; readonly generation: number; readonly next: number } | null {
  const number = readDigits(bytes, at, digitsOfObjectNumber)
  if (number === null) return null
  const second = skipSpace(bytes, number.end, budget)
  if (second === number.end) return null
  const generation = readDigits(bytes, second, digitsOfGeneration)
  if (generation === null) return null
  const next = skipSpace(bytes, generation.end, budget)
  return { number: number.value, generation: generation.value, next }
}

/**
 * A name, from its solidus (ISO 32000-2 §7.3.5). A number sign that no two hexadecimal digits follow
 * stands for itself, as readers have it; `#00`, which the standard forbids, ends the name for some.
 */
export function readName(
  bytes: Uint8Array,
  at: number,
  budget: Budget,
): { readonly object: PdfName; readonly end: number } {
  let end = at + 1
  let escaped = false
  for (let octet = octetAt(bytes, end); isRegular(octet); octet = octetAt(bytes, end)) {
    if (octet === 0x23) escaped = true
    end += 1
  }
  spendOctets(budget, end - at)
  const written = bytes.subarray(at + 1, end)
  const name = fromLatin1(escaped ? unescaped(written) : written)
  return { object: { kind: 'name', name }, end }
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
