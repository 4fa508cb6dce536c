import { sameState } from '../core/state.ts'
import { decidedOnChains } from './conflicts.ts'
import { domestic } from './domestic.ts'
import { type Finding, refused } from './finding.ts'
import { guards, reliable } from './guards.ts'
import { levelRank, lowerLevel, serviceOf } from './levels.ts'
import type {
  Agreement,
  Level,
  Recognition,
  RecognitionFacts,
  RecognitionOptions,
  Scope,
} from './model.ts'
import { connects } from './party.ts'
import { signatureTime } from './signature-time.ts'
import { counts, type Edge, standingAt } from './standing.ts'
import { stateName } from './state-names.ts'
import { technical } from './technical.ts'
import { cited, opening, recognitionText } from './wording.ts'

/**
 * Whether the relying state accepts a signature of the origin state, at which level, and by which
 * agreement. Default deny: one directed agreement must carry it by itself, and none leads on to
 * another. What the law refuses in any case is said before what the facts leave open, and both
 * before the technical outcome.
 */
export function recognise(
  facts: RecognitionFacts,
  agreements: readonly Agreement[],
  options: RecognitionOptions,
): Recognition {
  if (sameState(facts.relying, facts.origin)) return domestic(facts)

  const edges = agreements
    .filter((agreement) => connects(agreement, facts.relying, facts.origin))
    .map((agreement) => edgeOf(agreement, facts, options))
  const rivals = rivalEdges(edges, facts, options)
  if (rivals.length > 1) return withoutAgreement(facts, ambiguity(facts, rivals))

  const best = edges
    .flatMap((edge) => edge.agreement.scope.map((scope) => attempt(edge, scope, facts, options)))
    .reduce<Attempt | null>((a, b) => (a === null || better(b, a) ? b : a), null)
  if (best === null) return withoutAgreement(facts, noAgreement(facts))

  return best.finding === null
    ? technical(facts, granted(facts, best))
    : technical(facts, withFinding(facts, best.edge.agreement, best.finding))
}

/** One scope of one agreement held against the facts. */
interface Attempt {
  readonly edge: Edge
  readonly scope: Scope
  readonly finding: Finding | null
  /** How many guards it passed before the one that refused; beyond them all for a doubt or a success. */
  readonly progress: number
}

/** The first refusal decides, for it holds whatever is still in doubt; then the first doubt. */
function attempt(
  edge: Edge,
  scope: Scope,
  facts: RecognitionFacts,
  options: RecognitionOptions,
): Attempt {
  const findings = guards.map((guard) => guard(edge, scope, facts, options))
  const refusal = findings.findIndex((finding) => finding?.outcome === 'not-recognised')
  if (refusal !== -1) {
    return { edge, scope, finding: findings[refusal] ?? null, progress: refusal }
  }
  const doubt = findings.find((finding) => finding !== null) ?? null
  return { edge, scope, finding: doubt, progress: guards.length + (doubt === null ? 1 : 0) }
}

/** What came further; of two that came as far, what grants more. */
function better(a: Attempt, b: Attempt): boolean {
  if (a.progress !== b.progress) return a.progress > b.progress
  return levelRank(a.scope.grantedLevel) > levelRank(b.scope.grantedLevel)
}

/**
 * Agreements in force on the same signatures at the same time; more than one is too many. One that
 * winds down while its successor is in force is no rival: it covers certificates of its own time.
 */
function rivalEdges(
  edges: readonly Edge[],
  facts: RecognitionFacts,
  options: RecognitionOptions,
): readonly Edge[] {
  const { level } = facts
  if (level === null) return []
  const candidates = edges.filter(
    ({ agreement }) =>
      reliable(agreement, options) &&
      decidedOnChains(agreement) &&
      agreement.scope.some(({ service }) => service === serviceOf(level)),
  )
  const times = [facts.validationTime, ...candidates.map((edge) => signatureTime(edge, facts))]
  const together = times.map((at) => candidates.filter((edge) => isInForce(edge, at, facts)))
  return together.find((rivals) => rivals.length > 1) ?? []
}

function isInForce(edge: Edge, at: Date, facts: RecognitionFacts): boolean {
  const standing = standingAt(edge, at, facts.certificateIssuedAt)
  return standing.kind === 'effective' && counts(edge, standing.term)
}

function edgeOf(agreement: Agreement, facts: RecognitionFacts, options: RecognitionOptions): Edge {
  return { agreement, relying: facts.relying, origin: facts.origin, drafts: options.drafts }
}

function noAgreement(facts: RecognitionFacts): Finding {
  return refused(
    'no-agreement',
    `No agreement is known by which ${stateName(facts.relying)} recognises electronic signatures from ${stateName(facts.origin)}.`,
  )
}

function ambiguity(facts: RecognitionFacts, rivals: readonly Edge[]): Finding {
  const names = rivals.map((edge) => cited(edge.agreement)).join(' and ')
  return refused(
    'agreement-ambiguous',
    `${opening(facts.relying)} has more than one agreement on signatures from ${stateName(facts.origin)} for the same time, ${names}, and which of them applies is not for a program to choose.`,
  )
}

function withoutAgreement(facts: RecognitionFacts, finding: Finding): Recognition {
  return {
    ...finding,
    relying: facts.relying,
    origin: facts.origin,
    agreement: null,
    originLevel: facts.level,
    grantedLevel: null,
  }
}

function withFinding(facts: RecognitionFacts, agreement: Agreement, finding: Finding): Recognition {
  return { ...withoutAgreement(facts, finding), agreement: reference(agreement) }
}

function granted(facts: RecognitionFacts, { edge, scope }: Attempt): Recognition {
  const originLevel: Level = facts.level ?? scope.originLevel
  const grantedLevel = lowerLevel(originLevel, scope.grantedLevel)
  return {
    outcome: 'recognised',
    relying: facts.relying,
    origin: facts.origin,
    agreement: reference(edge.agreement),
    originLevel,
    grantedLevel,
    reason: 'agreement-in-force',
    explanation: recognitionText(edge, facts, { grantedLevel, made: signatureTime(edge, facts) }),
  }
}

/** How verdicts name an agreement: enough to find the very file again. */
export function reference({ id, version, sha256 }: Agreement): Recognition['agreement'] {
  return { id, version, sha256 }
}
