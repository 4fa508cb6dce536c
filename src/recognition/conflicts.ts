import { sameState } from '../core/state.ts'
import { hasEffect } from './in-force.ts'
import type { Agreement, Party } from './model.ts'
import { intersection, type Span } from './spans.ts'

/**
 * What two agreements both cover at the same time, in words, or null: the same service between the
 * same states in the same direction. Unverified ones recognise nothing and contradict nothing; a
 * receipt of a third party is another road, not a contradiction.
 */
export function conflicts(a: Agreement, b: Agreement): string | null {
  if (!decides(a) || !decides(b)) return null
  if (!meet(a.relyingParty, b.relyingParty) || !meet(a.originParty, b.originParty)) return null
  const service = a.scope.find((one) => b.scope.some((other) => other.service === one.service))
  const times = shared(effects(a), effects(b))
  const relying = commonMember(a.relyingParty, b.relyingParty, times)
  if (service === undefined || relying === null) return null
  const origin = commonMember(a.originParty, b.originParty, relying.spans)
  return origin === null ? null : `${service.service} from ${origin.state} in ${relying.state}`
}

/** Whether a state belongs to both at any time: most pairs have none in common, and end here. */
function meet(a: Party, b: Party): boolean {
  return a.members.some(({ state }) => b.members.some((other) => sameState(state, other.state)))
}

/** Whether a mechanism is decided on the chain to a trust list. */
export function decidedOnChains(agreement: Agreement): boolean {
  return agreement.mechanism === 'trusted-list' || agreement.mechanism === 'unilateral'
}

function decides(agreement: Agreement): boolean {
  const { evidence } = agreement.instrument
  return decidedOnChains(agreement) && (evidence === 'official' || evidence === 'fictional')
}

function effects(agreement: Agreement): readonly Span[] {
  return agreement.timeline.filter(hasEffect)
}

/** A state that belongs to both parties within the given times, and when. */
function commonMember(
  a: Party,
  b: Party,
  times: readonly Span[],
): { readonly state: string; readonly spans: readonly Span[] } | null {
  for (const { state } of a.members) {
    const of = (party: Party) => party.members.filter((other) => sameState(other.state, state))
    const spans = shared(shared(of(a), of(b)), times)
    if (spans.length > 0) return { state, spans }
  }
  return null
}

function shared(a: readonly Span[], b: readonly Span[]): readonly Span[] {
  return a.flatMap((one) => b.flatMap((other) => intersection(one, other) ?? []))
}
