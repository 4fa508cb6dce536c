import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { integer, octets, oid, sequence, setOf, tlv, utcTime } from '../test/formats/cms/der.ts'

/** The keys that certificates of the bench are signed with. */
export type KeyPlan = 'P-256' | 'RSA-2048'

/** Who signs certificates of the bench. */
export interface Signer {
  readonly name: Uint8Array
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly spki: Uint8Array
  readonly keyIdentifier: Uint8Array
  readonly algorithm: Uint8Array
}

const from = new Date('2026-01-01T00:00:00Z')
const to = new Date('2030-01-01T00:00:00Z')

/** A time at which every certificate of the bench is valid. */
export const benchTime = new Date('2027-01-01T00:00:00Z')

const algorithms: Readonly<Record<KeyPlan, Uint8Array>> = {
  'P-256': sequence(oid('1.2.840.10045.4.3.2')),
  'RSA-2048': sequence(oid('1.2.840.113549.1.1.11'), tlv(0x05)),
}

export function signer(commonName: string, plan: KeyPlan): Signer {
  const { privateKey, publicKey } =
    plan === 'P-256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 })
  const spki = publicKey.export({ format: 'der', type: 'spki' })
  const keyIdentifier = createHash('sha1').update(spki).digest()
  const algorithm = algorithms[plan]
  return { name: nameOf(commonName), privateKey, publicKey, spki, keyIdentifier, algorithm }
}

function nameOf(commonName: string): Uint8Array {
  const attribute = (type: string, tag: number, text: string) =>
    setOf(sequence(oid(type), tlv(tag, Buffer.from(text))))
  return sequence(
    attribute('2.5.4.6', 0x13, 'GE'),
    attribute('2.5.4.10', 0x0c, 'Bench'),
    attribute('2.5.4.3', 0x0c, commonName),
  )
}

function extension(id: string, value: Uint8Array, critical: 'yes' | 'no' = 'no'): Uint8Array {
  const flag = critical === 'yes' ? [tlv(0x01, Uint8Array.of(0xff))] : []
  return sequence(oid(id), ...flag, octets(value))
}

/** The extensions that authorities of the member states put into every certificate. */
function usualExtensions(subjectKey: Uint8Array, issuerKey: Uint8Array, keyUsage: number) {
  return [
    extension('2.5.29.14', octets(subjectKey)),
    extension('2.5.29.35', sequence(tlv(0x80, issuerKey))),
    extension('2.5.29.15', tlv(0x03, Uint8Array.of(0, keyUsage)), 'yes'),
    extension('2.5.29.32', sequence(sequence(oid('0.4.0.194112.1.2')))),
  ]
}

function certificate(
  subject: Pick<Signer, 'name' | 'spki'>,
  issuer: Signer,
  serial: number,
  extensions: readonly Uint8Array[],
): Uint8Array {
  const number = Buffer.alloc(9)
  number.writeUInt8(1)
  number.writeUInt32BE(serial, 5)
  const tbs = sequence(
    tlv(0xa0, integer(2)),
    tlv(0x02, number),
    issuer.algorithm,
    issuer.name,
    sequence(utcTime(from), utcTime(to)),
    subject.name,
    subject.spki,
    tlv(0xa3, sequence(...extensions)),
  )
  const value = sign('sha256', tbs, issuer.privateKey)
  return sequence(tbs, issuer.algorithm, tlv(0x03, Uint8Array.of(0), value))
}

/** The certificate of an authority; its own where it is its issuer. */
export function authorityCertificate(subject: Signer, issuer: Signer, serial = 1): Uint8Array {
  return certificate(subject, issuer, serial, [
    ...usualExtensions(subject.keyIdentifier, issuer.keyIdentifier, 0x06),
    extension('2.5.29.19', sequence(tlv(0x01, Uint8Array.of(0xff))), 'yes'),
  ])
}

/** The certificate of one who signs documents. */
export function endEntityCertificate(serial: number, holder: Signer, issuer: Signer): Uint8Array {
  const extensions = usualExtensions(holder.keyIdentifier, issuer.keyIdentifier, 0x40)
  return certificate(holder, issuer, serial, extensions)
}

/** A certificate in PEM (RFC 7468 §5.1). */
export function pemOf(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
