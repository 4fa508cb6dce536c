import { BoundedMap } from '../core/bounded-map.ts'
import { equalBytes, fromLatin1, toHex } from '../core/bytes.ts'
import { DerReader, derMalformed, encodedBytes, tags } from '../core/der.ts'
import { oidValue, stringValue } from '../core/der-values.ts'
import { readOrNull } from '../core/errors.ts'
import { fingerprint } from '../core/fingerprint.ts'
import { memo } from '../core/memo.ts'
import { prepareString } from './name-preparation.ts'

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
    // RelativeDistinguishedName ::= SET SIZE (1..MAX) (RFC 5280 §4.1.2.4).
    if (rdn.length === 0) throw derMalformed('empty RelativeDistinguishedName', set.offset)
    rdns.push(rdn)
  }
  return rdns
}

/** The text of the first attribute of the type, or null. */
export function nameAttribute(name: Uint8Array, oid: string): string | null {
  return nameAttributes(name, oid)[0]?.text ?? null
}

/** The attributes of the type in their order; none where the name cannot be read. */
export function nameAttributes(name: Uint8Array, oid: string): readonly NameAttribute[] {
  return readableRdns(name)
    .flat()
    .filter((attribute) => attribute.oid === oid)
}

/**
 * RFC 5280 §7.1: names are the same when their RDNs are, in order, each attribute compared after
 * the string preparation of RFC 4518. Equal encodings need no such look.
 */
export function sameName(a: Uint8Array, b: Uint8Array): boolean {
  return equalBytes(a, b) || nameKey(a) === nameKey(b)
}

/** True where the name has no RDN, as the subject of some end-entity certificates. */
export function isEmptyName(name: Uint8Array): boolean {
  return name.length === 2
}

/** What the RDNs of a name are compared by, in order: two RDNs are the same if their keys are. */
export interface RdnKeys {
  readonly keys: readonly string[]
  /** How many attributes the name has. */
  readonly attributes: number
  /** 'some-octets': there is a string that cannot be prepared, and is compared by its octets. */
  readonly strings: 'prepared' | 'some-octets'
}

interface NameKeys {
  readonly rdns: RdnKeys | null
  readonly whole: string
}

const keys = memo<Uint8Array, NameKeys>()

/**
 * The same by octets: a million certificates of one issuer each bring its name along. 4,096 names of
 * 1,000 octets take about 10 MB; longer ones are rare (RFC 5280 appendix A.1).
 */
const ofOctets = new BoundedMap<NameKeys>(4_096)
const longestOfOctets = 1_000

/** Two names have the same key exactly if `sameName` holds; for indexes. */
export function nameKey(name: Uint8Array): string {
  return keysOf(name).whole
}

/** The keys of the RDNs, or null where the name cannot be read. */
export function rdnKeys(name: Uint8Array): RdnKeys | null {
  return keysOf(name).rdns
}

function keysOf(name: Uint8Array): NameKeys {
  const known = keys.get(name)
  if (known !== undefined) return known
  const found = name.length > longestOfOctets ? computeKeys(name) : keysOfOctets(name)
  keys.set(name, found)
  return found
}

function keysOfOctets(name: Uint8Array): NameKeys {
  const octets = fromLatin1(name)
  const known = ofOctets.get(octets)
  if (known !== undefined) return known
  const computed = computeKeys(name)
  ofOctets.set(octets, computed)
  return computed
}

function computeKeys(name: Uint8Array): NameKeys {
  const rdns = computeRdnKeys(name)
  // A name that cannot be read is the same as its own octets only.
  return { rdns, whole: rdns === null ? `#${toHex(name)}` : rdns.keys.join(',') }
}

function computeRdnKeys(name: Uint8Array): RdnKeys | null {
  const rdns = readOrNull(() => nameRdns(name))
  if (rdns === null) return null
  let attributes = 0
  let strings: RdnKeys['strings'] = 'prepared'
  const found = rdns.map((rdn) => {
    attributes += rdn.length
    return rdn
      .map((attribute) => {
        const prepared = preparedText(attribute)
        if (prepared !== null) return `${attribute.oid}=${JSON.stringify(prepared)}`
        if (stringTags.has(attribute.value[0] ?? 0)) strings = 'some-octets'
        return `${attribute.oid}=#${toHex(attribute.value)}`
      })
      .sort()
      .join('+')
  })
  return { keys: found, attributes, strings }
}

/**
 * The types of RFC 5280 §4.1.2.4 and §4.1.2.6 whose values are text, and GraphicString and
 * GeneralString, which are text that nobody reads (X.680 §41.1).
 */
const stringTags: ReadonlySet<number> = new Set([
  0x19,
  0x1b,
  tags.utf8String,
  tags.printableString,
  tags.teletexString,
  tags.universalString,
  tags.bmpString,
  tags.ia5String,
  tags.numericString,
  tags.visibleString,
])

/**
 * The value prepared for comparison, or null where only its octets can be compared. domainComponent
 * (§7.3) and emailAddress (§4.1.2.6) ignore case as all others do.
 */
function preparedText({ text, value }: NameAttribute): string | null {
  if (text === null) return null
  // RFC 4518 §2.1 leaves TeletexString to the reader: two of its users mean different letters.
  if (value[0] === tags.teletexString) return null
  // X.680 §41.15: BMPString has no surrogates; what they would stand for is anybody's guess.
  if (value[0] === tags.bmpString && /[\ud800-\udfff]/.test(text)) return null
  return prepareString(text)
}

const texts = memo<Uint8Array, string>()

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
  if (!toEscape.test(text)) return text
  return text
    .replace(/["+,;<>\\]/g, '\\$&')
    .replace(/^[ #]| $/g, '\\$&')
    .replace(
      /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
      hexEscape,
    )
}

/** Whether any of those is there: most values have none. */
const toEscape =
  /["+,;<>\\\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|^[ #]| $/

function hexEscape(character: string): string {
  return [...Buffer.from(character, 'utf8')]
    .map((octet) => `\\${octet.toString(16).padStart(2, '0')}`)
    .join('')
}

function readableRdns(name: Uint8Array): readonly (readonly NameAttribute[])[] {
  return readOrNull(() => nameRdns(name)) ?? []
}
