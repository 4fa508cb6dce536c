import { type State, sameState } from '../core/state.ts'
import type { Agreement, Party } from './model.ts'
import { holds } from './spans.ts'

/** Whether a state belongs to a party at an instant: blocs grow and shrink. */
export function memberAt(party: Party, state: State, at: Date): boolean {
  return memberships(party, state).some((membership) => holds(membership, at))
}

/** Whether a state has belonged to a party at any time, or will. */
function everMember(party: Party, state: State): boolean {
  return memberships(party, state).length > 0
}

/** Whether an agreement is, ever was or will be one between these states, in this direction. */
export function connects(agreement: Agreement, relying: State, origin: State): boolean {
  return everMember(agreement.relyingParty, relying) && everMember(agreement.originParty, origin)
}

/** The spans during which a state belongs to a party; Greece is GR or EL, the United Kingdom GB or UK. */
export function memberships(party: Party, state: State): Party['members'] {
  return party.members.filter((membership) => sameState(membership.state, state))
}
