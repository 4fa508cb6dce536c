import type { Certificate } from '../x509/certificate.ts'
import type { ServiceState, TrustList } from './model.ts'

/** A state of a service in a form that knows none of the extensions of TS 119 612. */
export function plainState(
  certificates: readonly Certificate[],
  fields: Pick<ServiceState, 'type' | 'name' | 'status' | 'startingTime'>,
): ServiceState {
  return {
    ...fields,
    identities: certificates.map((certificate) => ({ kind: 'certificate', certificate })),
    additionalServiceInformation: [],
    qualifications: [],
    expiredCertsRevocationInfo: null,
    takenOverBy: null,
    supplyPoints: [],
    unknownCriticalExtensions: [],
  }
}

/** What a list of a form other than TS 119 612 has nothing of. */
export const plainScheme: Pick<
  TrustList,
  | 'version'
  | 'type'
  | 'statusDeterminationApproach'
  | 'communityRules'
  | 'distributionPoints'
  | 'pointers'
> = {
  version: null,
  type: '',
  statusDeterminationApproach: null,
  communityRules: [],
  distributionPoints: [],
  pointers: [],
}
