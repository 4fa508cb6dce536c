import type { Budget } from '../../../core/budget.ts'
import { fromLatin1, fromUtf8 } from '../../../core/bytes.ts'

/** Characters of a text that a report can be read with. */
const longestText = 200

/** PDFDocEncoding where it is not ISO 8859-1 (ISO 32000-2 annex D.3): from octets 0x18 and 0x80. */
const accents = '\u02d8\u02c7\u02c6\u02d9\u02dd\u02db\u02da\u02dc'
const signs =
  '\u2022\u2020\u2021\u2026\u2014\u2013\u0192\u2044\u2039\u203a\u2212\u2030\u201e\u201c\u201d\u2018' +
  '\u2019\u201a\u2122\ufb01\ufb02\u0141\u0152\u0160\u0178\u017d\u0131\u0142\u0153\u0161\u017e\ufffd\u20ac'

/**
 * A text string (ISO 32000-2 §7.9.2.2): UTF-16BE or UTF-8 behind its mark, PDFDocEncoding without
 * one. UTF-16LE is no text string, but writers have it.
 */
export function textString(bytes: Uint8Array): string {
  const [first, second, third] = bytes
  if (first === 0xfe && second === 0xff) return utf16(bytes.subarray(2), 'big')
  if (first === 0xff && second === 0xfe) return utf16(bytes.subarray(2), 'little')
  if (first === 0xef && second === 0xbb && third === 0xbf) {
    const text = fromUtf8(bytes.subarray(3))
    if (text !== null) return text
  }
  return fromLatin1(bytes).replace(/[\x18-\x1f\x80-\xa0]/g, documentCharacter)
}

/** Octets of text that are counted as one node: those of ASN.1 take so much work. */
const octetsOfNode = 64

/** The same, counted: many places may name one long text. Throws `budget-exceeded`. */
export function countedText(bytes: Uint8Array, budget: Budget): string {
  budget.spendNodes(Math.ceil(bytes.length / octetsOfNode))
  return textString(bytes)
}

/** Characters of a name that a message shows. */
const longestName = 60

/** A name as a message may show it. */
export function shortened(name: string): string {
  return name.length > longestName ? `${name.slice(0, longestName)}…` : name
}

/** The text as a report may show it: without what surrounds it, and cut where it is too long. */
export function shownText(bytes: Uint8Array): string | null {
  const text = textString(bytes.subarray(0, 4 * longestText)).trim()
  if (text === '') return null
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text
}

function utf16(bytes: Uint8Array, order: 'big' | 'little'): string {
  const even = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)))
  const text = (order === 'big' ? even.swap16() : even).toString('utf16le')
  // A language may be named between escapes (§7.9.2.2.1); it is no part of the text.
  return text.replace(/\u001b[^\u001b]{0,8}\u001b/g, '')
}

function documentCharacter(character: string): string {
  const octet = character.charCodeAt(0)
  return (octet < 0x80 ? accents[octet - 0x18] : signs[octet - 0x80]) ?? character
}
