import type { Budget } from '../../core/budget.ts'
import { equalBytes } from '../../core/bytes.ts'
import { type Certificate, type Extension, findExtension } from '../certificate.ts'
import { extensionOids } from '../extensions.ts'
import type { PathPolicy } from './inputs.ts'
import {
  afterCertificate,
  concludePolicies,
  isPolicyExtension,
  type PolicyConclusion,
  type PolicyState,
} from './processing.ts'

/** What came of the last target under a CA, and all that it came of; the other inputs are in its state. */
interface Remembered {
  readonly policies: Extension | null
  readonly initialPolicySet: PathPolicy['initialPolicySet']
  readonly limits: Budget['limits']
  readonly conclusion: PolicyConclusion
  readonly spent: Budget
}

const last = new WeakMap<PolicyState, Remembered>()

/**
 * The policies of a path from the state above its target. A CA writes the same policies into each of
 * the certificates that it issues by the thousand: what they come to is remembered with its state.
 */
export function concludeWithTarget(
  above: PolicyState,
  target: Certificate,
  inputs: PathPolicy,
  budget: Budget,
): PolicyConclusion {
  const policies = findExtension(target, extensionOids.certificatePolicies)
  const before = last.get(above)
  const ordinary = target.extensions.every((one) => one === policies || !isPolicyExtension(one))
  if (
    ordinary &&
    before !== undefined &&
    before.initialPolicySet === inputs.initialPolicySet &&
    before.limits === budget.limits &&
    sameExtension(before.policies, policies)
  ) {
    // The same is spent whether it was concluded before or not: memory must not change a verdict.
    budget.charge(before.spent)
    return before.conclusion
  }
  const spent = budget.rest()
  const conclusion = concludeAnew(above, target, inputs, spent, budget)
  // A problem may name its certificate: it is said of each anew.
  if (ordinary && conclusion.problem === null)
    last.set(above, {
      policies,
      initialPolicySet: inputs.initialPolicySet,
      limits: budget.limits,
      conclusion,
      spent,
    })
  return conclusion
}

/** What was done in vain was done all the same. */
function concludeAnew(
  above: PolicyState,
  target: Certificate,
  inputs: PathPolicy,
  spent: Budget,
  budget: Budget,
): PolicyConclusion {
  try {
    return concludePolicies(afterCertificate(above, target, 'last', spent), inputs, spent)
  } finally {
    budget.charge(spent)
  }
}

function sameExtension(a: Extension | null, b: Extension | null): boolean {
  if (a === null || b === null) return a === b
  return a.critical === b.critical && equalBytes(a.value, b.value)
}
