import type { RecognitionReason } from './model.ts'

/** Why an agreement does not carry a signature: a refusal, or a doubt that a missing fact would end. */
export interface Finding {
  readonly outcome: 'not-recognised' | 'undetermined'
  readonly reason: RecognitionReason
  readonly explanation: string
}

/** A finding that settles it: not recognised. */
export function refused(reason: RecognitionReason, explanation: string): Finding {
  return { outcome: 'not-recognised', reason, explanation }
}

/** A finding that a missing fact could still turn: undetermined. */
export function doubtful(reason: RecognitionReason, explanation: string): Finding {
  return { outcome: 'undetermined', reason, explanation }
}
