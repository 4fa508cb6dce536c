import { type State, sameState } from '../core/state.ts'
import { decidedOnChains } from './conflicts.ts'
import { reliable, unreliability, unsupported } from './guards.ts'
import { termAt } from './in-force.ts'
import { levelRank } from './levels.ts'
import type {
  Agreement,
  Level,
  Recognition,
  RecognitionOptions,
  RecognitionReason,
  Scope,
  Term,
} from './model.ts'
import { connects } from './party.ts'
import { reference } from './recognise.ts'
import { type Edge, standingAt } from './standing.ts'
import { stateName } from './state-names.ts'
import { aLevel, cited, opening, withoutEffectNow } from './wording.ts'

/** What one state recognises of another at an instant; signatures and seals apart. */
export interface MatrixRow {
  readonly relying: State
  readonly origin: State
  readonly eSig: MatrixCell
  readonly eSeal: MatrixCell
}

/** What one state makes of the signatures, or of the seals, of another. */
export interface MatrixCell {
  readonly outcome: 'domestic' | 'recognised' | 'not-recognised'
  /** The highest level granted now; null where nothing is. */
  readonly grantedLevel: Level | null
  readonly agreement: Recognition['agreement']
  /** The term of that agreement that holds now, or null where none does. */
  readonly status: Term['status'] | null
  readonly reason: RecognitionReason
  readonly explanation: string
}

/**
 * What each of the states recognises of each of the others at an instant, in general: of a valid
 * signature by a new certificate from a service that its agreement covers.
 */
export function agreementMatrix(
  agreements: readonly Agreement[],
  states: readonly State[],
  at: Date,
  options: RecognitionOptions = { fictional: 'yes', drafts: 'ignore' },
): readonly MatrixRow[] {
  return states.flatMap((relying) =>
    states.map((origin) => ({
      relying,
      origin,
      eSig: cell(agreements, { relying, origin, service: 'eSig', at }, options),
      eSeal: cell(agreements, { relying, origin, service: 'eSeal', at }, options),
    })),
  )
}

interface Question {
  readonly relying: State
  readonly origin: State
  readonly service: Scope['service']
  readonly at: Date
}

function cell(
  agreements: readonly Agreement[],
  question: Question,
  options: RecognitionOptions,
): MatrixCell {
  const { relying, origin, service } = question
  if (sameState(relying, origin)) return domesticCell(origin)
  const what = service === 'eSig' ? 'signatures' : 'seals'
  const answers = agreements
    .filter((agreement) => connects(agreement, relying, origin))
    .filter((agreement) => agreement.scope.some((scope) => scope.service === service))
    .map((agreement) => answer(agreement, question, options))
    .sort((a, b) => b.progress - a.progress)
  const [first, second] = answers
  if (first === undefined) {
    const pair = `${stateName(relying)} recognises electronic ${what} from ${stateName(origin)}`
    return denied('no-agreement', `No agreement is known by which ${pair}.`)
  }
  if (second?.cell.outcome === 'recognised') {
    const text = `${opening(relying)} has more than one agreement in force on ${what} from ${stateName(origin)}, so none is applied.`
    return denied('agreement-ambiguous', text)
  }
  return first.cell
}

/** What one agreement says, and how far it came: of several, the furthest is shown. */
interface Answer {
  readonly cell: MatrixCell
  readonly progress: number
}

function answer(agreement: Agreement, question: Question, options: RecognitionOptions): Answer {
  const { relying, origin, service, at } = question
  const edge: Edge = { agreement, relying, origin, drafts: options.drafts }
  if (!reliable(agreement, options)) {
    return { cell: refusedBy(agreement, at, unreliability(edge)), progress: 0 }
  }
  const standing = standingAt(edge, at, at)
  if (standing.kind === 'ineffective') {
    const explanation = `${withoutEffectNow(edge, standing)}.`
    return { cell: refusedBy(agreement, at, { reason: standing.reason, explanation }), progress: 1 }
  }
  if (!decidedOnChains(agreement)) {
    return { cell: refusedBy(agreement, at, unsupported(edge)), progress: 2 }
  }
  return { cell: grantedBy(edge, service, at), progress: 3 }
}

function grantedBy(edge: Edge, service: Scope['service'], at: Date): MatrixCell {
  const { agreement } = edge
  const grantedLevel = agreement.scope
    .filter((scope) => scope.service === service)
    .map((scope) => scope.grantedLevel)
    .reduce((a, b) => (levelRank(a) >= levelRank(b) ? a : b))
  return {
    outcome: 'recognised',
    grantedLevel,
    agreement: reference(agreement),
    status: statusAt(agreement, at),
    reason: 'agreement-in-force',
    explanation: `${opening(edge.relying)} recognises up to ${aLevel(grantedLevel)} from ${stateName(edge.origin)} under ${cited(agreement)}.`,
  }
}

function domesticCell(state: State): MatrixCell {
  return {
    outcome: 'domestic',
    grantedLevel: null,
    agreement: null,
    status: null,
    reason: 'same-state',
    explanation: `${opening(state)} applies its own law; no agreement is needed.`,
  }
}

function refusedBy(
  agreement: Agreement,
  at: Date,
  why: { readonly reason: RecognitionReason; readonly explanation: string },
): MatrixCell {
  const { reason, explanation } = why
  return {
    ...denied(reason, explanation),
    agreement: reference(agreement),
    status: statusAt(agreement, at),
  }
}

function denied(reason: RecognitionReason, explanation: string): MatrixCell {
  return {
    outcome: 'not-recognised',
    grantedLevel: null,
    agreement: null,
    status: null,
    reason,
    explanation,
  }
}

function statusAt(agreement: Agreement, at: Date): MatrixCell['status'] {
  return termAt(agreement, at)?.status ?? null
}
