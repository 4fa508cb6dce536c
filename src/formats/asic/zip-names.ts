import { fromUtf8 } from '../../core/bytes.ts'
import { normalForm } from '../../core/normal-forms.ts'
import { unreadable } from './unreadable.ts'

/** Octets of a name: PATH_MAX of Linux; no reader could write a longer one. */
const longestName = 4096

const why = 'name'

/** The upper half of code page 437 (APPNOTE 6.3.9 appendix D). */
const upper437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀' +
  'αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0'

/** What names the file in a header: its octets, and what says how to read them. */
export interface RawName {
  readonly octets: Uint8Array
  /** Bit 11 of the flags (APPNOTE §4.4.4). */
  readonly utf8: 'stated' | 'not stated'
  /** The name of the extra field 0x7075 (APPNOTE §4.6.9), where it belongs to the octets. */
  readonly unicodePath: string | null
}

/**
 * The name of an entry. APPNOTE appendix D has names in code page 437 unless bit 11 is set; many
 * tools write UTF-8 without it, so what is well-formed UTF-8 is taken for it. Throws
 * `document-unreadable` for a name that two readers would read as two.
 */
export function nameOf({ octets, utf8, unicodePath }: RawName): string {
  if (octets.length > longestName) throw unreadable('a name in it is too long', { why })
  const read = fromUtf8(octets)
  if (utf8 === 'stated' && read === null) throw unreadable('a name in it is no UTF-8', { why })
  const name = read ?? unicodePath ?? fromCodePage437(octets)
  if (unicodePath !== null && unicodePath !== name) {
    throw unreadable('an entry has two names', { why: 'two readings', entry: name })
  }
  checkName(name)
  return name
}

function fromCodePage437(octets: Uint8Array): string {
  let text = ''
  for (const octet of octets) {
    text += octet < 0x80 ? String.fromCharCode(octet) : (upper437[octet - 0x80] ?? '')
  }
  return text
}

/**
 * APPNOTE §4.4.17: relative, with forward slashes, no drive. What could be written outside a folder,
 * or show another name than it has, is refused, though nothing here writes it.
 */
function checkName(name: string): void {
  if (/[\p{Cc}\\]/u.test(name)) {
    throw unreadable('a name in it has control characters or backslashes', { why, entry: name })
  }
  if (/^\/|^[A-Za-z]:/.test(name)) {
    throw unreadable('a name in it is an absolute path', { why, entry: name })
  }
  const segments = (name.endsWith('/') ? name.slice(0, -1) : name).split('/')
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) {
    throw unreadable('a name in it is no plain path', { why, entry: name })
  }
  if (normalForm(name, 'NFC') === null) {
    throw unreadable('a name in it has more marks in a row than any language', { why, entry: name })
  }
}

/** What two names must not share: equal but for case, Unicode form, or the slash of a folder. */
export function nameKey(name: string): string {
  const plain = name.endsWith('/') ? name.slice(0, -1) : name
  return plain.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC')
}
