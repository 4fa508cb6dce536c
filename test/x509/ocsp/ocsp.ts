import { createHash, sign } from 'node:crypto'
import { DerReader, encodedBytes, tags } from '../../../src/core/der.ts'
import { bitStringValue } from '../../../src/core/der-values.ts'
import type { Certificate } from '../../../src/x509/certificate.ts'
import { type BasicOcspResponse, parseOcspResponse } from '../../../src/x509/ocsp/response.ts'
import { integer, nothing, octets, oid, sequence, tlv } from '../../formats/cms/der.ts'
import type { Entity } from '../pki.ts'

/** OCSP responses as a story tells them (RFC 6960 §4.2.1). */
export interface OcspPlan {
  readonly producedAt?: string
  readonly answers?: readonly Answer[]
  /** key: the ResponderID is the hash of the signer's key; name: his name. */
  readonly by?: 'name' | 'key'
  /** The ResponderID as it stands, in place of the signer's. */
  readonly responderId?: Uint8Array
  readonly sent?: readonly Certificate[]
  readonly extensions?: readonly Uint8Array[]
  readonly version?: number
}

export interface Answer {
  readonly status?: Uint8Array
  readonly from?: string
  readonly to?: string | null
  readonly digest?: DigestName
  /** Of the CertID, in place of those of the certificate and its issuer. */
  readonly serial?: number
  readonly issuerName?: Uint8Array
  readonly issuerKey?: Uint8Array
  readonly extensions?: readonly Uint8Array[]
}

type DigestName = 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512' | 'sha3-256' | 'gost'

const digestOids: Readonly<Record<DigestName, string>> = {
  md5: '1.2.840.113549.2.5',
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
  'sha3-256': '2.16.840.1.101.3.4.2.8',
  gost: '1.2.643.7.1.1.2.2',
}

export const good = tlv(0x80)
export const unknown = tlv(0x82)

export function revoked(at: string, reason?: number): Uint8Array {
  const code = reason === undefined ? [] : [tlv(0xa0, tlv(0x0a, Uint8Array.of(reason)))]
  return tlv(0xa1, generalizedTime(at), ...code)
}

export function generalizedTime(at: string): Uint8Array {
  const digits = new Date(at).toISOString().slice(0, 23).replace(/[-:T]/g, '')
  return tlv(0x18, Buffer.from(`${digits.replace(/\.000$|(?<=\.\d+)0+$/, '')}Z`))
}

/** The key in a SubjectPublicKeyInfo, without tag, length and unused bits. */
export function keyOctets(spki: Uint8Array): Uint8Array {
  const members = DerReader.of(spki).enter(tags.sequence)
  members.read(tags.sequence)
  return bitStringValue(members.read(tags.bitString)).bytes
}

export function digestOf(name: DigestName, bytes: Uint8Array): Uint8Array {
  return name === 'gost' ? new Uint8Array(32) : createHash(name).update(bytes).digest()
}

export function certHash(of: Certificate, digest: DigestName = 'sha256'): Uint8Array {
  const hash = octets(digestOf(digest, of.der))
  return sequence(sequence(oid(digestOids[digest]), nothing), hash)
}

/** A response about the certificate, which the issuer issued, signed by the signer. */
export function ocspDer(
  certificate: Certificate,
  issuer: Entity,
  signer: Entity = issuer,
  plan: OcspPlan = {},
): Uint8Array {
  const { producedAt = '2026-05-01T12:00:00Z', answers = [{}], extensions = [] } = plan
  const data = sequence(
    ...(plan.version === undefined ? [] : [tlv(0xa0, integer(plan.version))]),
    plan.responderId ?? responderId(signer, plan.by ?? 'key'),
    generalizedTime(producedAt),
    sequence(...answers.map((answer) => single(certificate, issuer, answer))),
    ...(extensions.length === 0 ? [] : [tlv(0xa1, sequence(...extensions))]),
  )
  return signedResponse(data, signer, plan.sent ?? [])
}

export function ocsp(...given: Parameters<typeof ocspDer>): BasicOcspResponse {
  const response = parseOcspResponse(ocspDer(...given))
  if (response.status !== 'successful') throw new Error(response.status)
  return response
}

export function responderId(signer: Entity, by: 'name' | 'key'): Uint8Array {
  if (by === 'name') return tlv(0xa1, signer.name)
  return tlv(0xa2, octets(digestOf('sha1', keyOctets(signer.spki))))
}

function single(certificate: Certificate, issuer: Entity, answer: Answer): Uint8Array {
  const { digest = 'sha1', from = '2026-05-01T12:00:00Z', to = '2026-07-01T12:00:00Z' } = answer
  const { extensions = [], issuerName = issuer.name, issuerKey = issuer.spki } = answer
  const serial =
    answer.serial === undefined ? tlv(0x02, certificate.serialNumber) : integer(answer.serial)
  return sequence(
    sequence(
      sequence(oid(digestOids[digest]), nothing),
      octets(digestOf(digest, issuerName)),
      octets(digestOf(digest, keyOctets(issuerKey))),
      serial,
    ),
    answer.status ?? good,
    generalizedTime(from),
    ...(to === null ? [] : [tlv(0xa0, generalizedTime(to))]),
    ...(extensions.length === 0 ? [] : [tlv(0xa1, sequence(...extensions))]),
  )
}

export function signedResponse(
  data: Uint8Array,
  signer: Entity,
  sent: readonly Certificate[] = [],
): Uint8Array {
  const value = sign('sha256', data, signer.key)
  const basic = sequence(
    data,
    sequence(oid('1.2.840.10045.4.3.2')),
    tlv(0x03, Uint8Array.of(0), value),
    ...(sent.length === 0 ? [] : [tlv(0xa0, sequence(...sent.map(({ der }) => der)))]),
  )
  return envelope(basic)
}

/** RFC 6960 §4.2.1: successful, with a BasicOCSPResponse. */
export function envelope(basic: Uint8Array): Uint8Array {
  const bytes = sequence(oid('1.3.6.1.5.5.7.48.1.1'), octets(basic))
  return sequence(tlv(0x0a, Uint8Array.of(0)), tlv(0xa0, bytes))
}

/** The members of a SEQUENCE, encoded. */
export function membersOf(der: Uint8Array): Uint8Array[] {
  const reader = DerReader.of(der).enter(tags.sequence)
  const members: Uint8Array[] = []
  while (!reader.done) members.push(encodedBytes(reader.read()))
  return members
}
