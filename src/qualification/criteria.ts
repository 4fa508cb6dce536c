import { readOrNull } from '../core/errors.ts'
import type { Criteria, Qualification } from '../trustlist/model.ts'
import type { Certificate } from '../x509/certificate.ts'
import {
  certificatePolicies,
  extendedKeyUsage,
  type KeyUsage,
  keyUsage,
} from '../x509/extensions.ts'
import { nameAttribute } from '../x509/names.ts'

const qualifierBase = 'http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/'

/** The qualifiers of a service that hold for a certificate (TS 119 612 §5.5.9.2), by their last part. */
export function qualifiersFor(
  certificate: Certificate,
  qualifications: readonly Qualification[],
): ReadonlySet<string> {
  const held = qualifications.filter((one) => fulfils(certificate, one.criteria))
  return new Set(held.flatMap((one) => one.qualifiers.map(shortName)))
}

function shortName(uri: string): string {
  return uri.startsWith(qualifierBase) ? uri.slice(qualifierBase.length) : uri
}

/** TS 119 612 §5.5.9.2.2; an empty list of criteria is fulfilled by no certificate. */
function fulfils(certificate: Certificate, criteria: Criteria): boolean {
  const results = [
    ...criteria.keyUsages.map((bits) => hasKeyUsages(certificate, bits)),
    ...criteria.policySets.map((set) => hasAll(set, () => certificatePolicies(certificate))),
    ...criteria.extendedKeyUsages.map((set) => hasAll(set, () => extendedKeyUsage(certificate))),
    ...criteria.subjectAttributes.map((set) =>
      set.every((oid) => nameAttribute(certificate.subject, oid) !== null),
    ),
    ...criteria.lists.map((list) => fulfils(certificate, list)),
    ...criteria.unknown.map(() => false),
  ]
  if (results.length === 0) return false
  switch (criteria.assert) {
    case 'all':
      return results.every(Boolean)
    case 'atLeastOne':
      return results.some(Boolean)
    case 'none':
      // What is not understood might be fulfilled: then "none" cannot be said (fail closed).
      return criteria.unknown.length === 0 && !results.some(Boolean)
  }
}

function hasKeyUsages(certificate: Certificate, bits: Readonly<Record<string, boolean>>): boolean {
  const usage = readOrNull(() => keyUsage(certificate)) ?? new Set<KeyUsage>()
  return Object.entries(bits).every(([name, wanted]) => usage.has(name as KeyUsage) === wanted)
}

function hasAll(wanted: readonly string[], read: () => readonly string[] | null): boolean {
  const present = readOrNull(read) ?? []
  return wanted.every((one) => present.includes(one))
}
