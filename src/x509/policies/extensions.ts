import {
  contextTag,
  type DerReader,
  derMalformed,
  type Element,
  encodedBytes,
  tags,
} from '../../core/der.ts'
import { integerBytes, oidValue, smallInteger } from '../../core/der-values.ts'
import type { Certificate } from '../certificate.ts'
import { decode, extensionOids } from '../extensions.ts'
import { anyPolicy } from './inputs.ts'

/** A policy of a certificate with what its issuer says about it (RFC 5280 §4.2.1.4). */
export interface PolicyInformation {
  readonly oid: string
  readonly qualifiers: readonly PolicyQualifier[]
}

/** A PolicyQualifierInfo (RFC 5280 §4.2.1.4): its OID, and the whole of it in DER. */
export interface PolicyQualifier {
  readonly id: string
  readonly der: Uint8Array
}

/** The subjectDomainPolicies of each issuerDomainPolicy (RFC 5280 §4.2.1.5). */
export type PolicyMappings = ReadonlyMap<string, ReadonlySet<string>>

/** How many more certificates may follow (RFC 5280 §4.2.1.11); null where nothing is said. */
export interface PolicyConstraints {
  readonly requireExplicitPolicy: number | null
  readonly inhibitPolicyMapping: number | null
}

/** The qualifiers that RFC 5280 §4.2.1.4 defines: id-qt-cps and id-qt-unotice. */
const definedQualifiers: readonly string[] = ['1.3.6.1.5.5.7.2.1', '1.3.6.1.5.5.7.2.2']

/** True for a qualifier that RFC 5280 §4.2.1.4 defines. */
export function isDefinedQualifier(qualifier: PolicyQualifier): boolean {
  return definedQualifiers.includes(qualifier.id)
}

type Carrier = Pick<Certificate, 'extensions'>

/**
 * The policies with their qualifiers (RFC 5280 §4.2.1.4), in order; null where the extension is
 * absent; throws `der-malformed`, also where a policy stands there twice.
 */
export function policyInformation(certificate: Carrier): readonly PolicyInformation[] | null {
  return decode(certificate, extensionOids.certificatePolicies, (reader) => {
    const list = nonEmpty(reader)
    const policies: PolicyInformation[] = []
    const seen = new Set<string>()
    while (!list.done) {
      const at = list.offset
      const one = readPolicyInformation(list.enter(tags.sequence))
      if (seen.has(one.oid)) throw derMalformed('certificate policy given twice', at)
      seen.add(one.oid)
      policies.push(one)
    }
    return policies
  })
}

const none: readonly PolicyQualifier[] = []

function readPolicyInformation(members: DerReader): PolicyInformation {
  const oid = oidValue(members.read(tags.oid))
  if (members.done) return { oid, qualifiers: none }
  const at = members.offset
  const list = nonEmpty(members)
  members.finish()
  const qualifiers: PolicyQualifier[] = []
  while (!list.done) qualifiers.push(readQualifier(list))
  // RFC 5280 §4.2.1.4: with anyPolicy, no others may be used.
  if (oid === anyPolicy && !qualifiers.every(isDefinedQualifier))
    throw derMalformed('unknown qualifier of anyPolicy', at)
  return { oid, qualifiers }
}

/** The qualifier itself is handed on and not interpreted: it may be of any type. */
function readQualifier(list: DerReader): PolicyQualifier {
  const whole = list.read(tags.sequence)
  const members = list.within(whole)
  const id = oidValue(members.read(tags.oid))
  members.read()
  members.finish()
  return { id, der: encodedBytes(whole) }
}

/** Null where the extension is absent; throws `der-malformed`. */
export function policyMappings(certificate: Carrier): PolicyMappings | null {
  return decode(certificate, extensionOids.policyMappings, (reader) => {
    const list = nonEmpty(reader)
    const mappings = new Map<string, Set<string>>()
    while (!list.done) {
      const members = list.enter(tags.sequence)
      const issuerDomainPolicy = oidValue(members.read(tags.oid))
      const subjectDomainPolicy = oidValue(members.read(tags.oid))
      members.finish()
      const equivalent = mappings.get(issuerDomainPolicy)
      if (equivalent === undefined) mappings.set(issuerDomainPolicy, new Set([subjectDomainPolicy]))
      else equivalent.add(subjectDomainPolicy)
    }
    return mappings
  })
}

/** Null where the extension is absent; throws `der-malformed`, also where it says nothing. */
export function policyConstraints(certificate: Carrier): PolicyConstraints | null {
  return decode(certificate, extensionOids.policyConstraints, (reader) => {
    // RFC 5280 §4.2.1.11 leaves open what an empty sequence means; nobody may issue one.
    const members = nonEmpty(reader)
    const explicit = members.optional(contextTag(0, 'primitive'))
    const mapping = members.optional(contextTag(1, 'primitive'))
    members.finish()
    return {
      requireExplicitPolicy: explicit === null ? null : skipCertificates(explicit),
      inhibitPolicyMapping: mapping === null ? null : skipCertificates(mapping),
    }
  })
}

/** After how many more certificates anyPolicy ends (RFC 5280 §4.2.1.14), or null; throws `der-malformed`. */
export function inhibitAnyPolicy(certificate: Carrier): number | null {
  return decode(certificate, extensionOids.inhibitAnyPolicy, (reader) =>
    skipCertificates(reader.read(tags.integer)),
  )
}

/** SkipCerts ::= INTEGER (0..MAX); what needs more than 32 bits is longer than any path. */
function skipCertificates(element: Element): number {
  const octets = integerBytes(element)
  if ((octets[0] as number) >= 0x80) throw derMalformed('negative SkipCerts', element.start)
  return octets.length > 4 ? Number.POSITIVE_INFINITY : smallInteger(element)
}

/** SEQUENCE SIZE (1..MAX). */
function nonEmpty(reader: DerReader): DerReader {
  const at = reader.offset
  const list = reader.enter(tags.sequence)
  if (list.done) throw derMalformed('empty SEQUENCE', at)
  return list
}
