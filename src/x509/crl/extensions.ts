import { equalBytes, toHex } from '../../core/bytes.ts'
import {
  contentBytes,
  contextTag,
  type DerReader,
  derMalformed,
  type Element,
  tags,
} from '../../core/der.ts'
import { bitStringValue, booleanValue, integerBytes, timeValue } from '../../core/der-values.ts'
import { readOrNull } from '../../core/errors.ts'
import { type Extension, findExtension } from '../certificate.ts'
import { decode, extensionOids } from '../extensions.ts'
import { type GeneralName, readGeneralNames } from '../general-names.ts'

type Carrier = { readonly extensions: readonly Extension[] }

/** DistributionPointName (RFC 5280 §4.2.1.13). */
export type DistributionPointName =
  | { readonly kind: 'full'; readonly names: readonly GeneralName[] }
  /** The content of a RelativeDistinguishedName, to be put behind the name of the CRL's issuer. */
  | { readonly kind: 'relative'; readonly rdn: Uint8Array }

/** DistributionPoint (RFC 5280 §4.2.1.13); what is absent is null. */
export interface DistributionPoint {
  readonly name: DistributionPointName | null
  readonly reasons: ReasonMask | null
  readonly crlIssuer: readonly GeneralName[] | null
}

/** IssuingDistributionPoint (RFC 5280 §5.2.5). */
export interface IssuingDistributionPoint {
  readonly name: DistributionPointName | null
  readonly onlyContains: 'all' | 'user-certificates' | 'ca-certificates' | 'attribute-certificates'
  readonly onlySomeReasons: ReasonMask | null
  readonly indirect: 'yes' | 'no'
}

/** ReasonFlags (RFC 5280 §4.2.1.13): bit n of the number is bit n of the BIT STRING. */
export type ReasonMask = number

/** Every reason but the unused bit 0: keyCompromise (1) to aACompromise (8). */
export const allReasons: ReasonMask = 0b1_1111_1110

/** The bit of certificateHold, which alone can be lifted (§5.3.1). */
export const holdReason: ReasonMask = 1 << 6

/** RFC 5280 §5.2.5; null where absent; throws `der-malformed`. */
export function issuingDistributionPoint(crl: Carrier): IssuingDistributionPoint | null {
  return decode(crl, extensionOids.issuingDistributionPoint, (reader) => {
    const members = reader.enter(tags.sequence)
    // "MUST NOT … an empty sequence", and an extension that says nothing cannot be meant.
    if (members.done) throw derMalformed('empty issuingDistributionPoint', 0)
    const name = pointName(members, members.optional(contextTag(0, 'constructed')))
    const user = flag(members, 1)
    const ca = flag(members, 2)
    const reasons = members.optional(contextTag(3, 'primitive'))
    const indirect = flag(members, 4)
    const attribute = flag(members, 5)
    members.finish()
    if (Number(user) + Number(ca) + Number(attribute) > 1) {
      throw derMalformed('issuingDistributionPoint for two kinds of certificates', 0)
    }
    return {
      name,
      onlyContains: user
        ? 'user-certificates'
        : ca
          ? 'ca-certificates'
          : attribute
            ? 'attribute-certificates'
            : 'all',
      onlySomeReasons: reasons === null ? null : reasonMask(reasons),
      indirect: indirect ? 'yes' : 'no',
    }
  })
}

/** A flag with the default FALSE; where FALSE is written out all the same, it says the same. */
function flag(members: DerReader, number: number): boolean {
  const element = members.optional(contextTag(number, 'primitive'))
  return element !== null && booleanValue(element)
}

