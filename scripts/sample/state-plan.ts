import type { KeyPlan } from './keys.ts'
import type { NationalAlgorithm } from './national-keys.ts'
import type { Canonicalization } from './xml-signature.ts'

/** A certification service of the state's one provider. */
export interface ServicePlan {
  readonly id: string
  readonly name: string
  /** The authority's own key; a national algorithm makes it an entry that nothing here can verify with. */
  readonly key: KeyPlan | NationalAlgorithm
  /** Keys of those it certifies. */
  readonly subscribers: KeyPlan
  /** The lists that name it; none is an authority that exists but is not listed. */
  readonly lists: readonly string[]
  readonly status: 'granted' | 'withdrawn'
}

/** How certificates of the state say what they are. */
export interface LawPlan {
  /** etsi: QcStatements of EN 319 412-5; national: none of them, as in Türkiye and Russia. */
  readonly statements: 'etsi' | 'national'
  /** QcCClegislation; the EU's law where absent. */
  readonly legislation?: readonly string[]
  readonly nationalStatements?: readonly string[]
  readonly signaturePolicy: string
  readonly sealPolicy: string
}

export interface StatePlan {
  /** ISO 3166-1, as certificates have it. */
  readonly state: string
  /** As the list has it: EL for Greece (TS 119 612 §5.3.10). */
  readonly code: string
  readonly name: string
  readonly language: string
  readonly ownName: string
  readonly form: 'etsi-119612' | 'kamusm-depo' | 'ru-e-trust' | 'certificate-manifest'
  readonly version: 5 | 6 | null
  readonly lists: readonly string[]
  /** Null for the forms that are pinned by their digest. */
  readonly listSigner: KeyPlan | null
  readonly canonicalization: Canonicalization
  readonly root: KeyPlan
  readonly services: readonly ServicePlan[]
  readonly law: LawPlan
  /** How a certificate manifest has its certificates: the three file forms it may name. */
  readonly manifest?: 'pem' | 'der' | 'bundle'
}

/** QCP-n-qscd and QCP-l-qscd (EN 319 411-2 §5.3). */
const etsiPolicies = { signaturePolicy: '0.4.0.194112.1.2', sealPolicy: '0.4.0.194112.1.3' }

export const euLaw: LawPlan = { statements: 'etsi', ...etsiPolicies }

/** Law outside the EU (EN 319 412-5 §4.2.4): the state's own legislation is named. */
export function nationalLaw(state: string): LawPlan {
  return { statements: 'etsi', legislation: [state], ...etsiPolicies }
}

/** The members of the EU name no legislation in their certificates, and their lists are of its type. */
export function isEu({ law }: StatePlan): boolean {
  return law.statements === 'etsi' && law.legislation === undefined
}

export function service(
  id: string,
  name: string,
  key: ServicePlan['key'],
  subscribers: KeyPlan,
  lists: readonly string[],
  status: ServicePlan['status'] = 'granted',
): ServicePlan {
  return { id, name, key, subscribers, lists, status }
}
