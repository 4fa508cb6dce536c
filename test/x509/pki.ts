import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { type Certificate, parseCertificate } from '../../src/x509/certificate.ts'
import { type Crl, parseCrl } from '../../src/x509/crl/crl.ts'
import { integer, octets, oid, sequence, setOf, tlv, utcTime } from '../formats/cms/der.ts'

/** A public key infrastructure as a story tells it: names, dates and extensions, and nothing else. */
export const crypto = nodeCrypto()

const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'))

export interface Entity {
  readonly name: Uint8Array
  readonly key: KeyObject
  readonly spki: Uint8Array
}

export interface Plan {
  readonly serial?: number
  readonly from?: string
  readonly to?: string
  readonly ca?: { readonly pathLength?: number } | 'no'
  /** The first octet of the KeyUsage bits: 0x04 keyCertSign, 0x02 cRLSign, 0x40 nonRepudiation. */
  readonly keyUsage?: number
  readonly extensions?: readonly Uint8Array[]
}

export function name(commonName: string): Uint8Array {
  return sequence(setOf(sequence(oid('2.5.4.3'), tlv(0x0c, Buffer.from(commonName)))))
}

export function entity(commonName: string): Entity {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ format: 'der', type: 'spki' })
  return { name: name(commonName), key: privateKey, spki }
}

export function extension(id: string, value: Uint8Array, critical = true): Uint8Array {
  return sequence(oid(id), ...(critical ? [tlv(0x01, Uint8Array.of(0xff))] : []), octets(value))
}

export function issue(subject: Entity, issuer: Entity, plan: Plan = {}): Certificate {
  const { serial = 1, from = '2025-01-01', to = '2035-01-01', ca = 'no', keyUsage } = plan
  const extensions = [...(plan.extensions ?? [])]
  if (ca !== 'no') {
    const limit = ca.pathLength === undefined ? [] : [integer(ca.pathLength)]
    extensions.push(extension('2.5.29.19', sequence(tlv(0x01, Uint8Array.of(0xff)), ...limit)))
  }
  if (keyUsage !== undefined) {
    extensions.push(extension('2.5.29.15', tlv(0x03, Uint8Array.of(0, keyUsage))))
  }
  const tbs = sequence(
    tlv(0xa0, integer(2)),
    integer(serial),
    ecdsaWithSha256,
    issuer.name,
    sequence(utcTime(new Date(from)), utcTime(new Date(to))),
    subject.name,
    subject.spki,
    ...(extensions.length === 0 ? [] : [tlv(0xa3, sequence(...extensions))]),
  )
  return parseCertificate(signed(tbs, issuer))
}

/** A CA certificate with the usages that RFC 5280 asks of one. */
export function authority(subject: Entity, issuer: Entity, plan: Plan = {}): Certificate {
  return issue(subject, issuer, { ca: {}, keyUsage: 0x06, ...plan })
}

export interface CrlPlan {
  /** Version 2 unless it is left out, as version 1 is. */
  readonly version?: 'left-out'
  readonly from?: string
  readonly to?: string | null
  readonly revoked?: readonly {
    readonly serial: number
    readonly at: string
    readonly reason?: number
  }[]
  readonly extensions?: readonly Uint8Array[]
  /** Entries as they stand, in place of `revoked`. */
  readonly entries?: readonly Uint8Array[]
}

export function crl(issuer: Entity, plan: CrlPlan = {}): Crl {
  return parseCrl(crlDer(issuer, plan))
}

/** The octets of a CRL, whether anything here reads them or not. */
export function crlDer(issuer: Entity, plan: CrlPlan = {}): Uint8Array {
  const { from = '2026-01-01', to = '2027-01-01', revoked = [], extensions = [] } = plan
  const listed = revoked.map(({ serial, at, reason }) => {
    const code =
      reason === undefined ? [] : [extension('2.5.29.21', tlv(0x0a, Uint8Array.of(reason)), false)]
    const inner = code.length === 0 ? [] : [sequence(...code)]
    return sequence(integer(serial), utcTime(new Date(at)), ...inner)
  })
  const entries = plan.entries ?? listed
  const tbs = sequence(
    ...(plan.version === 'left-out' ? [] : [integer(1)]),
    ecdsaWithSha256,
    issuer.name,
    utcTime(new Date(from)),
    ...(to === null ? [] : [utcTime(new Date(to))]),
    ...(entries.length === 0 ? [] : [sequence(Buffer.concat(entries))]),
    ...(extensions.length === 0 ? [] : [tlv(0xa0, sequence(...extensions))]),
  )
  return signed(tbs, issuer)
}

function signed(tbs: Uint8Array, issuer: Entity): Uint8Array {
  const value = sign('sha256', tbs, issuer.key)
  return sequence(tbs, ecdsaWithSha256, tlv(0x03, Uint8Array.of(0), value))
}
