import { fromLatin1, toUtf8 } from '../../core/bytes.ts'
import { xmlMalformed } from './malformed.ts'

/**
 * Encodings that are read besides UTF-8 and UTF-16 (XML 1.0 §4.3.3): those of one octet a character
 * in which the states of the region have written, each by the decoder that refuses what is outside
 * it. Everything else is refused. UTF-8 is not decoded here: libxml2 refuses what is not well-formed.
 */
const decoders: Readonly<Record<string, (bytes: Uint8Array) => string | null>> = {
  'us-ascii': (bytes) => (bytes.every((octet) => octet < 0x80) ? fromLatin1(bytes) : null),
  'iso-8859-1': fromLatin1,
  'iso-8859-2': (bytes) => decodeWith('iso-8859-2', bytes),
  'windows-1250': (bytes) => decodeWith('windows-1250', bytes),
  'windows-1251': (bytes) => decodeWith('windows-1251', bytes),
  'windows-1254': (bytes) => decodeWith('windows-1254', bytes),
}

/** An XML entity in two forms: one to look for markup in, and one to parse. */
export interface DecodedXml {
  /** Characters, or octets as characters: all markup is in ASCII, and nothing else is looked for here. */
  readonly text: string
  /** The same text in UTF-8, without a byte order mark. */
  readonly utf8: Uint8Array
}

/** Text of an XML entity by its byte order mark, else by its declaration, else UTF-8 (XML 1.0 appendix F). */
export function decodeXml(bytes: Uint8Array): DecodedXml {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return decodeOctets(bytes.subarray(3))
  if (first === 0xff && second === 0xfe) return decodeWide('utf-16le', bytes.subarray(2))
  if (first === 0xfe && second === 0xff) return decodeWide('utf-16be', bytes.subarray(2))
  if (first === 0x3c && second === 0) return decodeWide('utf-16le', bytes)
  if (first === 0 && second === 0x3c) return decodeWide('utf-16be', bytes)
  return decodeOctets(bytes)
}

function decodeOctets(bytes: Uint8Array): DecodedXml {
  const declared = declaredEncoding(fromLatin1(bytes.subarray(0, 256)))?.toLowerCase() ?? 'utf-8'
  if (declared === 'utf-8') return { text: fromLatin1(bytes), utf8: bytes }
  const decode = Object.hasOwn(decoders, declared) ? decoders[declared] : undefined
  if (decode === undefined) throw xmlMalformed(`the encoding ${printable(declared)} is not read`)
  const text = decode(bytes)
  if (text === null) throw xmlMalformed(`octets that are not ${declared}`)
  return { text, utf8: toUtf8(text) }
}

function decodeWide(encoding: 'utf-16le' | 'utf-16be', bytes: Uint8Array): DecodedXml {
  const text = decodeWith(encoding, bytes)
  if (text === null) throw xmlMalformed('octets that are not UTF-16')
  const declared = declaredEncoding(text.slice(0, 256))?.toLowerCase() ?? encoding
  if (declared !== 'utf-16' && declared !== encoding) {
    throw xmlMalformed('an encoding declaration that contradicts the octets')
  }
  return { text, utf8: toUtf8(text) }
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
