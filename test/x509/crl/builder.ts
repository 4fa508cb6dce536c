import { Budget } from '../../../src/core/budget.ts'
import type { Certificate } from '../../../src/x509/certificate.ts'
import type { Crl } from '../../../src/x509/crl/crl.ts'
import { crlStatus } from '../../../src/x509/crl/status.ts'
import type { RevocationContext, RevocationStatus } from '../../../src/x509/revocation-status.ts'
import { integer, sequence, tlv, utcTime } from '../../formats/cms/der.ts'
import { crypto, type Entity, extension } from '../pki.ts'

/** A general name: a URI, or the name of an entity. */
export type Names = readonly (string | Entity)[]

export interface PointPlan {
  readonly names?: Names
  /** The octets of an AttributeTypeAndValue, behind the name of the CRL's issuer. */
  readonly relative?: Uint8Array
  /** Bits of ReasonFlags. */
  readonly reasons?: readonly number[]
}

/** The bits of ReasonFlags (RFC 5280 §4.2.1.13): two partitions which are all of them together. */
export const compromise = [1, 2]
export const others = [3, 4, 5, 6, 7, 8]

const yes = Uint8Array.of(0xff)

function generalNames(names: Names): Uint8Array[] {
  return names.map((one) =>
    typeof one === 'string' ? tlv(0x86, Buffer.from(one)) : tlv(0xa4, one.name),
  )
}

function pointName({ names, relative }: PointPlan): Uint8Array[] {
  if (names !== undefined) return [tlv(0xa0, tlv(0xa0, ...generalNames(names)))]
  return relative === undefined ? [] : [tlv(0xa0, tlv(0xa1, relative))]
}

function reasonFlags(tag: number, bits: readonly number[] | undefined): Uint8Array[] {
  if (bits === undefined) return []
  const octets = [0, 0]
  for (const bit of bits) octets[bit >> 3] = (octets[bit >> 3] ?? 0) | (0x80 >> (bit & 7))
  const long = octets[1] !== 0
  const used = long ? octets : octets.slice(0, 1)
  const last = used[used.length - 1] ?? 0
  const unused = last === 0 ? 0 : 31 - Math.clz32(last & -last)
  return [tlv(tag, Uint8Array.of(unused, ...used))]
}

export interface IssuingPlan extends PointPlan {
  readonly only?: 'user' | 'ca' | 'attribute'
  readonly indirect?: 'yes'
}

/** issuingDistributionPoint (RFC 5280 §5.2.5). */
export function issuingPoint(plan: IssuingPlan): Uint8Array {
  const { only, indirect, reasons } = plan
  return extension(
    '2.5.29.28',
    sequence(
      ...pointName(plan),
      ...(only === 'user' ? [tlv(0x81, yes)] : []),
      ...(only === 'ca' ? [tlv(0x82, yes)] : []),
      ...reasonFlags(0x83, reasons),
      ...(indirect === 'yes' ? [tlv(0x84, yes)] : []),
      ...(only === 'attribute' ? [tlv(0x85, yes)] : []),
    ),
  )
}

export interface CertificatePointPlan extends PointPlan {
  readonly crlIssuer?: Names
}

/** cRLDistributionPoints (RFC 5280 §4.2.1.13). */
export function distributionPoints(...plans: readonly CertificatePointPlan[]): Uint8Array {
  const points = plans.map((plan) =>
    sequence(
      ...pointName(plan),
      ...reasonFlags(0x81, plan.reasons),
      ...(plan.crlIssuer === undefined ? [] : [tlv(0xa2, ...generalNames(plan.crlIssuer))]),
    ),
  )
  return extension('2.5.29.31', sequence(...points), false)
}

export const crlNumber = (value: number) => extension('2.5.29.20', integer(value), false)
export const deltaOf = (base: number) => extension('2.5.29.27', integer(base))

export interface EntryPlan {
  readonly serial: number | Uint8Array
  readonly at?: string
  readonly reason?: number
  /** certificateIssuer (RFC 5280 §5.3.3). */
  readonly issuer?: Entity
  readonly extensions?: readonly Uint8Array[]
}

/** An entry of revokedCertificates. */
export function entry({ serial, at = '2026-03-01', ...plan }: EntryPlan): Uint8Array {
  const extensions = [...(plan.extensions ?? [])]
  if (plan.reason !== undefined) {
    extensions.push(extension('2.5.29.21', tlv(0x0a, Uint8Array.of(plan.reason)), false))
  }
  if (plan.issuer !== undefined) {
    extensions.push(extension('2.5.29.29', sequence(tlv(0xa4, plan.issuer.name))))
  }
  return sequence(
    typeof serial === 'number' ? integer(serial) : tlv(0x02, serial),
    utcTime(new Date(at)),
    ...(extensions.length === 0 ? [] : [sequence(...extensions)]),
  )
}

export const midsummer = new Date('2026-06-01T00:00:00Z')

export interface Question {
  readonly certificate: Certificate
  readonly issuer: Certificate
  readonly crls: readonly Crl[]
  readonly at?: Date
  readonly certificates?: readonly Certificate[]
  readonly signerProblem?: RevocationContext['signerProblem']
  readonly budget?: Budget
  readonly isFresh?: RevocationContext['isFresh']
  /** The top of the path, where it is not the issuer. */
  readonly anchor?: Certificate
}

/** What the CRLs say, with no signer to be relied upon but the issuer, unless it is said otherwise. */
export function statusOf({ certificate, issuer, crls, ...rest }: Question): RevocationStatus {
  return crlStatus(certificate, [crls], {
    at: rest.at ?? midsummer,
    crypto,
    budget: rest.budget ?? new Budget(),
    issuer,
    anchor: { id: 'top', certificate: rest.anchor ?? issuer },
    certificates: [rest.certificates ?? []],
    signerProblem: rest.signerProblem ?? (() => 'nobody relies on it'),
    ...(rest.isFresh && { isFresh: rest.isFresh }),
  })
}
