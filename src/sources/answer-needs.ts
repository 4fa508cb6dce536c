import { fromBase64 } from '../core/bytes.ts'
import { VerifierError } from '../core/errors.ts'
import type { Need } from '../report/verdict.ts'
import { unlessAborted } from './deadline.ts'
import type { SourceKind } from './limits.ts'
import { askResponder } from './ocsp-exchange.ts'
import { refused } from './refusal.ts'
import type { Source } from './source.ts'

/** A need that a source can answer: it says where. */
export interface EvidenceNeed extends Need {
  readonly kind: SourceKind
  readonly uri: string
}

/** What was not fetched, or could not be used, and why. */
export interface Problem {
  readonly uri: string
  readonly why: string
}

/** The octets that the address of a need gave; what they are is not looked at yet. */
export interface NeedAnswer {
  readonly need: EvidenceNeed
  readonly bytes: Uint8Array
}

/** How long it may take, and who is told how far it is. */
export interface Answering {
  readonly signal: AbortSignal
  readonly progress?: ((done: number, of: number) => void) | undefined
}

/** True for what is fetched at all: content is nobody's to fetch, and lists have `trust load`. */
export function isEvidenceNeed(need: Need): need is EvidenceNeed {
  const { kind, uri } = need
  return uri !== null && (kind === 'certificate' || kind === 'crl' || kind === 'ocsp')
}

/**
 * Asks every address at once; answers and problems come in the order of the needs, whichever came
 * first. Nothing that a server does ends the others.
 */
export async function answerNeeds(
  needs: readonly EvidenceNeed[],
  source: Source,
  { signal, progress = () => {} }: Answering,
): Promise<{ readonly answers: readonly NeedAnswer[]; readonly problems: readonly Problem[] }> {
  let done = 0
  progress(done, needs.length)
  const outcomes = await Promise.all(
    needs.map(async (need) => {
      const outcome = await answerOf(need, source, signal)
      done += 1
      progress(done, needs.length)
      return outcome
    }),
  )
  return {
    answers: outcomes.filter((outcome) => 'bytes' in outcome),
    problems: outcomes.filter((outcome) => 'why' in outcome),
  }
}

async function answerOf(
  need: EvidenceNeed,
  source: Source,
  signal: AbortSignal,
): Promise<NeedAnswer | Problem> {
  const { uri } = need
  try {
    return { need, bytes: await unlessAborted(ask(need, source), signal) }
  } catch (error) {
    if (signal.aborted) return { uri, why: 'there was no more time for it' }
    if (!(error instanceof VerifierError)) throw error
    return { uri, why: String(error.facts['why'] ?? error.message) }
  }
}

async function ask(need: EvidenceNeed, source: Source): Promise<Uint8Array> {
  const { kind, uri } = need
  if (kind !== 'ocsp') return source.fetch({ kind, uri, post: null })
  const request = need.request === undefined ? null : fromBase64(need.request)
  if (request === null) throw refused(uri, 'there is nothing to ask its responder with')
  return askResponder(source, uri, request)
}
