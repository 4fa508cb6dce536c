import { expect } from 'vitest'
import type {
  Agreement,
  Recognition,
  RecognitionFacts,
  Scope,
} from '../../src/recognition/model.ts'
import { recognise } from '../../src/recognition/recognise.ts'
import { agreement, facts, official, signatures } from './sample.ts'

/** What Greece decides on a Georgian signature, where facts or the agreement differ from the sample. */
export function decide(
  factDifferences: Partial<RecognitionFacts> = {},
  agreementDifferences: Partial<Agreement> = {},
): Recognition {
  return recognise(facts(factDifferences), [agreement(agreementDifferences)], official)
}

/** An agreement whose only scope differs from the one for signatures. */
export function withScope(differences: Partial<Scope>): Partial<Agreement> {
  return { scope: [{ ...signatures, ...differences }] }
}

/** The signature is refused for this reason, and nothing is granted. */
export function expectRefusal(recognition: Recognition, reason: Recognition['reason']): void {
  expect(recognition).toMatchObject({ outcome: 'not-recognised', reason, grantedLevel: null })
}
