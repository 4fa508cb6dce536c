import { type AlgorithmIdentifier, readAlgorithmIdentifier } from '../core/algorithm-identifier.ts'
import { BoundedMap } from '../core/bounded-map.ts'
import { Budget } from '../core/budget.ts'
import { equalBytes, fromBase64, fromLatin1 } from '../core/bytes.ts'
import {
  contentBytes,
  contextTag,
  type DerReader,
  derMalformed,
  type Element,
  encodedBytes,
  tags,
} from '../core/der.ts'
import {
  booleanValue,
  isMinimalInteger,
  oidValue,
  smallInteger,
  timeValue,
} from '../core/der-values.ts'
import { sha256Hex } from '../core/fingerprint.ts'
import { parseDer } from './parse-der.ts'
import { readSigned, type SignedParts } from './signed.ts'

/** An extension (RFC 5280 §4.2) with the octets inside its extnValue. */
export interface Extension {
  readonly oid: string
  readonly critical: boolean
  readonly value: Uint8Array
}

/** A certificate (RFC 5280 §4.1) as it stands: the fields it has, nothing decided. */
export interface Certificate {
  readonly der: Uint8Array
  readonly tbs: Uint8Array
  readonly version: 1 | 2 | 3
  /** Content octets of the INTEGER, two's complement. */
  readonly serialNumber: Uint8Array
  readonly tbsSignatureAlgorithm: AlgorithmIdentifier
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly signature: Uint8Array
  /** Names as DER; compare them with `sameName`, print them with `nameText`. */
  readonly issuer: Uint8Array
  readonly subject: Uint8Array
  readonly notBefore: Date
  readonly notAfter: Date
  readonly spki: Uint8Array
  readonly keyAlgorithm: AlgorithmIdentifier
  readonly extensions: readonly Extension[]
  /** Where it departs from the standard in ways that leave no doubt what it says. */
  readonly departures: readonly Departure[]
}

/**
 * Departures seen in real trust anchors, such as those of Serbia's first generations. They are
 * read, and named; a path may pass through them only as its anchor.
 */
export type Departure =
  | 'serial-number-not-minimal'
  | 'serial-number-not-positive'
  | 'serial-number-too-long'
  | 'default-value-encoded'
  | 'extensions-before-version-3'
  | 'duplicate-extension'
  | 'unique-identifier'
  | 'unique-identifier-before-version-2'
  | 'signature-not-octets'

/** Reads one certificate in DER; throws `certificate-malformed`. */
export function parseCertificate(der: Uint8Array, budget = new Budget()): Certificate {
  return parseDer(der, budget, structure, readCertificate)
}

const structure = { called: 'a certificate', malformed: 'certificate-malformed' } as const

/** Certificates read of late, by their octets: 4,096 of 2 kB take about 20 MB. Larger ones are rare. */
const remembered = new BoundedMap<Certificate>(4_096)
const largestRemembered = 16_384

/**
 * The same for certificates that travel with documents: the same signers come again and again, and
 * what is known of a certificate is kept with it. The octets are copied, so that none keeps its
 * document alive.
 */
export function parseTravellingCertificate(der: Uint8Array, budget = new Budget()): Certificate {
  if (der.length > largestRemembered) return parseCertificate(Buffer.from(der), budget)
  // The same is spent whether it was read before or not: memory must not change a verdict.
  budget.spendNodes(Math.ceil(der.length / 8))
  const key = sha256Hex(der)
  const known = remembered.get(key)
  if (known !== undefined) return known
  const certificate = parseCertificate(Buffer.from(der), new Budget(budget.limits))
  remembered.set(key, certificate)
  return certificate
}

/** Reads one certificate in DER or PEM (RFC 7468 §5); throws `certificate-malformed`. */
export function parseCertificateFile(bytes: Uint8Array): Certificate {
  return parseCertificate(
    bytes[0] === tags.sequence ? bytes : (pemBlocks(bytes, 'CERTIFICATE')[0] ?? bytes),
  )
}

/** The DER inside every PEM block of the label (RFC 7468 §2). */
export function pemBlocks(bytes: Uint8Array, label: string): Uint8Array[] {
  const text = fromLatin1(bytes)
  const begin = `-----BEGIN ${label}-----`
  const end = `-----END ${label}-----`
  const blocks: Uint8Array[] = []
  let at = text.indexOf(begin)
  while (at >= 0) {
    const stop = text.indexOf(end, at)
    if (stop < 0) break
    const der = fromBase64(text.slice(at + begin.length, stop))
    if (der !== null) blocks.push(der)
    at = text.indexOf(begin, stop)
  }
  return blocks
}

function readCertificate(outer: DerReader): Certificate {
  const { body, start, outside, signatureIs } = readSigned(outer)
  const departures: Departure[] = signatureIs === 'bits' ? ['signature-not-octets'] : []
  return readTbs(body, start, outside, departures)
}

