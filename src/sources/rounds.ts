import { setMaxListeners } from 'node:events'
import { fingerprint } from '../core/fingerprint.ts'
import type { Need } from '../report/verdict.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { Crl } from '../x509/crl/crl.ts'
import type { OcspResponse } from '../x509/ocsp/response.ts'
import { answerNeeds, type EvidenceNeed, isEvidenceNeed, type Problem } from './answer-needs.ts'
import type { SourceLimits } from './limits.ts'
import { readAnswer } from './read-answer.ts'
import type { Source } from './source.ts'

/** What was fetched for a question, to be asked again with. */
export interface FetchedEvidence {
  readonly certificates: readonly Certificate[]
  readonly crls: readonly Crl[]
  readonly ocspResponses: readonly OcspResponse[]
}

/** What the rounds of one question are carried out with. */
export interface RoundsSetting {
  readonly source: Source
  readonly limits: SourceLimits
  /** Told how many of the addresses of a round have answered. */
  readonly progress?: (done: number, of: number) => void
}

/** An answer reached online: what it rests on besides what the question had, and what is missing. */
export interface OnlineAnswer<V> {
  readonly verdict: V
  readonly fetched: FetchedEvidence
  readonly problems: readonly Problem[]
}

const noEvidence: FetchedEvidence = { certificates: [], crls: [], ocspResponses: [] }

/**
 * Asks, fetches what the answer needs, and asks again, until nothing new comes or the rounds are
 * over. Each address is asked once, and once more where it answered and the need is still open: the
 * answer may have been kept, and have been too old for this question, or of before what would help
 * was there. The question stays pure: asked again with what was fetched, it gives the same verdict
 * without a network.
 */
export async function askOnline<V extends { readonly needs: readonly Need[] }>(
  ask: (extra: FetchedEvidence) => V | Promise<V>,
  { source, limits, progress }: RoundsSetting,
): Promise<OnlineAnswer<V>> {
  const asked = new Set<string>()
  // What is not asked again: it failed, or has been asked again.
  const settled = new Set<string>()
  const problems: Problem[] = []
  let fetched = noEvidence
  let verdict = await ask(fetched)
  // Measured from the first need on: what the question itself takes is not the network's.
  const signal = AbortSignal.timeout(limits.allMilliseconds)
  // Every address of a round waits for it.
  setMaxListeners(limits.perRound, signal)
  for (let round = 0; round < limits.rounds; round += 1) {
    const fresh = unasked(verdict.needs, asked)
    const from = fresh.length > 0 ? source : renewing(source)
    const open = fresh.length > 0 ? fresh : unasked(verdict.needs, settled)
    const needs = inTurns(open).slice(0, limits.perRound)
    if (needs.length === 0) break
    const { answers, problems: failures } = await answerNeeds(needs, from, { signal, progress })
    const answered = new Set(answers.map(({ need }) => keyOf(need)))
    for (const key of needs.map(keyOf)) {
      if (asked.has(key) || !answered.has(key)) settled.add(key)
      asked.add(key)
    }
    problems.push(...failures)
    const more = gather(fetched, answers, problems)
    if (more === fetched) continue
    fetched = more
    verdict = await ask(fetched)
  }
  return { verdict, fetched, problems: [...problems, ...leftOut(verdict.needs, asked, limits)] }
}

function renewing(source: Source): Source {
  return { ...source, fetch: (order) => source.fetch({ ...order, kept: 'recent' }) }
}

function keyOf({ kind, uri, request = '' }: EvidenceNeed): string {
  return `${kind} ${request} ${uri}`
}

/** Each once. */
function unasked(needs: readonly Need[], asked: ReadonlySet<string>): readonly EvidenceNeed[] {
  const open = new Map<string, EvidenceNeed>()
  for (const need of needs) {
    if (!isEvidenceNeed(need)) continue
    const key = keyOf(need)
    if (!asked.has(key) && !open.has(key)) open.set(key, need)
  }
  return [...open.values()]
}

/** The first address of every thing needed, then the second: many for one do not crowd out others. */
function inTurns(needs: readonly EvidenceNeed[]): readonly EvidenceNeed[] {
  const taken = new Map<string, number>()
  const turns = needs.map((need) => {
    const thing = `${need.kind} ${need.for}`
    const turn = taken.get(thing) ?? 0
    taken.set(thing, turn + 1)
    return { need, turn }
  })
  return turns.sort((a, b) => a.turn - b.turn).map(({ need }) => need)
}

/** The very same evidence where nothing new came. */
function gather(
  fetched: FetchedEvidence,
  answers: Awaited<ReturnType<typeof answerNeeds>>['answers'],
  problems: Problem[],
): FetchedEvidence {
  const read = answers.map(({ need, bytes }) => {
    const answer = readAnswer(need.kind, bytes)
    if (answer.problem !== null) problems.push({ uri: need.uri, why: answer.problem })
    return answer
  })
  const certificates = joined([fetched.certificates, ...read.map((one) => one.certificates)])
  const crls = joined([fetched.crls, ...read.map((one) => one.crls)])
  const ocspResponses = joined([fetched.ocspResponses, ...read.map((one) => one.ocspResponses)])
  const grown =
    certificates.length > fetched.certificates.length ||
    crls.length > fetched.crls.length ||
    ocspResponses.length > fetched.ocspResponses.length
  return grown ? { certificates, crls, ocspResponses } : fetched
}

/**
 * Each once; the very same list where all else is in it or empty, so that an index of what came
 * from one address is made once, for whoever asks.
 */
function joined<T extends { readonly der: Uint8Array }>(
  lists: readonly (readonly T[])[],
): readonly T[] {
  const [first = [], ...more] = lists.filter((list) => list.length > 0)
  if (more.length === 0) return first
  const known = new Set(first.map(({ der }) => fingerprint(der)))
  const fresh = more.flat().filter(({ der }) => {
    const name = fingerprint(der)
    if (known.has(name)) return false
    known.add(name)
    return true
  })
  return fresh.length === 0 ? first : [...first, ...fresh]
}

/** What the limits left unasked is said; that it is still needed, the verdict says itself. */
function leftOut(
  needs: readonly Need[],
  asked: ReadonlySet<string>,
  { rounds, perRound }: SourceLimits,
): readonly Problem[] {
  const left = unasked(needs, asked)
  const [first] = left
  if (first === undefined) return []
  const others = left.length === 1 ? '' : `, nor ${left.length - 1} others`
  const why = `it was not asked${others}: ${rounds} rounds of ${perRound} addresses were over`
  return [{ uri: first.uri, why }]
}
