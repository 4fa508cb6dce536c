import { sameState } from '../core/state.ts'
import { conflicts } from './conflicts.ts'
import { hasEffect } from './in-force.ts'
import { atLeast, serviceOf } from './levels.ts'
import type { Agreement, Party, Scope, Term } from './model.ts'
import { dated, overlap } from './spans.ts'

/** What is wrong with an agreement; `where` is its id. */
export interface AgreementProblem {
  readonly code:
    | 'version-conflict'
    | 'same-party'
    | 'membership-malformed'
    | 'timeline-disordered'
    | 'timeline-gap'
    | 'timeline-after-termination'
    | 'level-raised'
    | 'level-mixed'
    | 'status-contradictory'
    | 'list-unknown'
    | 'list-missing'
    | 'evidence-refused'
    | 'evidence-without-source'
    | 'agreement-ambiguous'
  readonly where: string
  readonly message: string
}

/** What of a federation its agreements must fit. */
export interface AgreementSurroundings {
  /** The lists of the federation, by the names that agreements give them. */
  readonly listIds: ReadonlySet<string>
  /** yes: the federation is itself fictional, and so may its agreements be. */
  readonly fictional: 'yes' | 'no'
}

/**
 * The agreements that make sense by themselves and in their federation, and what is wrong with the
 * others, which are left out. Earlier versions that a later one supersedes are left out without a
 * problem. Two that contradict each other are reported and stay, so that `recognise` can refuse by
 * name what falls under both.
 */
export function checkAgreements(
  agreements: readonly Agreement[],
  surroundings: AgreementSurroundings,
): { readonly agreements: Agreement[]; readonly problems: AgreementProblem[] } {
  const { current, problems } = currentVersions(agreements)
  const own = current.map((agreement) => ({
    agreement,
    problems: problemsOf(agreement, surroundings),
  }))
  const sound = own.filter((one) => one.problems.length === 0).map((one) => one.agreement)
  return {
    agreements: sound,
    problems: [...problems, ...own.flatMap((one) => one.problems), ...ambiguities(sound)],
  }
}

/**
 * One version of each agreement: the latest, where each before it is superseded by it. Two files
 * that both claim to be the agreement leave nothing standing, or who adds a file could replace one.
 */
function currentVersions(agreements: readonly Agreement[]): {
  readonly current: readonly Agreement[]
  readonly problems: readonly AgreementProblem[]
} {
  const current: Agreement[] = []
  const problems: AgreementProblem[] = []
  for (const id of new Set(agreements.map(fileKey))) {
    const versions = agreements.filter((agreement) => fileKey(agreement) === id)
    const [latest, ...earlier] = versions.sort((a, b) => b.version - a.version)
    if (latest === undefined) continue
    const rival = earlier.find(({ version }) => version > (latest.supersedes ?? 0))
    if (rival === undefined) current.push(latest)
    else {
      const message = `Version ${latest.version} does not supersede version ${rival.version}, which is there too; none is used`
      problems.push({ code: 'version-conflict', where: latest.id, message })
    }
  }
  return { current, problems }
}

/** Case does not tell two ids apart: on some machines it does not tell two files apart. */
function fileKey(agreement: Agreement): string {
  return agreement.id.toLowerCase()
}

function problemsOf(agreement: Agreement, surroundings: AgreementSurroundings): AgreementProblem[] {
  const found = [
    ...parties(agreement),
    ...timeline(agreement.timeline),
    ...agreement.scope.flatMap(levels),
    ...agreement.scope.flatMap(statuses),
    ...lists(agreement, surroundings.listIds),
    ...evidence(agreement, surroundings.fictional),
  ]
  return found.map(([code, message]) => ({ code, where: agreement.id, message }))
}

type Found = readonly [AgreementProblem['code'], string]

function parties({ relyingParty, originParty }: Agreement): readonly Found[] {
  const both = relyingParty.members.find(({ state }) =>
    originParty.members.some((other) => sameState(other.state, state)),
  )
  const same: Found[] =
    both === undefined ? [] : [['same-party', `${both.state} is on both sides of the agreement`]]
  return [...same, ...memberships(relyingParty), ...memberships(originParty)]
}

