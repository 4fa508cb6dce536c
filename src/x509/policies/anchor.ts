import { readOrNull } from '../../core/errors.ts'
import type { Certificate } from '../certificate.ts'
import { inhibitAnyPolicy, policyConstraints } from './extensions.ts'
import type { PathPolicy } from './inputs.ts'
import { initialPolicyState, type PolicyState } from './processing.ts'

/**
 * RFC 5280 §6.1.2 under an anchor. §6.1.1 (d) takes from an anchor its name and key alone; what it
 * demands of policies below it holds here as if it were on the path (RFC 5937 §3 has such demands as
 * inputs). Constraints that cannot be read demand everything.
 */
export function policyStateUnder(anchor: Certificate, inputs: PathPolicy): PolicyState {
  const state = initialPolicyState(inputs)
  const read = readOrNull(() => ({
    constraints: policyConstraints(anchor),
    anyPolicy: inhibitAnyPolicy(anchor),
  }))
  if (read === null) return { ...state, explicitPolicy: 0, policyMapping: 0, inhibitAnyPolicy: 0 }
  const { constraints, anyPolicy } = read
  return {
    ...state,
    explicitPolicy: least(state.explicitPolicy, constraints?.requireExplicitPolicy),
    policyMapping: least(state.policyMapping, constraints?.inhibitPolicyMapping),
    inhibitAnyPolicy: least(state.inhibitAnyPolicy, anyPolicy),
  }
}

function least(counter: number, stated: number | null | undefined): number {
  return Math.min(counter, stated ?? Number.POSITIVE_INFINITY)
}
