import type { Budget } from '../../core/budget.ts'
import { type Check, ruleOf, undecided } from '../../core/conclusion.ts'
import type { Certificate } from '../certificate.ts'
import { quotedSubject } from '../identifiers.ts'
import {
  type NameConstraintsState,
  nameConstraintProblem,
} from '../name-constraints/name-constraints.ts'
import type { PolicyProblem } from '../policies/processing.ts'

const names = ruleOf('name-constraints', 'RFC 5280 §6.1.3 (b), (c)')

/** RFC 5280 §6.1.3 (b) and (c). */
export function checkNames(
  constraints: NameConstraintsState,
  certificate: Certificate,
  budget: Budget,
): Check {
  const problem = nameConstraintProblem(constraints, certificate, budget)
  if (problem === null) return names.passed
  return names.undecided('CHAIN_CONSTRAINTS_FAILURE', `${quotedSubject(certificate)}: ${problem}`)
}

const policies = ruleOf('certificate-policies', 'RFC 5280 §6.1.3 (d) to (f)')

/** What the processing of policies found so far, or at the end. */
export function checkPolicies(problem: PolicyProblem | null): Check {
  if (problem === null) return policies.passed
  return {
    ...policies.passed,
    rule: problem.rule,
    conclusion: undecided('CHAIN_CONSTRAINTS_FAILURE', problem.detail),
  }
}
