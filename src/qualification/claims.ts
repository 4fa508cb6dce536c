import { readOrNull } from '../core/errors.ts'
import type { Certificate } from '../x509/certificate.ts'
import { certificatePolicies } from '../x509/extensions.ts'
import { nameAttribute } from '../x509/names.ts'
import { type QcStatements, type QcType, qcStatements } from '../x509/qc-statements.ts'
import type { ServiceTypeMeaning } from './service-types.ts'

/** What a certificate says of itself, in the way of its state. */
export interface Claims {
  readonly qualified: 'yes' | 'no'
  readonly qscd: 'yes' | 'no'
  readonly types: readonly QcType[]
  /** States under whose law it claims to be qualified; empty: it does not say. */
  readonly legislation: readonly string[]
  readonly subject: 'natural' | 'legal' | 'unknown'
}

const nothing: Omit<Claims, 'subject'> = { qualified: 'no', qscd: 'no', types: [], legislation: [] }

/** Türkiye's statement for a qualified certificate (BTK's profile of law 5070). */
const turkishStatement = '2.16.792.1.61.0.1.5070.1.1'

/** Russia's classes of signature tools, KC1 to KA1: only qualified certificates name one. */
const russianClasses = /^1\.2\.643\.100\.113\.[1-6]$/

const known = new WeakMap<Certificate, Partial<Record<ServiceTypeMeaning['claim'], Claims>>>()

/** What a certificate claims, read in the way that its service type calls for, and kept. */
export function claimsOf(certificate: Certificate, how: ServiceTypeMeaning['claim']): Claims {
  const before = known.get(certificate)?.[how]
  if (before !== undefined) return before
  const claims = readClaims(certificate, how)
  known.set(certificate, { ...known.get(certificate), [how]: claims })
  return claims
}

function readClaims(certificate: Certificate, how: ServiceTypeMeaning['claim']): Claims {
  const subject = subjectKind(certificate)
  switch (how) {
    case 'qc-statements':
      return { ...fromStatements(readStatements(certificate)), subject }
    case 'tr-statement':
      return { ...turkishClaims(readStatements(certificate)), subject }
    case 'ru-class':
      return { ...russianClaims(certificate), subject }
  }
}

/** EN 319 412-5 §4.2; a certificate of before QcType was for signatures (TS 119 615 §4.4.6). */
function fromStatements(statements: QcStatements | null): Omit<Claims, 'subject'> {
  if (statements === null) return nothing
  return {
    qualified: statements.compliance,
    qscd: statements.qscd,
    types: statements.types,
    legislation: statements.legislation,
  }
}

/** Law 5070 art. 4 and 9: a qualified certificate is for a secure device, so one statement says both. */
function turkishClaims(statements: QcStatements | null): Omit<Claims, 'subject'> {
  if (statements === null) return nothing
  const qualified =
    statements.compliance === 'yes' || statements.national.includes(turkishStatement)
  if (!qualified) return nothing
  return { qualified: 'yes', qscd: 'yes', types: statements.types, legislation: ['TR'] }
}

/** 63-FZ art. 5 (4) and 17: a qualified certificate names a class of certified signature tools. */
function russianClaims(certificate: Certificate): Omit<Claims, 'subject'> {
  const policies = readPolicies(certificate)
  const qualified = policies.some((oid) => russianClasses.test(oid))
  return qualified
    ? { qualified: 'yes', qscd: 'yes', types: ['eSig'], legislation: ['RU'] }
    : nothing
}

/** EN 319 412-3 §4.2.1: legal persons have an organizationIdentifier; Russia's have an OGRN. */
function subjectKind({ subject }: Certificate): Claims['subject'] {
  const has = (oid: string): boolean => nameAttribute(subject, oid) !== null
  if (has('2.5.4.42') || has('2.5.4.4') || has('2.5.4.65')) return 'natural'
  return has('2.5.4.97') || has('1.2.643.100.1') ? 'legal' : 'unknown'
}

/** What cannot be read claims nothing. */
function readStatements(certificate: Certificate): QcStatements | null {
  return readOrNull(() => qcStatements(certificate))
}

function readPolicies(certificate: Certificate): readonly string[] {
  return readOrNull(() => certificatePolicies(certificate)) ?? []
}
