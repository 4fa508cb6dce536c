import { normalForm } from '../core/normal-forms.ts'

/** RFC 4518: what two strings of a name are compared by (RFC 5280 §7.1). */

/** Printable ASCII, where nothing of RFC 4518 §2.2 to §2.5 applies but the folding of case. */
const plainText = /^[\x20-\x7e]*$/

/**
 * The string as RFC 4518 §2 prepares it for caseIgnoreMatch, or null where it holds what §2.4
 * prohibits: such a string equals no other. The code points that are assigned are those of the
 * Unicode version of the engine, not of version 3.2, so that the letters added since are compared.
 * Departure: a string with more marks in a row than any language has is null as well (`normalForm`).
 */
export function prepareString(text: string): string | null {
  if (plainText.test(text)) return squeezePlain(text.toLowerCase())
  const mapped = text.replace(mappedToSpace, ' ').replace(mappedToNothing, '')
  const normal = normalForm(mapped, 'NFKC')
  const prepared = normal === null ? null : normalForm(foldCase(normal), 'NFKC')
  if (prepared === null) return null
  return prohibited.test(prepared) ? null : squeeze(prepared)
}

/** §2.2: what is mapped to nothing. */
const mappedToNothing =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u06dd\u070f\u1806\u200b-\u200f\u202a-\u202e\u2060-\u2063\u206a-\u206f\ufeff\ufff9-\ufffc\u{1d173}-\u{1d17a}\u{e0001}\u{e0020}-\u{e007f}]|\u034f|[\u180b-\u180e]|[\ufe00-\ufe0f]/gu

/** §2.2: what is mapped to a space. */
const mappedToSpace =
  /[\u0009-\u000d\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g

/** §2.4: unassigned code points, those of private use, surrogates and the replacement character. */
const prohibited = /[\p{Cn}\p{Co}\p{Cs}\ufffd]/u

/**
 * §2.2 folds case by table B.2 of RFC 3454. After NFKC it differs from lower case in these: the
 * sharp s, the final sigma and the iota subscript.
 */
function foldCase(text: string): string {
  const folded = text.toLowerCase().replace(/ß/g, 'ss').replace(/ς/g, 'σ')
  const apart = folded.normalize('NFD')
  return apart.includes('\u0345') ? apart.replace(/\u0345/g, 'ι') : folded
}

/** §2.6.1: a space that a combining mark follows is not insignificant. */
function squeeze(text: string): string {
  return text.replace(/(?: (?!\p{M}))+/gu, ' ').replace(/^ (?!\p{M})| $/gu, '')
}

function squeezePlain(text: string): string {
  return text.includes('  ') ? text.replace(/ +/g, ' ').trim() : text.trim()
}
