import { Budget } from '../../../src/core/budget.ts'
import { fromLatin1 } from '../../../src/core/bytes.ts'
import { defaultPathPolicy, type PathPolicy } from '../../../src/x509/policies/inputs.ts'
import {
  afterCertificate,
  concludePolicies,
  initialPolicyState,
  type PolicyConclusion,
  type PolicyState,
} from '../../../src/x509/policies/processing.ts'
import { certificateWith, type PoliciesPlan } from './certificates.ts'

/** Policies that stories are told of. */
export const [P1, P2, P3, P4] = ['1.2.1', '1.2.2', '1.2.3', '1.2.4'] as const

/** Every policy will do, but some must be there. */
export const explicit: PathPolicy = { ...defaultPathPolicy, requireExplicitPolicy: 'yes' }

/** One of these policies must be there. */
export function only(...initialPolicySet: readonly string[]): PathPolicy {
  return { ...explicit, initialPolicySet }
}

/** The clauses of a path on which no policy is left, or none that is asked for. */
export const noneValid = 'RFC 5280 §6.1.3 (f)'
export const noneWanted = 'RFC 5280 §6.1.5 (g)'

/** The state after the certificates of a path or of its beginning, the one below the anchor first. */
export function stateAfter(
  plans: readonly PoliciesPlan[],
  inputs: PathPolicy | PolicyState = explicit,
  budget = new Budget(),
  target: 'with-target' | 'without-target' = 'with-target',
): PolicyState {
  let state = 'initialPolicySet' in inputs ? initialPolicyState(inputs) : inputs
  for (const [i, plan] of plans.entries()) {
    const last = target === 'with-target' && i === plans.length - 1
    state = afterCertificate(state, certificateWith(plan), last ? 'last' : 'intermediate', budget)
  }
  return state
}

/** What the policies of a path come to. */
export function conclude(
  plans: readonly PoliciesPlan[],
  inputs: PathPolicy = explicit,
  budget = new Budget(),
): PolicyConclusion {
  return concludePolicies(stateAfter(plans, inputs, budget), inputs, budget)
}

/** The policies of the path, sorted, or the clause that it violates. */
export function outcome(
  plans: readonly PoliciesPlan[],
  inputs?: PathPolicy,
): readonly string[] | string {
  const { problem, userConstrainedPolicySet } = conclude(plans, inputs)
  return problem?.rule ?? userConstrainedPolicySet.map((one) => one.oid).sort()
}

/** The last letters of the CPS pointers of each policy of the path. */
export function qualifiersOf(
  plans: readonly PoliciesPlan[],
  inputs?: PathPolicy,
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    conclude(plans, inputs).userConstrainedPolicySet.map((one) => [
      one.oid,
      one.qualifiers.map((der) => fromLatin1(der).slice(-1)).sort(),
    ]),
  )
}
