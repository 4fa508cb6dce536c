import type { Recognition, RecognitionFacts } from './model.ts'
import { stateName } from './state-names.ts'

/**
 * What the technical outcome leaves of a legal one. No law makes a broken signature good, and none
 * speaks before it is known to be whole; a refusal stands whatever the signature is worth.
 */
export function technical(
  facts: Pick<RecognitionFacts, 'relying' | 'validation'>,
  legal: Recognition,
): Recognition {
  if (legal.outcome === 'not-recognised' || facts.validation === 'TOTAL-PASSED') return legal
  if (facts.validation === 'TOTAL-FAILED') {
    return {
      ...legal,
      outcome: 'not-recognised',
      grantedLevel: null,
      reason: 'signature-invalid',
      explanation: `The signature is not valid, so there is nothing for ${stateName(facts.relying)} to recognise.`,
    }
  }
  if (legal.outcome === 'undetermined') return legal
  return {
    ...legal,
    outcome: 'undetermined',
    grantedLevel: null,
    reason: 'signature-undetermined',
    explanation:
      legal.outcome === 'domestic'
        ? `The signature comes from ${stateName(facts.relying)} itself, but whether it is valid could not be determined.`
        : `${withoutFullStop(legal.explanation)}, if it is valid, which could not be determined.`,
  }
}

function withoutFullStop(sentence: string): string {
  return sentence.replace(/\.$/, '')
}
