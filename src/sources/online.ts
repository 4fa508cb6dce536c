import type { ChainRequest } from '../chain.ts'
import { formatTime } from '../core/time.ts'
import type { ChainVerdict } from '../report/chain.ts'
import type { Need, Verdict, Warning } from '../report/verdict.ts'
import type { VerifyRequest } from '../verify.ts'
import { defaultSourceLimits, type SourceLimits } from './limits.ts'
import type { AllowedHosts } from './location.ts'
import type { Network } from './network.ts'
import { readAnswer } from './read-answer.ts'
import { shownLocation } from './refusal.ts'
import { askOnline, type FetchedEvidence, type OnlineAnswer } from './rounds.ts'
import { openSource } from './source.ts'

/** What a verdict must have to be reached online. */
interface Answerable {
  readonly needs: readonly Need[]
  readonly warnings?: readonly Warning[]
}

/** Asks a question of the core, at a validation time, until it needs nothing more that can be had. */
export type AskOnline = <V extends Answerable>(
  at: Date,
  ask: (extra: FetchedEvidence) => V | Promise<V>,
) => Promise<V>

/** The network, with a memory that all questions share. */
export interface Online {
  readonly ask: AskOnline
  readonly now: () => Date
  /** Ends what is under way. */
  close(): void
}

/** What going online takes. */
export interface OnlineSetting {
  readonly now: () => Date
  /** Hosts that may be fetched from; any of the public network where it is not given. */
  readonly hosts?: AllowedHosts
  readonly limits?: SourceLimits
  readonly network?: Network
  readonly progress?: (done: number, of: number) => void
}

/** Opens the network for questions; what could not be had becomes a warning of the verdict. */
export function goOnline(setting: OnlineSetting): Online {
  const { now, limits = defaultSourceLimits, progress } = setting
  const source = openSource({
    ...setting,
    freshUntil: (kind, bytes) => readAnswer(kind, bytes).freshUntil,
  })
  const rounds = { source, limits, ...(progress && { progress }) }
  return {
    ask: async (at, ask) => withWarnings(await askOnline(ask, rounds), at, now()),
    now,
    close: () => source.close(),
  }
}

function withWarnings<V extends Answerable>(answer: OnlineAnswer<V>, at: Date, now: Date): V {
  const { verdict, problems } = answer
  const texts = problems.map(({ uri, why }) => `"${shownLocation(uri)}": ${why}`)
  const warnings: Warning[] = [...new Set(texts)].map((message) => ({
    code: 'source-not-fetched',
    message,
  }))
  const past = pastWarning(answer, at, now)
  if (past !== null) warnings.push(past)
  if (warnings.length === 0) return verdict
  return { ...verdict, warnings: [...(verdict.warnings ?? []), ...warnings] }
}

/** CRLs are issued daily at the least as a rule: within a day the current one may be that of the time. */
const pastMilliseconds = 24 * 3_600 * 1_000

/**
 * What is published now is fetched for an earlier validation time too: a certificate of an issuer
 * serves, and a CRL may have been issued before. What was issued after is of little use, and a
 * reader who takes the fetched evidence for that of the time is told so.
 */
function pastWarning({ fetched }: OnlineAnswer<unknown>, at: Date, now: Date): Warning | null {
  const statuses = fetched.crls.length + fetched.ocspResponses.length
  if (statuses === 0 || now.getTime() - at.getTime() <= pastMilliseconds) return null
  return {
    code: 'fetched-after-validation-time',
    message: `the revocation data were fetched at ${formatTime(now)}: those issued after the validation time say little of it`,
  }
}

/**
 * A verdict on a document, online. Revocation data that are wanted where they are available are
 * looked for as if they were required: available is what can be fetched.
 *
 * @param named the validation time that was asked for; null for the present. A responder signs its
 *   answer after the question was put: the present is when the answer has come (RFC 6960 §4.2.2.1
 *   holds its thisUpdate against the local time), or every such answer would be of a later time.
 */
export async function documentOnline<V extends Pick<Verdict, 'needs' | 'warnings'>>(
  online: Online,
  request: VerifyRequest,
  verify: (request: VerifyRequest) => V,
  named: Date | null,
): Promise<V> {
  const { policy } = request
  const ask = (asked: VerifyRequest) => (extra: FetchedEvidence) => {
    if (isNothing(extra)) return verify(asked)
    const certificates = both(asked.certificates, extra.certificates)
    const at = named ?? online.now()
    return verify({ ...asked, ...statuses(asked, extra), certificates, at })
  }
  const began = named ?? online.now()
  if (policy.revocation !== 'when-available') return online.ask(began, ask(request))
  const required = { ...request, policy: { ...policy, revocation: 'required' } } as const
  return lookedFor(online, began, ask(required), ask(request))
}

/** The same for a chain. */
export async function chainOnline(
  online: Online,
  request: ChainRequest,
  verifyChain: (request: ChainRequest) => ChainVerdict,
  named: Date | null,
): Promise<ChainVerdict> {
  const { revocation } = request
  const ask = (asked: ChainRequest) => (extra: FetchedEvidence) => {
    if (isNothing(extra)) return verifyChain(asked)
    const intermediates = both(asked.intermediates, extra.certificates)
    const at = named ?? online.now()
    return verifyChain({ ...asked, ...statuses(asked, extra), intermediates, at })
  }
  const began = named ?? online.now()
  if (revocation !== 'when-available') return online.ask(began, ask(request))
  return lookedFor(online, began, ask({ ...request, revocation: 'required' }), ask(request))
}

/** Fetches for the strict question, and answers the other with what came. */
async function lookedFor<V extends Answerable>(
  online: Online,
  at: Date,
  strict: (extra: FetchedEvidence) => V,
  ask: (extra: FetchedEvidence) => V,
): Promise<V> {
  let fetched: FetchedEvidence = { certificates: [], crls: [], ocspResponses: [] }
  const looked = await online.ask(at, (extra) => {
    fetched = extra
    return strict(extra)
  })
  const verdict = ask(fetched)
  return looked.warnings === undefined ? verdict : { ...verdict, warnings: looked.warnings }
}

function isNothing({ certificates, crls, ocspResponses }: FetchedEvidence): boolean {
  return certificates.length + crls.length + ocspResponses.length === 0
}

function statuses(
  request: Pick<VerifyRequest, 'crls' | 'ocspResponses'>,
  { crls, ocspResponses }: FetchedEvidence,
) {
  const { ocspResponses: given = [] } = request
  return { crls: both(request.crls, crls), ocspResponses: both(given, ocspResponses) }
}

/** A list as it is, where the other is empty: its index may have been made already. */
function both<T>(given: readonly T[], fetched: readonly T[]): readonly T[] {
  if (fetched.length === 0) return given
  return given.length === 0 ? fetched : [...given, ...fetched]
}