function reasonMask(element: Element): ReasonMask {
  const { bytes } = bitStringValue(element)
  let mask = 0
  for (let bit = 1; bit <= 8; bit += 1) {
    if ((((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1) mask |= 1 << bit
  }
  return mask
}

function pointName(members: DerReader, element: Element | null): DistributionPointName | null {
  if (element === null) return null
  const choice = members.within(element)
  const name = choice.read()
  choice.finish()
  if (name.tag === contextTag(0, 'constructed')) {
    return { kind: 'full', names: someNames(choice.within(name)) }
  }
  if (name.tag !== contextTag(1, 'constructed')) throw derMalformed('DistributionPointName', 0)
  return { kind: 'relative', rdn: contentBytes(name) }
}

/** GeneralNames has one member at least. */
function someNames(reader: DerReader): readonly GeneralName[] {
  const names = readGeneralNames(reader)
  if (names.length === 0) throw derMalformed('empty GeneralNames', reader.offset)
  return names
}

/** The distribution points of a certificate (§4.2.1.13); null where absent; throws `der-malformed`. */
export function crlDistributionPoints(certificate: Carrier): readonly DistributionPoint[] | null {
  return decode(certificate, extensionOids.crlDistributionPoints, distributionPoints)
}

/** Where delta CRLs are (§4.2.1.15 and §5.2.6); null where absent; throws `der-malformed`. */
export function freshestCrl(carrier: Carrier): readonly DistributionPoint[] | null {
  return decode(carrier, extensionOids.freshestCrl, distributionPoints)
}

function distributionPoints(reader: DerReader): readonly DistributionPoint[] {
  const list = reader.enter(tags.sequence)
  const points: DistributionPoint[] = []
  while (!list.done) {
    const members = list.enter(tags.sequence)
    const name = pointName(members, members.optional(contextTag(0, 'constructed')))
    const reasons = members.optional(contextTag(1, 'primitive'))
    const issuer = members.optional(contextTag(2, 'constructed'))
    members.finish()
    points.push({
      name,
      reasons: reasons === null ? null : reasonMask(reasons),
      crlIssuer: issuer === null ? null : someNames(members.within(issuer)),
    })
  }
  return points
}

/** cRLNumber (§5.2.3), which is not negative; null where absent; throws `der-malformed`. */
export function crlNumber(crl: Carrier): bigint | null {
  return decode(crl, extensionOids.crlNumber, number)
}

/** BaseCRLNumber (§5.2.4): of the CRL that a delta CRL starts from; null where it is none. */
export function deltaBase(crl: Carrier): bigint | null {
  return decode(crl, extensionOids.deltaCrlIndicator, number)
}

function number(reader: DerReader): bigint {
  const element = reader.read(tags.integer)
  const octets = integerBytes(element)
  if ((octets[0] as number) >= 0x80) throw derMalformed('negative CRL number', element.start)
  return BigInt(`0x${toHex(octets)}`)
}

/** Since when the CRL keeps certificates that expired (X.509 (2019) §9.5.2.8), or null. */
export function expiredCertificatesSince(crl: Carrier): Date | null {
  return decode(crl, extensionOids.expiredCertsOnCrl, (reader) =>
    timeValue(reader.read(tags.generalizedTime)),
  )
}

/** The number of an entry's CRLReason (§5.3.1), 0 where it states none; null where it cannot be read. */
export function reasonCode(entry: Carrier): number | null {
  if (entry.extensions.length === 0) return 0
  const read = readOrNull(() => ({
    code: decode(entry, extensionOids.reasonCode, (reader) =>
      contentBytes(reader.read(tags.enumerated)),
    ),
  }))
  if (read === null) return null
  if (read.code === null) return 0
  return read.code.length === 1 ? (read.code[0] ?? null) : null
}

/** When the key is thought to have been lost (§5.3.2), or null; throws `der-malformed`. */
export function invalidityDate(entry: Carrier): Date | null {
  return decode(entry, extensionOids.invalidityDate, (reader) =>
    timeValue(reader.read(tags.generalizedTime)),
  )
}

/** True where both have the extension with the same octets, or neither has it. */
export function sameExtension(a: Carrier, b: Carrier, oid: string): boolean {
  const one = findExtension(a, oid)
  const other = findExtension(b, oid)
  if (one === null || other === null) return one === other
  return equalBytes(one.value, other.value)
}
