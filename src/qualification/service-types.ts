import type { ServiceState } from '../trustlist/model.ts'
import { granted } from '../trustlist/statuses.ts'

/** How a listed service of a type makes the certificates it issues qualified. */
export interface ServiceTypeMeaning {
  /** qualified: they may be; not-qualified: never by this entry. */
  readonly issues: 'qualified' | 'not-qualified'
  /** How a certificate itself says that it is qualified. */
  readonly claim: 'qc-statements' | 'tr-statement' | 'ru-class'
}

/** Services that issue certificates to signers; no other entry makes an anchor for signatures. */
const meanings: Readonly<Record<string, ServiceTypeMeaning>> = {
  // TS 119 612 §5.5.1.1
  'http://uri.etsi.org/TrstSvc/Svctype/CA/QC': { issues: 'qualified', claim: 'qc-statements' },
  'http://uri.etsi.org/TrstSvc/Svctype/CA/PKC': { issues: 'not-qualified', claim: 'qc-statements' },
  'http://uri.etsi.org/TrstSvc/Svctype/NationalRootCA-QC': {
    issues: 'qualified',
    claim: 'qc-statements',
  },
  // Law 5070 of Türkiye: every listed ESHS is a certification service provider of qualified certificates.
  'urn:euxine:service-type:TR:eshs': { issues: 'qualified', claim: 'tr-statement' },
  // Federal Law 63-FZ art. 13 to 17: accredited centres issue qualified certificates.
  'urn:euxine:service-type:RU:accredited-ca': { issues: 'qualified', claim: 'ru-class' },
}

/** The meaning of a service type by URI; null where such services issue nothing to signers. */
export function meaningOf(serviceType: string): ServiceTypeMeaning | null {
  return Object.hasOwn(meanings, serviceType) ? (meanings[serviceType] ?? null) : null
}

/** True where a service, in this state, can be an anchor for signatures and seals. */
export function issuesSignerCertificates(state: ServiceState): boolean {
  return meaningOf(state.type) !== null
}

const statusBase = 'http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/'

/** Statuses of Directive 1999/93 lists; eIDAS replaced them on 2016-07-01 (TS 119 615 §4.4.4). */
const grantingBefore2016: ReadonlySet<string> = new Set(
  ['undersupervision', 'supervisionincessation', 'accredited'].flatMap((status) => [
    `${statusBase}${status}`,
    `http://uri.etsi.org/TrstSvc/eSigDir-1999-93-EC-TrustedList/Svcstatus/${status}`,
  ]),
)

const eidasApplies = new Date('2016-07-01T00:00:00Z')

/** Whether the status made a service qualified at the time; an unknown URI never does. */
export function grants(status: string, at: Date): boolean {
  return status === granted || (at < eidasApplies && grantingBefore2016.has(status))
}
