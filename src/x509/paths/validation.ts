import type { Budget } from '../../core/budget.ts'
import { type Check, type Conclusion, conclude } from '../../core/conclusion.ts'
import { readOrNull } from '../../core/errors.ts'
import type { Certificate } from '../certificate.ts'
import { basicConstraints } from '../extensions.ts'
import {
  type NameConstraintsState,
  noNameConstraints,
  withConstraintsOf,
} from '../name-constraints/name-constraints.ts'
import { sameName } from '../names.ts'
import { policyStateUnder } from '../policies/anchor.ts'
import { afterCertificate, initialPolicyState, type PolicyState } from '../policies/processing.ts'
import type { ConstrainedPolicy } from '../policies/set.ts'
import { concludeWithTarget } from '../policies/target.ts'
import { checkAnchor, checkAsAuthority, checkAsCertificate, checkPurpose } from './checks.ts'
import { checkNames, checkPolicies } from './constraints.ts'
import { withInheritedKey } from './inherited-parameters.ts'
import type { PathInputs } from './inputs.ts'
import type { CertificatePath, TrustAnchor } from './path.ts'

/** The state variables of RFC 5280 §6.1.2 after an authority; never changed, so that paths share it. */
export interface AuthorityState {
  /** Its key is the working key, made whole where its parameters were inherited. */
  readonly authority: Certificate
  readonly policies: PolicyState
  readonly names: NameConstraintsState
  /** max_path_length: authorities that may follow, self-issued ones not counted. */
  readonly mayFollow: number
  /** What was checked on this authority. */
  readonly checks: readonly Check[]
}

/** What RFC 5280 §6.1 came to for the last certificate of a path. */
export interface TargetResult {
  readonly checks: readonly Check[]
  /** RFC 5280 §6.1.6, with the qualifiers of each policy. */
  readonly userConstrainedPolicySet: readonly ConstrainedPolicy[]
}

/** What RFC 5280 §6.1 came to for one path, with every check that led to it, the target's first. */
export interface PathValidation extends TargetResult {
  readonly path: CertificatePath
  readonly conclusion: Conclusion
}

/** RFC 5280 §6.1 without revocation, which EN 319 102-1 §5.2.6 judges by itself. */
export function validatePath(
  path: CertificatePath,
  inputs: PathInputs,
  budget: Budget,
): PathValidation {
  const { above } = path
  if (above === null) {
    const result = validateAnchor(path.anchor, inputs, budget)
    return { ...result, path, conclusion: conclude(result.checks) }
  }
  const states = statesOf(above, inputs, budget)
  const target = path.certificates[0] as Certificate
  const result = validateTarget(states[0] as AuthorityState, target, inputs, budget)
  const checks = [...result.checks, ...states.flatMap((state) => state.checks)]
  const { userConstrainedPolicySet } = result
  return { path, conclusion: conclude(checks), checks, userConstrainedPolicySet }
}

/** The states of a path of authorities, the lowest first. */
function statesOf(
  path: CertificatePath,
  inputs: PathInputs,
  budget: Budget,
): readonly AuthorityState[] {
  if (path.above === null) return [anchorState(path.anchor, inputs)]
  const above = statesOf(path.above, inputs, budget)
  const authority = path.certificates[0] as Certificate
  return [authorityState(above[0] as AuthorityState, authority, inputs, budget), ...above]
}

/** Where the target is the anchor itself: it is trusted, and must be valid and fit what is asked. */
export function validateAnchor(
  anchor: TrustAnchor,
  inputs: PathInputs,
  budget: Budget,
): TargetResult {
  const { certificate } = anchor
  const state = initialPolicyState(inputs.policy)
  const { problem, userConstrainedPolicySet } = concludeWithTarget(
    state,
    certificate,
    inputs.policy,
    budget,
  )
  return {
    checks: [
      ...checkAnchor(anchor, inputs, 'target'),
      checkPolicies(problem),
      checkPurpose(certificate, inputs.purpose, 'target'),
    ],
    userConstrainedPolicySet,
  }
}

/** RFC 5280 §6.1.2, and RFC 5937 §3 for what an anchor says of itself. */
export function anchorState(anchor: TrustAnchor, inputs: PathInputs): AuthorityState {
  const { certificate } = anchor
  return {
    authority: certificate,
    policies: policyStateUnder(certificate, inputs.policy),
    names: withConstraintsOf(noNameConstraints, certificate),
    mayFollow: statedLimit(certificate),
    checks: checkAnchor(anchor, inputs, 'authority'),
  }
}

/** RFC 5280 §6.1.3 and §6.1.4 for a certificate that is not the last. */
export function authorityState(
  above: AuthorityState,
  certificate: Certificate,
  inputs: PathInputs,
  budget: Budget,
): AuthorityState {
  const selfIssued = sameName(certificate.issuer, certificate.subject)
  const policies = afterCertificate(above.policies, certificate, 'intermediate', budget)
  const authority = withInheritedKey(certificate, above.authority)
  const left = selfIssued ? above.mayFollow : above.mayFollow - 1
  return {
    authority,
    policies,
    names: withConstraintsOf(above.names, certificate),
    mayFollow: Math.min(left, statedLimit(certificate)),
    checks: [
      ...checkAsCertificate(authority, above.authority, inputs, 'authority'),
      // §6.1.3 (b): the names of self-issued certificates in the middle are not looked at.
      ...(selfIssued ? [] : [checkNames(above.names, certificate, budget)]),
      checkPolicies(policies.problem),
      ...checkAsAuthority(certificate, left),
      checkPurpose(certificate, inputs.purpose, 'authority'),
    ],
  }
}

/** §6.1.4 (m); one that cannot be read is refused by the check of basic constraints. */
function statedLimit(certificate: Certificate): number {
  const limit = readOrNull(() => basicConstraints(certificate)?.pathLength ?? null)
  return limit ?? Number.POSITIVE_INFINITY
}

/** RFC 5280 §6.1.3 and §6.1.5 for the last certificate. */
export function validateTarget(
  above: AuthorityState,
  certificate: Certificate,
  inputs: PathInputs,
  budget: Budget,
): TargetResult {
  const whole = withInheritedKey(certificate, above.authority)
  const { problem, userConstrainedPolicySet } = concludeWithTarget(
    above.policies,
    certificate,
    inputs.policy,
    budget,
  )
  return {
    checks: [
      ...checkAsCertificate(whole, above.authority, inputs, 'target'),
      checkNames(above.names, certificate, budget),
      checkPolicies(problem),
      checkPurpose(certificate, inputs.purpose, 'target'),
    ],
    userConstrainedPolicySet,
  }
}
