import { agreementId } from './agreements.ts'

/** Who signs, by the part they play; each state has its own. */
export type Role = 'citizen' | 'company' | 'revoked' | 'expired'

export type Outcome = 'domestic' | 'recognised' | 'not-recognised' | 'undetermined'

/** What a relying state is expected to say, and by which agreement. */
export interface RecognitionExpectation {
  readonly relying: string
  readonly outcome: Outcome
  readonly reason: string
  readonly agreement?: string
}

export interface Expectation {
  readonly integrity: 'intact' | 'broken' | 'unknown'
  readonly indication: 'TOTAL-PASSED' | 'TOTAL-FAILED' | 'INDETERMINATE'
  readonly subIndication?: string
  /** PDF: what came after the signed revision. */
  readonly modifications?: 'none' | 'permitted' | 'forbidden'
}

/** One signature of a document. */
export interface SignatureStory {
  readonly role: Role
  readonly service: string
  readonly fault?: 'value-altered' | 'certificate-substituted' | 'national-algorithm'
  readonly expected: Expectation
  readonly recognition: readonly RecognitionExpectation[]
  /** Signs the value of the first signature. */
  readonly counter?: 'yes'
}

export interface Story {
  readonly state: string
  readonly file: string
  readonly description: string
  readonly packaging: 'attached' | 'detached' | 'indefinite-length' | 'pem'
  /** changed: the content was altered after signing; missing: no content is given with the file. */
  readonly content?: 'changed' | 'missing'
  readonly signatures: readonly [SignatureStory, ...SignatureStory[]]
}

/** Domestic use: the state's own law, no agreement. */
export function at(state: string): RecognitionExpectation {
  return { relying: state, outcome: 'domestic', reason: 'same-state' }
}

/** Use in another state under an agreement; `origin` may be a bloc. */
export function under(
  relying: string,
  outcome: Outcome,
  reason: string,
  agreement: readonly [string, string],
): RecognitionExpectation {
  return { relying, outcome, reason, agreement: agreementId(...agreement) }
}

export function recognisedIn(
  relying: string,
  agreement: readonly [string, string],
): RecognitionExpectation {
  return under(relying, 'recognised', 'agreement-in-force', agreement)
}

export function noAgreementIn(relying: string): RecognitionExpectation {
  return { relying, outcome: 'not-recognised', reason: 'no-agreement' }
}
