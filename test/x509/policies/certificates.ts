import type { Certificate, Extension } from '../../../src/x509/certificate.ts'
import { integer, oid, sequence, tlv } from '../../formats/cms/der.ts'
import { entity, issue } from '../pki.ts'

/** A policy by its OID, or with CPS pointers as its qualifiers. */
export type PolicyPlan = string | { readonly oid: string; readonly cps: readonly string[] }

/** What a certificate says of policies; nothing of it is signed, as policies do not ask for that. */
export interface PoliciesPlan {
  readonly policies?: readonly PolicyPlan[]
  readonly mappings?: readonly (readonly [issuerDomain: string, subjectDomain: string])[]
  readonly requireExplicitPolicy?: number
  readonly inhibitPolicyMapping?: number
  readonly inhibitAnyPolicy?: number
  readonly selfIssued?: 'yes'
  readonly others?: readonly Extension[]
}

const above = entity('Above')
const below = entity('Below')
const ordinary = issue(below, above)
const selfIssued = issue(above, above)

/** A certificate that differs from others in its policies alone. */
export function certificateWith(plan: PoliciesPlan): Certificate {
  const { policies, mappings, inhibitAnyPolicy, others = [] } = plan
  const extensions = [...others]
  if (policies !== undefined) extensions.push(policiesExtension(policies))
  if (mappings !== undefined) extensions.push(extension('2.5.29.33', mappingsValue(mappings)))
  const constraints = constraintsValue(plan)
  if (constraints.length > 2) extensions.push(extension('2.5.29.36', constraints))
  if (inhibitAnyPolicy !== undefined)
    extensions.push(extension('2.5.29.54', integer(inhibitAnyPolicy)))
  return { ...(plan.selfIssued === 'yes' ? selfIssued : ordinary), extensions }
}

/** An extension as it stands in a certificate that was read. */
export function extension(id: string, value: Uint8Array, critical = false): Extension {
  return { oid: id, critical, value }
}

/** The CertificatePolicies extension (RFC 5280 §4.2.1.4). */
export function policiesExtension(policies: readonly PolicyPlan[]): Extension {
  return extension('2.5.29.32', sequence(...policies.map(policyValue)))
}

/** A PolicyQualifierInfo with a CPS pointer. */
export function cpsQualifier(uri: string): Uint8Array {
  return sequence(oid('1.3.6.1.5.5.7.2.1'), tlv(0x16, Buffer.from(uri)))
}

function policyValue(policy: PolicyPlan): Uint8Array {
  if (typeof policy === 'string') return sequence(oid(policy))
  return sequence(oid(policy.oid), sequence(...policy.cps.map(cpsQualifier)))
}

function mappingsValue(mappings: readonly (readonly [string, string])[]): Uint8Array {
  return sequence(...mappings.map(([from, to]) => sequence(oid(from), oid(to))))
}

function constraintsValue({
  requireExplicitPolicy: explicit,
  inhibitPolicyMapping: mapping,
}: PoliciesPlan): Uint8Array {
  return sequence(
    ...(explicit === undefined ? [] : [tlv(0x80, Uint8Array.of(explicit))]),
    ...(mapping === undefined ? [] : [tlv(0x81, Uint8Array.of(mapping))]),
  )
}
