import { equalBytes, toHex } from '../core/bytes.ts'
import { DerReader, encodedBytes, tags } from '../core/der.ts'
import { oidValue, stringValue } from '../core/der-values.ts'
import { readOrNull } from '../core/errors.ts'
import { fingerprint } from '../core/fingerprint.ts'

/** One attribute of a name; `text` is null where its value is no readable string. */
export interface NameAttribute {
  readonly oid: string
  readonly text: string | null
  /** The encoded value. */
  readonly value: Uint8Array
}

/** Attributes by the keywords of RFC 4514 §3 and RFC 5280 appendix A.1; others print as OIDs. */
const keywords: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.42': 'givenName',
  '2.5.4.65': 'pseudonym',
  '2.5.4.97': 'organizationIdentifier',
  '0.9.2342.19200300.100.1.25': 'DC',
  '0.9.2342.19200300.100.1.1': 'UID',
  '1.2.840.113549.1.9.1': 'emailAddress',
}

/** The RDNs of a name (RFC 5280 §4.1.2.4), each a set of attributes; throws `der-malformed`. */
function nameRdns(name: Uint8Array): readonly (readonly NameAttribute[])[] {
  const rdns: NameAttribute[][] = []
  const reader = DerReader.of(name)
  const sequence = reader.enter(tags.sequence)
  reader.finish()
  while (!sequence.done) {
    const set = sequence.enter(tags.set)
    const rdn: NameAttribute[] = []
    while (!set.done) {
      const members = set.enter(tags.sequence)
      const oid = oidValue(members.read(tags.oid))
      const value = members.read()
      members.finish()
      rdn.push({ oid, text: stringValue(value), value: encodedBytes(value) })
    }
    rdns.push(rdn)
  }
  return rdns
}

/** The text of the first attribute of the type, or null. */
export function nameAttribute(name: Uint8Array, oid: string): string | null {
  return (
    readableRdns(name)
      .flat()
      .find((attribute) => attribute.oid === oid)?.text ?? null
  )
}

/**
 * RFC 5280 §7.1: names are the same when their RDNs are, in order, each attribute compared after
 * the string preparation of RFC 4518. Equal encodings need no such look.
 */
export function sameName(a: Uint8Array, b: Uint8Array): boolean {
  return equalBytes(a, b) || nameKey(a) === nameKey(b)
}

/** True where the name has no RDN, as the subject of some end-entity certificates. */
function isEmptyName(name: Uint8Array): boolean {
  return name.length === 2
}

const keys = new WeakMap<Uint8Array, string>()

/** Two names have the same key exactly if `sameName` holds; for indexes. */
export function nameKey(name: Uint8Array): string {
  const known = keys.get(name)
  if (known !== undefined) return known
  const key = computeKey(name)
  keys.set(name, key)
  return key
}

/** A name that cannot be read is the same as its own octets only. */
function computeKey(name: Uint8Array): string {
  const rdns = readOrNull(() => nameRdns(name))
  if (rdns === null) return `#${toHex(name)}`
  return rdns.map((rdn) => rdn.map(attributeKey).sort().join('+')).join(',')
}

function attributeKey(attribute: NameAttribute): string {
  const prepared = attribute.text === null ? null : prepareString(attribute.text)
  const value = prepared === null ? `#${toHex(attribute.value)}` : JSON.stringify(prepared)
  return `${attribute.oid}=${value}`
}

/**
 * What RFC 4518 §2.2 maps to nothing: controls, joiners, variation selectors. It lists code points
 * of Unicode 3.2; these are their properties, which hold for later ones too.
 */
const mappedToNothing = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

/** What it maps to a space. */
const mappedToSpace =
  /[\u0009-\u000d\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g

/**
 * RFC 4518 §2: map, fold case, normalise to NFKC, and squeeze insignificant space. Case is folded
 * by Unicode's simple lower-casing, which differs from its full folding for a few letters only
 * (ß and ss are different here): two names may then be told apart, never confused.
 */
function prepareString(text: string): string {
  return text
    .replace(mappedToSpace, ' ')
    .replace(mappedToNothing, '')
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/ +/g, ' ')
    .replace(/^ | $/g, '')
}

const texts = new WeakMap<Uint8Array, string>()

/** The name as RFC 4514 writes it, last RDN first; what cannot be read is written in hexadecimal. */
export function nameText(name: Uint8Array): string {
  const known = texts.get(name)
  if (known !== undefined) return known
  const whole = writeName(name)
  const text =
    whole.length <= longestText
      ? whole
      : `${whole.slice(0, longestText)}… (sha256 ${fingerprint(name)})`
  texts.set(name, text)
  return text
}

/** Characters of a printed name: those of real certificates stay below 500 (RFC 5280 appendix A.1). */
const longestText = 1_000

function writeName(name: Uint8Array): string {
  const rdns = readableRdns(name)
  if (rdns.length === 0 && !isEmptyName(name)) return `#${toHex(name)}`
  return rdns
    .map((rdn) => rdn.map(attributeText).join('+'))
    .reverse()
    .join(',')
}

function attributeText({ oid, text, value }: NameAttribute): string {
  const keyword = Object.hasOwn(keywords, oid) ? keywords[oid] : oid
  return `${keyword}=${text === null ? `#${toHex(value)}` : escapeValue(text)}`
}

/** RFC 4514 §2.4; control and bidirectional characters are escaped too, so that none misleads a reader. */
function escapeValue(text: string): string {
  return text
    .replace(/["+,;<>\\]/g, '\\$&')
    .replace(/^[ #]| $/g, '\\$&')
    .replace(
      /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
      hexEscape,
    )
}

function hexEscape(character: string): string {
  return [...Buffer.from(character, 'utf8')]
    .map((octet) => `\\${octet.toString(16).padStart(2, '0')}`)
    .join('')
}

function readableRdns(name: Uint8Array): readonly (readonly NameAttribute[])[] {
  return readOrNull(() => nameRdns(name)) ?? []
}
