import { fromLatin1, toUtf8 } from '../../core/bytes.ts'
import { xmlMalformed } from './malformed.ts'

/**
 * Encodings that are read besides UTF-8 and UTF-16 (XML 1.0 §4.3.3), by their names in IANA's list of
 * character sets: those of one octet a character in which the states of the region and of the EU
 * have written. The tables are those of the WHATWG Encoding Standard §9, whose decoders refuse what
 * is outside them. Everything else is refused. UTF-8 is not decoded here: libxml2 refuses what is
 * not well-formed.
 */
const bySingleOctets: readonly string[] = [
  'iso-8859-2',
  'iso-8859-3',
  'iso-8859-4',
  'iso-8859-5',
  'iso-8859-7',
  'iso-8859-10',
  'iso-8859-13',
  'iso-8859-14',
  'iso-8859-15',
  'koi8-r',
  'koi8-u',
  'windows-1250',
  'windows-1251',
  'windows-1253',
  'windows-1254',
  'windows-1257',
]

/**
 * The WHATWG's decoders of US-ASCII and ISO-8859-1 are those of windows-1252, and that of ISO-8859-9
 * is that of windows-1254: they differ from 80 to 9F, where ISO-8859-9 has controls, which are refused.
 */
const decoders: ReadonlyMap<string, (bytes: Uint8Array) => string | null> = new Map([
  ...bySingleOctets.map((name) => [name, (bytes: Uint8Array) => decodeWith(name, bytes)] as const),
  ['us-ascii', (bytes) => (bytes.every((octet) => octet < 0x80) ? fromLatin1(bytes) : null)],
  ['iso-8859-1', fromLatin1],
  ['windows-1252', fromWindows1252],
  ['iso-8859-9', (bytes) => (bytes.some(isControl) ? null : decodeWith('windows-1254', bytes))],
])

const isControl = (octet: number): boolean => octet >= 0x80 && octet < 0xa0

/** IANA windows-1252 from 80 to 9F, a space where it has nothing; Node 20 decodes it as ISO-8859-1. */
const windows1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ'

function fromWindows1252(bytes: Uint8Array): string | null {
  const text = fromLatin1(bytes).replace(/[\x80-\x9f]/g, (octet) => {
    return windows1252.charAt(octet.charCodeAt(0) - 0x80)
  })
  return bytes.some((octet) => windows1252.charAt(octet - 0x80) === ' ') ? null : text
}

/** Other names of these: the aliases of IANA, and "UTF8", which it has not, but writers of XML use. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['utf8', 'utf-8'],
  ['ascii', 'us-ascii'],
  ['latin1', 'iso-8859-1'],
  ['latin2', 'iso-8859-2'],
  ['latin5', 'iso-8859-9'],
  ['greek', 'iso-8859-7'],
  ['cyrillic', 'iso-8859-5'],
])

/** Text of an XML entity in UTF-8, without a byte order mark: by its byte order mark, else by its declaration, else UTF-8 (XML 1.0 appendix F). */
export function xmlInUtf8(bytes: Uint8Array): Uint8Array {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return decodeOctets(bytes.subarray(3))
  if (first === 0xff && second === 0xfe) return decodeWide('utf-16le', bytes.subarray(2))
  if (first === 0xfe && second === 0xff) return decodeWide('utf-16be', bytes.subarray(2))
  if (first === 0x3c && second === 0) return decodeWide('utf-16le', bytes)
  if (first === 0 && second === 0x3c) return decodeWide('utf-16be', bytes)
  return decodeOctets(bytes)
}

function decodeOctets(bytes: Uint8Array): Uint8Array {
  const named = declaredEncoding(fromLatin1(bytes.subarray(0, 256)))?.toLowerCase() ?? 'utf-8'
  const declared = otherNames.get(named) ?? named
  if (declared === 'utf-8') return bytes
  const decode = decoders.get(declared)
  if (decode === undefined) throw xmlMalformed(`the encoding ${printable(declared)} is not read`)
  const text = decode(bytes)
  if (text === null) throw xmlMalformed(`octets that are not ${declared}`)
  return toUtf8(text)
}

function decodeWide(encoding: 'utf-16le' | 'utf-16be', bytes: Uint8Array): Uint8Array {
  const text = decodeWith(encoding, bytes)
  if (text === null) throw xmlMalformed('octets that are not UTF-16')
  const declared = declaredEncoding(text.slice(0, 256))?.toLowerCase() ?? encoding
  if (declared !== 'utf-16' && declared !== encoding) {
    throw xmlMalformed('an encoding declaration that contradicts the octets')
  }
  return toUtf8(text)
}

function declaredEncoding(head: string): string | null {
  if (/^<\?xml\s/.test(head) && !head.includes('?>')) {
    throw xmlMalformed('an XML declaration longer than 256 characters')
  }
  const declaration = /^<\?xml\s[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(head)
  return declaration?.[1] ?? null
}

function decodeWith(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    // TextDecoder has one way only to say that the octets do not fit: it throws.
    return null
  }
}

function printable(name: string): string {
  return name.slice(0, 40)
}
