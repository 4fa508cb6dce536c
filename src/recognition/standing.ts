import type { State } from '../core/state.ts'
import { hasEffect, termAt } from './in-force.ts'
import type { Agreement, Party, RecognitionOptions, Term } from './model.ts'
import { memberAt, memberships } from './party.ts'

/** An agreement as it stands between two states: one direction, never back and never onward. */
export interface Edge {
  readonly agreement: Agreement
  readonly relying: State
  readonly origin: State
  readonly drafts: RecognitionOptions['drafts']
}

/** What an edge is worth at an instant. */
export type Standing = { readonly kind: 'effective'; readonly term: Term } | Ineffective

/**
 * Why an edge has no effect at an instant, since or until when, and for which signatures that
 * matters.
 */
export interface Ineffective {
  readonly kind: 'ineffective'
  readonly reason: 'not-yet-in-force' | 'suspended' | 'terminated' | 'agreement-draft'
  /** When it became so; for what is not yet in force, when it will be, where that is known. */
  readonly date: Date | null
  /** What becomes of signatures made before. */
  readonly existing: NonNullable<Term['existingSignatures']>
}

/** How an edge stands at an instant for a certificate issued at another (winding down asks for that). */
export function standingAt(edge: Edge, at: Date, certificateIssuedAt: Date): Standing {
  const outside =
    outsideParty(edge.agreement.relyingParty, edge.relying, at) ??
    outsideParty(edge.agreement.originParty, edge.origin, at)
  if (outside !== null) return outside

  const term = termAt(edge.agreement, at)
  if (term === null) return outsideTimeline(edge, at)
  if (counts(edge, term)) return { kind: 'effective', term }
  if (windsDown(edge, term, at, certificateIssuedAt)) return { kind: 'effective', term }

  switch (term.status) {
    case 'suspended':
    case 'terminated':
      return ineffective(term.status, term.from, term.existingSignatures)
    case 'draft':
      return ineffective('agreement-draft', null)
    default:
      return ineffective('not-yet-in-force', startAfter(edge, at))
  }
}

/** Whether a term counts as effective, given what was asked about drafts. */
export function counts(edge: Edge, term: Term): boolean {
  return hasEffect(term) || (edge.drafts === 'accept' && term.status === 'draft')
}

/** The beginning of the first term that counts, or null where none does. */
export function firstStart(edge: Edge): Date | null {
  return edge.agreement.timeline.find((term) => counts(edge, term))?.from ?? null
}

/** From `retroactiveTo`, inclusive, to the first term in force: not into what was broken off later. */
export function retroactive(edge: Edge, at: Date): boolean {
  const { retroactiveTo } = edge.agreement.timeBasis
  const start = firstStart(edge)
  return (
    retroactiveTo !== undefined &&
    start !== null &&
    retroactiveTo <= at &&
    at < start &&
    memberAt(edge.agreement.relyingParty, edge.relying, at) &&
    memberAt(edge.agreement.originParty, edge.origin, at)
  )
}

/** Certificates issued while the agreement had effect may go on signing until `windDownUntil`. */
function windsDown(edge: Edge, term: Term, at: Date, certificateIssuedAt: Date): boolean {
  if (term.windDownUntil === undefined || at >= term.windDownUntil) return false
  const atIssuance = termAt(edge.agreement, certificateIssuedAt)
  return atIssuance !== null && counts(edge, atIssuance)
}

/** No rule on existing signatures is stated for a state that left: none of them stands. */
function outsideParty(party: Party, state: State, at: Date): Ineffective | null {
  if (memberAt(party, state, at)) return null
  const own = memberships(party, state)
  const left = own.flatMap(({ to }) => (to !== undefined && to <= at ? [to] : []))
  if (left.length > 0) return ineffective('terminated', latest(left))
  return ineffective('not-yet-in-force', own[0]?.from ?? null)
}

function outsideTimeline(edge: Edge, at: Date): Ineffective {
  const ended = edge.agreement.timeline.flatMap(({ to }) =>
    to !== undefined && to <= at ? [to] : [],
  )
  return ended.length > 0
    ? ineffective('terminated', latest(ended))
    : ineffective('not-yet-in-force', startAfter(edge, at))
}

function startAfter(edge: Edge, at: Date): Date | null {
  const next = edge.agreement.timeline.find((term) => counts(edge, term) && at < term.from)
  return next?.from ?? null
}

function ineffective(
  reason: Ineffective['reason'],
  date: Date | null,
  existing: Ineffective['existing'] = 'none',
): Ineffective {
  return { kind: 'ineffective', reason, date, existing }
}

function latest(times: readonly Date[]): Date | null {
  return times.reduce<Date | null>(
    (last, time) => (last === null || last < time ? time : last),
    null,
  )
}
