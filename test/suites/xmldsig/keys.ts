import { createPublicKey, type JsonWebKey } from 'node:crypto'
import type { XmlElement } from '../../../src/formats/xml/document.ts'
import { attribute, descendants, textOf } from '../../../src/formats/xml/document.ts'

/**
 * Keys that stand bare in ds:KeyInfo (XMLDSig 1.1 §4.5.2, §4.5.10). The product never uses one; the
 * suite does, so that vectors without certificates can show that octets and digests are right.
 */
export function bareKeys(signature: XmlElement): readonly Uint8Array[] {
  const keys: Uint8Array[] = []
  for (const element of descendants(signature)) {
    if (element.name === 'RSAKeyValue') keys.push(...fromJwk(rsaKey(element)))
    if (element.name === 'ECKeyValue') keys.push(...fromJwk(ecKey(element)))
    if (element.name === 'DSAKeyValue') keys.push(dsaKey(element))
    if (element.name === 'DEREncodedKeyValue') keys.push(Buffer.from(textOf(element), 'base64'))
  }
  return keys
}

function rsaKey(element: XmlElement): JsonWebKey {
  return { kty: 'RSA', n: part(element, 'Modulus'), e: part(element, 'Exponent') }
}

const curves: Readonly<Record<string, string>> = {
  'urn:oid:1.2.840.10045.3.1.7': 'P-256',
  'urn:oid:1.3.132.0.34': 'P-384',
  'urn:oid:1.3.132.0.35': 'P-521',
}

function ecKey(element: XmlElement): JsonWebKey {
  const curve = [...descendants(element)].find(({ name }) => name === 'NamedCurve')
  const point = Buffer.from(part(element, 'PublicKey'), 'base64url')
  const half = (point.length - 1) / 2
  return {
    kty: 'EC',
    crv: curves[(curve && attribute(curve, 'URI')) ?? ''] ?? 'none',
    x: point.subarray(1, 1 + half).toString('base64url'),
    y: point.subarray(1 + half).toString('base64url'),
  }
}

/** SubjectPublicKeyInfo of a DSA key (RFC 3279 §2.3.2); JSON web keys know no DSA. */
function dsaKey(element: XmlElement): Uint8Array {
  const [p, q, g, y] = ['P', 'Q', 'G', 'Y'].map((name) =>
    tlv(0x02, Buffer.concat([Buffer.of(0), Buffer.from(part(element, name), 'base64url')])),
  )
  const dsa = Buffer.from('06072a8648ce380401', 'hex')
  const parameters = tlv(0x30, Buffer.concat([p, q, g].flatMap((each) => each ?? [])))
  const key = tlv(0x03, Buffer.concat([Buffer.of(0), y ?? Buffer.of()]))
  return tlv(0x30, Buffer.concat([tlv(0x30, Buffer.concat([dsa, parameters])), key]))
}

function tlv(tag: number, content: Buffer): Buffer {
  const padded = tag === 0x02 ? minimal(content) : content
  const { length } = padded
  const head =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from(head), padded])
}

function minimal(content: Buffer): Buffer {
  return content[0] === 0 && (content[1] ?? 0) >= 0x80 ? content : content.subarray(1)
}

function part(element: XmlElement, name: string): string {
  const found = [...descendants(element)].find((inner) => inner.name === name)
  return Buffer.from(found === undefined ? '' : textOf(found), 'base64').toString('base64url')
}

function fromJwk(key: JsonWebKey): readonly Uint8Array[] {
  try {
    return [createPublicKey({ key, format: 'jwk' }).export({ format: 'der', type: 'spki' })]
  } catch {
    return []
  }
}