/** One literal with every field: joining two objects would take longer than reading them. */
function readTbs(
  tbs: DerReader,
  start: number,
  outside: SignedParts['outside'],
  departures: Departure[],
): Certificate {
  const version = readVersion(tbs, departures)
  const serialNumber = readSerialNumber(tbs.read(tags.integer), departures)
  const tbsSignatureAlgorithm = readAlgorithmIdentifier(tbs)
  const issuer = encodedBytes(tbs.read(tags.sequence))
  const validity = tbs.enter(tags.sequence)
  const notBefore = timeValue(validity.read())
  const notAfter = timeValue(validity.read())
  validity.finish()
  const subject = encodedBytes(tbs.read(tags.sequence))
  const spki = tbs.read(tags.sequence)
  const keyAlgorithm = readAlgorithmIdentifier(tbs.within(spki))
  readUniqueIdentifiers(tbs, version, departures)
  const extensions = readTaggedExtensions(tbs, 3, departures)
  if (!tbs.done) throw derMalformed('trailing members of TBSCertificate', start)
  if (extensions.length > 0 && version !== 3) departures.push('extensions-before-version-3')
  return {
    der: outside.der,
    tbs: outside.tbs,
    signatureAlgorithm: outside.signatureAlgorithm,
    signature: outside.signature,
    version,
    serialNumber,
    tbsSignatureAlgorithm,
    issuer,
    subject,
    notBefore,
    notAfter,
    spki: encodedBytes(spki),
    keyAlgorithm,
    extensions,
    departures,
  }
}

/** RFC 5280 §4.1.2.1; v1 is the default and must not be encoded (X.690 §11.5). */
function readVersion(tbs: DerReader, departures: Departure[]): 1 | 2 | 3 {
  const tagged = tbs.optional(contextTag(0, 'constructed'))
  if (tagged === null) return 1
  const inner = tbs.within(tagged)
  const version = smallInteger(inner.read(tags.integer)) + 1
  inner.finish()
  if (version !== 1 && version !== 2 && version !== 3)
    throw derMalformed('unknown version', tagged.start)
  if (version === 1) departures.push('default-value-encoded')
  return version
}

/**
 * RFC 5280 §4.1.2.2: positive, at most 20 octets. A value whose first octet has the high bit has an
 * octet of zero before it in DER (X.690 §8.3), which is none of the value's.
 */
function readSerialNumber(element: Element, departures: Departure[]): Uint8Array {
  const content = contentBytes(element)
  if (content.length === 0) throw derMalformed('empty INTEGER', element.start)
  if (!isMinimalInteger(content)) departures.push('serial-number-not-minimal')
  if ((content[0] as number) >= 0x80 || content.every((octet) => octet === 0)) {
    departures.push('serial-number-not-positive')
  }
  const most = content[0] === 0 ? 21 : 20
  if (content.length > most) departures.push('serial-number-too-long')
  return content
}

/** RFC 5280 §4.1.2.8: conforming CAs generate none, and version 1 has no place for them. */
function readUniqueIdentifiers(tbs: DerReader, version: 1 | 2 | 3, departures: Departure[]): void {
  for (const number of [1, 2]) {
    if (tbs.optional(contextTag(number, 'primitive')) === null) continue
    departures.push(version === 1 ? 'unique-identifier-before-version-2' : 'unique-identifier')
  }
}

/**
 * Extensions under an EXPLICIT tag of the number, if they are there: [3] in a certificate, [0] in a
 * CRL, [1] in an OCSP response and each of its answers. Throws `der-malformed`.
 */
export function readTaggedExtensions(
  members: DerReader,
  number: number,
  departures: Departure[],
): readonly Extension[] {
  const tagged = members.optional(contextTag(number, 'constructed'))
  if (tagged === null) return []
  const inner = members.within(tagged)
  const extensions = readExtensionList(inner, departures)
  inner.finish()
  return extensions
}

/** Extensions ::= SEQUENCE OF Extension (RFC 5280 §4.1), as certificates, CRLs and OCSP have them. */
export function readExtensionList(
  reader: DerReader,
  departures: Departure[],
): readonly Extension[] {
  const list = reader.enter(tags.sequence)
  const extensions: Extension[] = []
  const seen = new Set<string>()
  while (!list.done) {
    const members = list.enter(tags.sequence)
    const oid = oidValue(members.read(tags.oid))
    const flag = members.optional(tags.boolean)
    const critical = flag !== null && booleanValue(flag)
    if (flag !== null && !critical) departures.push('default-value-encoded')
    const value = contentBytes(members.read(tags.octetString))
    members.finish()
    if (seen.has(oid)) departures.push('duplicate-extension')
    seen.add(oid)
    extensions.push({ oid, critical, value })
  }
  return extensions
}

/** The extension of the OID, or null. */
export function findExtension(
  of: { readonly extensions: readonly Extension[] },
  oid: string,
): Extension | null {
  return of.extensions.find((extension) => extension.oid === oid) ?? null
}

/** True for the same octets, wherever they were read from. */
export function sameCertificate(a: Certificate, b: Certificate): boolean {
  return a === b || equalBytes(a.der, b.der)
}
