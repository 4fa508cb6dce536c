import { pdfMalformed } from '../malformed.ts'
import { hexValue, octetAt } from '../syntax/lexer.ts'
import { Output } from './output.ts'

/**
 * ISO 32000-2 §7.4.2: white space is ignored, `>` ends the data, and a last digit that is missing is
 * 0. What stands behind the end is no part of them.
 */
export function decodeAsciiHex(octets: Uint8Array, most: number): Uint8Array {
  const output = new Output(octets.length >> 1, most)
  let high = -1
  for (const octet of octets) {
    const value = hexValue(octet)
    if (value >= 0) {
      if (high >= 0) output.push(high * 16 + value)
      high = high >= 0 ? -1 : value
    } else if (octet === 0x3e) {
      if (high >= 0) output.push(high * 16)
      return output.octets()
    } else if (!isIgnored(octet)) {
      throw pdfMalformed('hexadecimal data with other characters')
    }
  }
  throw pdfMalformed('hexadecimal data that do not end')
}

/**
 * ISO 32000-2 §7.4.3: five characters from `!` to `u` are four octets, `z` is four times 0, `~>` ends
 * the data, with a group of two to four characters before it for one to three octets.
 */
export function decodeAscii85(octets: Uint8Array, most: number): Uint8Array {
  const output = new Output(octets.length, most)
  let value = 0
  let digits = 0
  for (let at = 0; at < octets.length; at += 1) {
    const octet = octetAt(octets, at)
    if (isIgnored(octet)) continue
    if (octet === 0x7e) return endOfAscii85(output, octets, at + 1, { value, digits })
    if (octet === 0x7a && digits === 0) {
      output.repeat(0, 4)
      continue
    }
    if (octet < 0x21 || octet > 0x75) throw pdfMalformed('base-85 data with other characters')
    value = value * 85 + octet - 0x21
    digits += 1
    if (digits < 5) continue
    pushGroup(output, value, 4)
    value = 0
    digits = 0
  }
  throw pdfMalformed('base-85 data that do not end')
}

/** What the `~` begins has to be the end; a group of one character stands for nothing. */
function endOfAscii85(
  output: Output,
  octets: Uint8Array,
  at: number,
  rest: { readonly value: number; readonly digits: number },
): Uint8Array {
  let close = at
  while (isIgnored(octetAt(octets, close))) close += 1
  if (octetAt(octets, close) !== 0x3e) throw pdfMalformed('base-85 data that do not end')
  if (rest.digits === 1) throw pdfMalformed('base-85 data with a single character at the end')
  if (rest.digits > 1) {
    // The digits that are missing are taken for the highest, `u`, so that what is kept is not less.
    let value = rest.value
    for (let digits = rest.digits; digits < 5; digits += 1) value = value * 85 + 84
    pushGroup(output, value, rest.digits - 1)
  }
  return output.octets()
}

function pushGroup(output: Output, value: number, octets: number): void {
  if (value > 0xffffffff) throw pdfMalformed('base-85 data with a group that is too large')
  for (let index = 0; index < octets; index += 1) output.push((value >>> (24 - 8 * index)) & 0xff)
}

/**
 * Space, HT, LF and CR. Departure: NUL and FF are white space as well (§7.2.3), and are refused here,
 * for to some readers they are other characters, or the end.
 */
function isIgnored(octet: number): boolean {
  return octet === 0x20 || octet === 0x09 || octet === 0x0a || octet === 0x0d
}
