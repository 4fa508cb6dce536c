import { readAlgorithmIdentifier } from '../../core/algorithm-identifier.ts'
import { fromBase64, toHex } from '../../core/bytes.ts'
import { DerReader, tags } from '../../core/der.ts'
import { encodeTlv } from '../../core/der-encoding.ts'
import { bitStringValue } from '../../core/der-values.ts'
import { readOrNull } from '../../core/errors.ts'
import { child, childElements, textOf, type XmlElement } from './document.ts'
import { ds, dsig11 } from './namespaces.ts'
import { base64In } from './signed-info.ts'

/**
 * A key that stands bare in ds:KeyInfo (XMLDSig 1.1 §4.5.2 and §4.5.10), as `keyValue` of a
 * certificate has it: what the key is, in hexadecimal. Null where it cannot be read.
 */
export function bareKey(element: XmlElement): string | null {
  if (element.name === 'DEREncodedKeyValue') return derEncodedKey(textOf(element))
  const [value] = childElements(element)
  if (value === undefined) return null
  if (value.namespace === ds && value.name === 'RSAKeyValue') return rsaKey(value)
  if (value.namespace === ds && value.name === 'DSAKeyValue') return dsaKey(value)
  return value.namespace === dsig11 && value.name === 'ECKeyValue' ? ecKey(value) : null
}

/** XMLDSig 1.1 §4.5.2.2 and RFC 8017 appendix A.1.1: RSAPublicKey. */
function rsaKey(element: XmlElement): string | null {
  const modulus = integerIn(element, 'Modulus')
  const exponent = integerIn(element, 'Exponent')
  if (modulus === null || exponent === null) return null
  return toHex(encodeTlv(tags.sequence, modulus, exponent))
}

/** XMLDSig 1.1 §4.5.2.1 and RFC 3279 §2.3.2: DSAPublicKey, without its parameters. */
function dsaKey(element: XmlElement): string | null {
  const key = integerIn(element, 'Y')
  return key === null ? null : toHex(key)
}

/** XMLDSig 1.1 §4.5.2.3: a point, of which the first coordinate is taken. */
function ecKey(element: XmlElement): string | null {
  const publicKey = child(element, dsig11, 'PublicKey')
  const point = publicKey === null ? null : base64In(publicKey)
  return point === null ? null : firstCoordinate(point)
}

function firstCoordinate(point: Uint8Array): string {
  const length = point[0] === 4 ? (point.length + 1) / 2 : point.length
  return toHex(point.subarray(1, length))
}

/** XMLDSig 1.1 §4.5.10: SubjectPublicKeyInfo. */
function derEncodedKey(text: string): string | null {
  const spki = fromBase64(text)
  if (spki === null) return null
  return readOrNull(() => {
    const members = DerReader.of(spki).enter(tags.sequence)
    const { oid } = readAlgorithmIdentifier(members)
    const { bytes } = bitStringValue(members.read(tags.bitString))
    return oid === '1.2.840.10045.2.1' ? firstCoordinate(bytes) : toHex(bytes)
  })
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
