import { fromUtf8, toUtf8 } from '../../core/bytes.ts'
import { tags } from '../../core/der.ts'
import { encodeDer, encodeOid, encodeTlv } from '../../core/der-encoding.ts'

/** RFC 4514 §3 and RFC 4519 §2, and what programs write beside them, in lower case. */
const attributeTypes: Readonly<Record<string, string>> = {
  cn: '2.5.4.3',
  sn: '2.5.4.4',
  surname: '2.5.4.4',
  serialnumber: '2.5.4.5',
  c: '2.5.4.6',
  l: '2.5.4.7',
  st: '2.5.4.8',
  s: '2.5.4.8',
  street: '2.5.4.9',
  o: '2.5.4.10',
  ou: '2.5.4.11',
  t: '2.5.4.12',
  title: '2.5.4.12',
  g: '2.5.4.42',
  givenname: '2.5.4.42',
  pseudonym: '2.5.4.65',
  organizationidentifier: '2.5.4.97',
  dc: '0.9.2342.19200300.100.1.25',
  uid: '0.9.2342.19200300.100.1.1',
  e: '1.2.840.113549.1.9.1',
  email: '1.2.840.113549.1.9.1',
  emailaddress: '1.2.840.113549.1.9.1',
}

const countryName = '2.5.4.6'

/** Characters of a name: those of real certificates stay below 500 (RFC 5280 appendix A.1). */
const longestName = 2_000

interface Attribute {
  readonly oid: string
  readonly value: Uint8Array
}

/**
 * A name in DER from its text (XMLDSig 1.1 §4.5.4.1, RFC 4514 §3), to be compared with others (RFC 5280
 * §7.1) and not by its octets: every string is a UTF8String. Null where it cannot be read. The text
 * begins with the last RDN; some programs write the first one first, which is then the country, as it
 * is in certificates.
 */
export function nameFromText(text: string): Uint8Array | null {
  if (text.length > longestName) return null
  const rdns: Attribute[][] = []
  for (const rdn of splitUnescaped(text, ',;')) {
    const attributes: Attribute[] = []
    for (const one of splitUnescaped(rdn, '+')) {
      const attribute = attributeFrom(one)
      if (attribute === null) return null
      attributes.push(attribute)
    }
    rdns.push(attributes)
  }
  const startsWithCountry = rdns[0]?.[0]?.oid === countryName
  const endsWithCountry = rdns.at(-1)?.[0]?.oid === countryName
  const inOrder = startsWithCountry && !endsWithCountry ? rdns : rdns.reverse()
  return encodeDer(tags.sequence, inOrder.map(encodeRdn))
}

function encodeRdn(attributes: readonly Attribute[]): Uint8Array {
  const each = attributes.map(({ oid, value }) => encodeTlv(tags.sequence, encodeOid(oid), value))
  return encodeDer(tags.set, each)
}

/** At separators that are neither escaped nor between quotation marks (RFC 4514 §2.4; RFC 2253 §4). */
function splitUnescaped(text: string, separators: string): readonly string[] {
  const pieces: string[] = []
  let start = 0
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? ''
    if (character === '\\') at += 1
    else if (character === '"') quoted = !quoted
    else if (!quoted && separators.includes(character)) {
      pieces.push(text.slice(start, at))
      start = at + 1
    }
  }
  return [...pieces, text.slice(start)]
}

function attributeFrom(text: string): Attribute | null {
  const equals = text.indexOf('=')
  if (equals < 0) return null
  const oid = oidOf(text.slice(0, equals).trim())
  const value = encodedValue(text.slice(equals + 1).trim())
  return oid === null || value === null ? null : { oid, value }
}

function oidOf(type: string): string | null {
  const named = type.toLowerCase()
  if (Object.hasOwn(attributeTypes, named)) return attributeTypes[named] ?? null
  const dotted = named.replace(/^oid\./, '')
  return /^[0-2](?:\.(?:0|[1-9]\d{0,14}))+$/.test(dotted) ? dotted : null
}

/** RFC 4514 §2.4: the value in hexadecimal behind "#", or as a string. */
function encodedValue(text: string): Uint8Array | null {
  if (text.startsWith('#')) {
    return /^#(?:[0-9a-f]{2})+$/i.test(text) ? Buffer.from(text.slice(1), 'hex') : null
  }
  const unquoted = /^"(.*)"$/s.exec(text)?.[1] ?? text
  const value = unescaped(unquoted)
  return value === null ? null : encodeTlv(tags.utf8String, value)
}

/** RFC 4514 §3: a pair is a character, or an octet in hexadecimal. */
function unescaped(text: string): Uint8Array | null {
  const octets = text
    .split(/(\\[0-9a-f]{2}|\\.)/is)
    .map((piece) =>
      !piece.startsWith('\\')
        ? toUtf8(piece)
        : piece.length === 3
          ? Buffer.from(piece.slice(1), 'hex')
          : toUtf8(piece.slice(1)),
    )
  const whole = Buffer.concat(octets)
  return fromUtf8(whole) === null ? null : whole
}

/** Digits of a serial number: 20 octets (RFC 5280 §4.1.2.2) have 49. */
const serialNumber = /^(?:0|[1-9]\d{0,79})$/

/** A positive INTEGER from its digits, as its content octets in DER (X.690 §8.3), or null. */
export function serialFromText(text: string): Uint8Array | null {
  if (!serialNumber.test(text)) return null
  const digits = BigInt(text).toString(16)
  const octets = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex')
  return (octets[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), octets]) : octets
}
