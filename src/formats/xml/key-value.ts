import { readAlgorithmIdentifier } from '../../core/algorithm-identifier.ts'
import { fromBase64, toHex } from '../../core/bytes.ts'
import { namedCurves } from '../../core/curves.ts'
import { DerReader, tags } from '../../core/der.ts'
import { encodeOid, encodeTlv } from '../../core/der-encoding.ts'
import { bitStringValue } from '../../core/der-values.ts'
import { readOrNull } from '../../core/errors.ts'
import { attribute, child, childElements, textOf, type XmlElement } from './document.ts'
import { ds, dsig11 } from './namespaces.ts'
import { base64In } from './signed-info.ts'

/** A key that stands bare in ds:KeyInfo (XMLDSig 1.1 §4.5.2 and §4.5.10). */
export interface BareKey {
  /** What the key is, in hexadecimal, as `keyValue` of a certificate has it; null where it cannot be read. */
  readonly value: string | null
  /** SubjectPublicKeyInfo in DER, or null where what is stated does not make one. */
  readonly spki: Uint8Array | null
}

/** Reads ds:KeyValue or dsig11:DEREncodedKeyValue; whether the key is a good one is not asked here. */
export function bareKey(element: XmlElement): BareKey {
  if (element.name === 'DEREncodedKeyValue') return derEncodedKey(textOf(element))
  const [value] = childElements(element)
  if (value === undefined) return unread
  if (value.namespace === ds && value.name === 'RSAKeyValue') return rsaKey(value)
  if (value.namespace === ds && value.name === 'DSAKeyValue') return dsaKey(value)
  return value.namespace === dsig11 && value.name === 'ECKeyValue' ? ecKey(value) : unread
}

const unread: BareKey = { value: null, spki: null }

const rsaEncryption = encodeTlv(
  tags.sequence,
  encodeOid('1.2.840.113549.1.1.1'),
  encodeTlv(tags.null),
)

/** XMLDSig 1.1 §4.5.2.2; RFC 8017 appendix A.1.1: RSAPublicKey; RFC 3279 §2.3.1: its parameters are NULL. */
function rsaKey(element: XmlElement): BareKey {
  const modulus = integerIn(element, 'Modulus')
  const exponent = integerIn(element, 'Exponent')
  if (modulus === null || exponent === null) return unread
  const key = encodeTlv(tags.sequence, modulus, exponent)
  return { value: toHex(key), spki: publicKeyInfo(rsaEncryption, key) }
}

const idDsa = encodeOid('1.2.840.10040.4.1')

/**
 * XMLDSig 1.1 §4.5.2.1 and RFC 3279 §2.3.2: DSAPublicKey. P, Q and G may be known from the context
 * there; without them the key is compared, and verifies nothing.
 */
function dsaKey(element: XmlElement): BareKey {
  const key = integerIn(element, 'Y')
  if (key === null) return unread
  const [p, q, g] = ['P', 'Q', 'G'].map((name) => integerIn(element, name))
  if (!p || !q || !g) return { value: toHex(key), spki: null }
  const algorithm = encodeTlv(tags.sequence, idDsa, encodeTlv(tags.sequence, p, q, g))
  return { value: toHex(key), spki: publicKeyInfo(algorithm, key) }
}

const idEcPublicKey = encodeOid('1.2.840.10045.2.1')

/** XMLDSig 1.1 §4.5.2.3, RFC 5480 §2.1.1.1: a curve that is not named by a known OID verifies nothing. */
function ecKey(element: XmlElement): BareKey {
  const publicKey = child(element, dsig11, 'PublicKey')
  const point = publicKey === null ? null : base64In(publicKey)
  if (point === null) return unread
  const named = child(element, dsig11, 'NamedCurve')
  const curve = named === null ? null : attribute(named, 'URI')
  const oid = curve?.startsWith('urn:oid:') ? curve.slice('urn:oid:'.length) : ''
  const algorithm = Object.hasOwn(namedCurves, oid)
    ? encodeTlv(tags.sequence, idEcPublicKey, encodeOid(oid))
    : null
  return {
    value: firstCoordinate(point),
    spki: algorithm === null ? null : publicKeyInfo(algorithm, point),
  }
}

/** Two forms of a point share it (RFC 5480 §2.2). */
function firstCoordinate(point: Uint8Array): string {
  const length = point[0] === 4 ? (point.length + 1) / 2 : point.length
  return toHex(point.subarray(1, length))
}

/** XMLDSig 1.1 §4.5.10: SubjectPublicKeyInfo. */
function derEncodedKey(text: string): BareKey {
  const spki = fromBase64(text)
  if (spki === null) return unread
  const value = readOrNull(() => {
    const members = DerReader.of(spki).enter(tags.sequence)
    const { oid } = readAlgorithmIdentifier(members)
    const { bytes } = bitStringValue(members.read(tags.bitString))
    return oid === '1.2.840.10045.2.1' ? firstCoordinate(bytes) : toHex(bytes)
  })
  return { value, spki: value === null ? null : spki }
}

/** RFC 5280 §4.1.2.7: the algorithm, and the key in a BIT STRING of whole octets. */
function publicKeyInfo(algorithm: Uint8Array, key: Uint8Array): Uint8Array {
  return encodeTlv(tags.sequence, algorithm, encodeTlv(tags.bitString, Uint8Array.of(0), key))
}

/** XMLDSig 1.1 §4.4.2 CryptoBinary: big-endian, as an INTEGER in DER. */
function integerIn(parent: XmlElement, name: string): Uint8Array | null {
  const element = child(parent, ds, name)
  const octets = element === null ? null : base64In(element)
  if (octets === null) return null
  const first = octets.findIndex((octet) => octet !== 0)
  const shortest = first < 0 ? Uint8Array.of(0) : octets.subarray(first)
  const sign = (shortest[0] ?? 0) >= 0x80 ? [Uint8Array.of(0)] : []
  return encodeTlv(tags.integer, ...sign, shortest)
}
