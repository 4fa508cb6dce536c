import { readOrNull } from '../core/errors.ts'
import type { Certificate } from './certificate.ts'
import { inhibitAnyPolicy, policyConstraints } from './policy-extensions.ts'
import type { PathPolicy } from './policy-inputs.ts'

/**
 * The inputs under an anchor. RFC 5280 §6.1.1 (d) takes from an anchor its name and key alone; what
 * it demands of policies below it holds here as RFC 5937 §3 has it, and at once, wherever it allows
 * some certificates first: that is stricter. Constraints that cannot be read demand everything.
 */
export function inputsUnder(inputs: PathPolicy, anchor: Certificate): PathPolicy {
  const read = readOrNull(() => ({
    constraints: policyConstraints(anchor),
    anyPolicy: inhibitAnyPolicy(anchor),
  }))
  if (read === null)
    return {
      initialPolicySet: inputs.initialPolicySet,
      requireExplicitPolicy: 'yes',
      inhibitPolicyMapping: 'yes',
      inhibitAnyPolicy: 'yes',
    }
  const { constraints, anyPolicy: inhibited } = read
  if (constraints === null && inhibited === null) return inputs
  const demanded = (stated: number | null | undefined, input: 'yes' | 'no') =>
    typeof stated === 'number' ? 'yes' : input
  return {
    initialPolicySet: inputs.initialPolicySet,
    requireExplicitPolicy: demanded(
      constraints?.requireExplicitPolicy,
      inputs.requireExplicitPolicy,
    ),
    inhibitPolicyMapping: demanded(constraints?.inhibitPolicyMapping, inputs.inhibitPolicyMapping),
    inhibitAnyPolicy: demanded(inhibited, inputs.inhibitAnyPolicy),
  }
}
