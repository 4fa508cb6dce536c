import { equalBytes, toUtf8 } from '../../../core/bytes.ts'
import { normalForm } from '../../../core/normal-forms.ts'

/**
 * The octets that a password may stand for up to revision 4 (ISO 32000-2 §7.6.4.3.2 step a)): those of
 * PDFDocEncoding, of which the first 32 count. Departure: UTF-8 is tried as well, for many writers take
 * the octets that they are given.
 */
export function legacyPasswords(password: string): readonly Uint8Array[] {
  const encoded = pdfDocEncoded(password)
  const candidates = [...(encoded === null ? [] : [encoded]), toUtf8(password)]
  return distinct(candidates.map((octets) => octets.subarray(0, 32)))
}

/**
 * The same of revisions 5 and 6 (ISO 32000-2 §7.6.4.3.3 steps a) and b)): UTF-8 of what SASLprep
 * (RFC 4013) makes of it, of which the first 127 octets count. Departure: nothing is prohibited, and
 * the password is tried as it was given as well, for many writers do not prepare it.
 */
export function unicodePasswords(password: string): readonly Uint8Array[] {
  const candidates = [toUtf8(prepared(password)), toUtf8(password)]
  return distinct(candidates.map((octets) => octets.subarray(0, 127)))
}

function distinct(candidates: readonly Uint8Array[]): readonly Uint8Array[] {
  return candidates.filter((one, i) => candidates.findIndex((two) => equalBytes(one, two)) === i)
}

/** RFC 4013 §2.1 and §2.2: other spaces become spaces, what maps to nothing goes, then NFKC. */
function prepared(password: string): string {
  const mapped = password
    .replace(/[\u00A0\u1680\u2000-\u200B\u202F\u205F\u3000]/g, ' ')
    .replace(mappedToNothing, '')
  return normalForm(mapped, 'NFKC') ?? mapped
}

/** RFC 3454, table B.1. */
const mappedToNothing =
  /\u00AD|\u034F|\u1806|[\u180B-\u180D]|[\u200C\u200D]|\u2060|[\uFE00-\uFE0F]|\uFEFF/g

/** ISO 32000-2, annex D.2; null where it has no such character. */
function pdfDocEncoded(text: string): Uint8Array | null {
  const octets: number[] = []
  for (const character of text) {
    const octet = octetOf(character)
    if (octet === null) return null
    octets.push(octet)
  }
  return Uint8Array.from(octets)
}

function octetOf(character: string): number | null {
  const special = specials.get(character)
  if (special !== undefined) return special
  const code = character.codePointAt(0) ?? 0
  const isSame = code < 0x18 || (code >= 0x20 && code < 0x7f) || (code > 0xa0 && code <= 0xff)
  return isSame && code !== 0xad ? code : null
}

/** Where PDFDocEncoding is not ISO 8859-1: 18 to 1F, 80 to 9E, and A0. */
const specials: ReadonlyMap<string, number> = new Map([
  ...[...'˘ˇˆ˙˝˛˚˜'].map((one, i) => [one, 0x18 + i] as const),
  ...[...'•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž'].map((one, i) => [one, 0x80 + i] as const),
  ['€', 0xa0],
])
