import type { Level } from '../core/level.ts'
import { type State, sameState } from '../core/state.ts'
import { stateAt } from '../trustlist/at.ts'
import type { ListedAnchor, ServiceState } from '../trustlist/model.ts'
import type { Certificate } from '../x509/certificate.ts'
import { type Claims, claimsOf } from './claims.ts'
import { qualifiersFor } from './criteria.ts'
import { grants, meaningOf } from './service-types.ts'

/** What a certificate was at one time, by the list of one state. */
export interface CertificateQualification {
  readonly qualified: 'yes' | 'no'
  readonly qscd: 'yes' | 'no'
  readonly use: 'eSig' | 'eSeal' | 'other'
}

/** What the list of the origin state makes of a signature. */
export interface Qualification {
  readonly origin: State
  readonly listId: string
  readonly service: { readonly type: string; readonly additional: readonly string[] }
  readonly status: { readonly atIssuance: string | null; readonly atSigning: string | null }
  readonly atIssuance: CertificateQualification | null
  readonly atSigning: CertificateQualification | null
  readonly subject: Claims['subject']
  /** Null for a certificate of another use, as for web sites: its signatures have no level. */
  readonly level: Level | null
}

/**
 * TS 119 615 §4.4 to §4.6: the certificate is judged at its issuance and at the best signature
 * time, and the signature by both. Null where the entry is of no kind that issues certificates to
 * signers.
 */
export function qualify(
  certificate: Certificate,
  anchor: ListedAnchor,
  bestSignatureTime: Date,
): Qualification | null {
  const issuedUnder = stateAt(anchor.service, certificate.notBefore)
  const signedUnder = stateAt(anchor.service, bestSignatureTime)
  const state = signedUnder ?? issuedUnder
  const meaning = state === null ? null : meaningOf(state.type)
  if (state === null || meaning === null) return null
  const claims = claimsOf(certificate, meaning.claim)
  const judge = (under: ServiceState | null, at: Date) =>
    under === null
      ? null
      : certificateQualification(certificate, claims, under, at, anchor.territory)
  const atIssuance = judge(issuedUnder, certificate.notBefore)
  const atSigning = judge(signedUnder, bestSignatureTime)
  return {
    origin: anchor.territory,
    listId: anchor.listId,
    service: { type: state.type, additional: state.additionalServiceInformation },
    status: { atIssuance: issuedUnder?.status ?? null, atSigning: signedUnder?.status ?? null },
    atIssuance,
    atSigning,
    subject: claims.subject,
    level: levelOf(atIssuance, atSigning),
  }
}

/** TS 119 615 §4.4.4 (qualified), §4.4.5 (use) and §4.4.6 (device), at one time. */
function certificateQualification(
  certificate: Certificate,
  claims: Claims,
  state: ServiceState,
  at: Date,
  territory: State,
): CertificateQualification {
  const qualifiers = qualifiersFor(certificate, state.qualifications)
  const use = useOf(claims, qualifiers)
  const qualified =
    meaningOf(state.type)?.issues === 'qualified' &&
    grants(state.status, at) &&
    isClaimedQualified(claims, qualifiers, territory) &&
    serviceIsFor(state, use)
  return {
    qualified: qualified ? 'yes' : 'no',
    qscd: qualified && isInDevice(claims, qualifiers) ? 'yes' : 'no',
    use,
  }
}

/** The list may say what the certificate does not, and the opposite (TS 119 612 §5.5.9.2.3). */
function isClaimedQualified(
  claims: Claims,
  qualifiers: ReadonlySet<string>,
  territory: State,
): boolean {
  if (qualifiers.has('NotQualified')) return false
  if (qualifiers.has('QCStatement')) return true
  // EN 319 412-5 §4.2.4: qualified under the laws named; an EU certificate need not name any.
  const elsewhere =
    claims.legislation.length > 0 && !claims.legislation.some((one) => sameState(one, territory))
  return claims.qualified === 'yes' && !elsewhere
}

function useOf(claims: Claims, qualifiers: ReadonlySet<string>): CertificateQualification['use'] {
  if (qualifiers.has('QCForESig')) return 'eSig'
  if (qualifiers.has('QCForESeal') || qualifiers.has('QCForLegalPerson')) return 'eSeal'
  if (qualifiers.has('QCForWSA')) return 'other'
  if (claims.types.includes('eSig')) return 'eSig'
  if (claims.types.includes('eSeal')) return 'eSeal'
  // Before QcType a qualified certificate was for signatures (TS 119 615 §4.4.5).
  return claims.types.length > 0 ? 'other' : 'eSig'
}

/** TS 119 612 §5.5.9.4: where the entry says what it is for, a certificate for another use is not covered. */
function serviceIsFor(state: ServiceState, use: CertificateQualification['use']): boolean {
  const uses = state.additionalServiceInformation
    .map((uri) => uri.slice(uri.lastIndexOf('/') + 1))
    .filter((name) => ['ForeSignatures', 'ForeSeals', 'ForWebSiteAuthentication'].includes(name))
  if (uses.length === 0 || use === 'other') return use !== 'other'
  return uses.includes(use === 'eSig' ? 'ForeSignatures' : 'ForeSeals')
}

const inDevice = ['QCWithSSCD', 'QCWithQSCD', 'QCQSCDManagedOnBehalf']
const notInDevice = ['QCNoSSCD', 'QCNoQSCD']

function isInDevice(claims: Claims, qualifiers: ReadonlySet<string>): boolean {
  if (notInDevice.some((one) => qualifiers.has(one))) return false
  if (inDevice.some((one) => qualifiers.has(one))) return true
  return claims.qscd === 'yes'
}

/** TS 119 615 §4.5.4: qualified at both times, and in a device at the time of signing. */
function levelOf(
  atIssuance: CertificateQualification | null,
  atSigning: CertificateQualification | null,
): Level | null {
  const use = (atSigning ?? atIssuance)?.use
  if (use === 'other') return null
  const seal = use === 'eSeal'
  const qualified = atIssuance?.qualified === 'yes' && atSigning?.qualified === 'yes'
  if (!qualified) return seal ? 'AdESeal' : 'AdES'
  if (atSigning.qscd === 'yes') return seal ? 'QESeal' : 'QES'
  return seal ? 'AdESeal-QC' : 'AdES-QC'
}

/** How the report words a qualification, in the terms of TS 119 615 §4.4. */
export function describeQualification(qualification: CertificateQualification | null): string {
  if (qualification === null) return 'not listed'
  const { qualified, qscd, use } = qualification
  const purpose = use === 'other' ? 'another use' : use
  if (qualified === 'no') return `certificate for ${purpose}`
  return qscd === 'yes' ? `QC for ${purpose} with QSCD` : `QC for ${purpose}`
}

/** TS 119 615 names of the levels. */
export const levelNames: Readonly<Record<Level, string>> = {
  QES: 'QESig',
  'AdES-QC': 'AdESig-QC',
  AdES: 'AdESig',
  QESeal: 'QESeal',
  'AdESeal-QC': 'AdESeal-QC',
  AdESeal: 'AdESeal',
}
