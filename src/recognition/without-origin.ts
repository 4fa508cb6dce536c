import type { State } from '../core/state.ts'
import type { Recognition, RecognitionFacts } from './model.ts'
import { stateName } from './state-names.ts'

/** Why it is not known, or not certain, which state vouches for a signer. */
export type OriginUnknown = 'no-trust-anchor' | 'service-not-listed' | 'origin-ambiguous'

/**
 * The answer where no single state vouches for the signer. Nothing is recognised; where a missing
 * certificate could still lead to a listed service, it is undetermined.
 */
export function recogniseWithoutOrigin(
  relying: State,
  why: OriginUnknown,
  validation: RecognitionFacts['validation'],
): Recognition {
  const invalid = validation === 'TOTAL-FAILED'
  const open = why === 'no-trust-anchor' && !invalid
  return {
    outcome: open ? 'undetermined' : 'not-recognised',
    relying,
    origin: null,
    agreement: null,
    originLevel: null,
    grantedLevel: null,
    reason: invalid ? 'signature-invalid' : why,
    explanation: invalid
      ? `The signature is not valid, so there is nothing for ${stateName(relying)} to recognise.`
      : explanations[why],
  }
}

const explanations: Readonly<Record<OriginUnknown, string>> = {
  'no-trust-anchor':
    "The signer's certificate leads to no trust service of any known list, so no state is known to vouch for it.",
  'service-not-listed':
    "The service that issued the signer's certificate stands in no trust list that may be used, so no state vouches for it.",
  'origin-ambiguous':
    'More than one state vouches for the signer and they do not agree, so it is not for a program to choose among them.',
}