function memberships({ members }: Party): readonly Found[] {
  return members.flatMap((one, index): readonly Found[] => {
    if (one.from !== undefined && one.to !== undefined && one.to <= one.from) {
      return [['membership-malformed', `The membership of ${one.state} ends before it begins`]]
    }
    const twice = members
      .slice(0, index)
      .some((other) => sameState(other.state, one.state) && overlap(other, one))
    return twice ? [['membership-malformed', `${one.state} is a member twice at a time`]] : []
  })
}

/** Half-open terms in the order of time, each beginning where the one before it ends. */
function timeline(terms: readonly Term[]): readonly Found[] {
  return terms.flatMap((term, index): readonly Found[] => {
    const found: Found[] = []
    if (term.to !== undefined && term.to <= term.from) {
      found.push(['timeline-disordered', `The term of ${dated(term.from)} ends before it begins`])
    }
    if (term.windDownUntil !== undefined && term.windDownUntil <= term.from) {
      found.push(['timeline-disordered', `The winding down of ${dated(term.from)} has no length`])
    }
    const before = terms[index - 1]
    return before === undefined ? found : [...found, ...succession(before, term)]
  })
}

function succession(before: Term, term: Term): readonly Found[] {
  if (before.status === 'terminated') {
    const message = `A term begins on ${dated(term.from)} after the agreement was terminated`
    return [['timeline-after-termination', message]]
  }
  if (before.to === undefined || term.from < before.to) {
    const message = `The term of ${dated(before.from)} still runs when that of ${dated(term.from)} begins`
    return [['timeline-disordered', message]]
  }
  if (before.to < term.from) {
    const message = `Nothing says what holds from ${dated(before.to)} to ${dated(term.from)}`
    return [['timeline-gap', message]]
  }
  return []
}

function levels({ service, originLevel, grantedLevel }: Scope): readonly Found[] {
  if (serviceOf(originLevel) !== service || serviceOf(grantedLevel) !== service) {
    const message = `${originLevel} as ${grantedLevel} under ${service}: a seal is not a signature`
    return [['level-mixed', message]]
  }
  if (atLeast(originLevel, grantedLevel)) return []
  return [['level-raised', `${grantedLevel} is granted to what is only ${originLevel} at home`]]
}

function statuses({ originStatuses: { valid, invalid } }: Scope): readonly Found[] {
  return valid
    .filter((status) => invalid.includes(status))
    .map((status) => ['status-contradictory', `${status} is both valid and invalid`])
}

/** A draft may not know its list yet; an instrument of another mechanism needs none. */
function lists(agreement: Agreement, known: ReadonlySet<string>): readonly Found[] {
  const { mechanism, timeline: terms, trustAnchors } = agreement
  const unknown = trustAnchors.listIds.filter((id) => !known.has(id))
  if (unknown.length > 0) {
    return [['list-unknown', `The federation has no list ${unknown.join(', ')}`]]
  }
  const needed =
    (mechanism === 'trusted-list' || mechanism === 'unilateral') && terms.some(hasEffect)
  if (!needed || trustAnchors.listIds.length > 0) return []
  return [['list-missing', 'It names no trust list whose services it recognises']]
}

function evidence({ instrument }: Agreement, fictional: 'yes' | 'no'): readonly Found[] {
  if (instrument.evidence === 'fictional' && fictional === 'no') {
    return [['evidence-refused', 'It is fictional and this federation is not']]
  }
  if (instrument.kind === 'sample' && instrument.evidence !== 'fictional') {
    return [['evidence-refused', 'A sample is fictional and must say so in its evidence']]
  }
  const sourced = instrument.publishedUri.length > 0 || instrument.documentSha256 !== undefined
  if (instrument.evidence !== 'official' || sourced) return []
  return [['evidence-without-source', 'It is called official without saying where it is published']]
}

function ambiguities(agreements: readonly Agreement[]): readonly AgreementProblem[] {
  return agreements.flatMap((one, index) =>
    agreements.slice(index + 1).flatMap((other) => {
      const conflict = conflicts(one, other)
      if (conflict === null) return []
      const message = `It and ${other.id} both cover ${conflict}; signatures under both are refused`
      return [{ code: 'agreement-ambiguous' as const, where: one.id, message }]
    }),
  )
}
