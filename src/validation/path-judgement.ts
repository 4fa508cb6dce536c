import { type Budget, budgetLimitOf } from '../core/budget.ts'
import { type Check, type Conclusion, conclude, ruleOf } from '../core/conclusion.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { PathInputs } from '../x509/paths/inputs.ts'
import type { CertificatePath } from '../x509/paths/path.ts'
import {
  type AuthorityState,
  anchorState,
  authorityState,
  validateAnchor,
  validateTarget,
} from '../x509/paths/validation.ts'
import type { ConstrainedPolicy } from '../x509/policies/set.ts'
import { isNested, type MissingEvidence, sameContext, type ValidationContext } from './evidence.ts'
import { checkAlgorithm } from './path-algorithms.ts'
import { checkRevocation } from './revocation-checking.ts'
import type { Validate } from './revocation-signers.ts'

/** What came of one path: RFC 5280 §6.1, revocation, and the algorithms in it. */
export interface PathJudgement {
  readonly path: CertificatePath
  readonly conclusion: Conclusion
  readonly missing: readonly MissingEvidence[]
  readonly userConstrainedPolicySet: readonly ConstrainedPolicy[]
  /** Every check on the path, the target's first. */
  checks(): readonly Check[]
}

/** What came of the authorities of a path, from the lowest up. */
interface JudgedAuthority {
  readonly state: AuthorityState
  readonly conclusion: Conclusion
  readonly missing: readonly MissingEvidence[]
  /** The checks on this authority alone. */
  readonly checks: readonly Check[]
  readonly above: JudgedAuthority | null
}

/** EN 319 102-1 §5.2.6.4 for one path; where a limit ends it, that is what it came to. */
export function judgePath(
  path: CertificatePath,
  context: ValidationContext,
  validate: Validate,
): PathJudgement {
  try {
    return path.above === null
      ? judgeAnchor(path, context)
      : judgeTarget(path, path.above, context, validate)
  } catch (error) {
    const limit = budgetLimitOf(error)
    if (limit === null) throw error
    const detail = `the validation of the path was ended by the limit on ${limit}`
    const check = withinLimits.undecided('NO_CERTIFICATE_CHAIN_FOUND', detail, 'BUDGET_EXCEEDED')
    return judgement(path, check.conclusion, [check])
  }
}

const withinLimits = ruleOf('certificate-path', 'EN 319 102-1 §5.2.6.4')

function judgement(
  path: CertificatePath,
  conclusion: Conclusion,
  checks: readonly Check[],
): PathJudgement {
  return { path, conclusion, missing: [], userConstrainedPolicySet: [], checks: () => checks }
}

function judgeAnchor(path: CertificatePath, context: ValidationContext): PathJudgement {
  const result = validateAnchor(path.anchor, inputsOf(context), context.budget)
  const { checks, userConstrainedPolicySet } = result
  return { ...judgement(path, conclude(checks), checks), userConstrainedPolicySet }
}

function judgeTarget(
  path: CertificatePath,
  above: CertificatePath,
  context: ValidationContext,
  validate: Validate,
): PathJudgement {
  const authority = judgeAuthority(above, context, validate)
  const target = path.certificates[0] as Certificate
  const inputs = inputsOf(context)
  const result = validateTarget(authority.state, target, inputs, context.budget)
  const judged = judgeUnder(authority, path, 'target', result.checks, context, validate)
  return {
    path,
    conclusion: judged.conclusion,
    missing: judged.missing,
    userConstrainedPolicySet: result.userConstrainedPolicySet,
    checks: () => [...judged.checks, ...checksFrom(authority)],
  }
}

/**
 * A certificate under its authority: to the checks of RFC 5280 §6.1 come its revocation and the
 * algorithm it is signed with (EN 319 102-1 §5.2.6.4); above it, the first that did not pass decides.
 */
function judgeUnder(
  above: JudgedAuthority,
  path: CertificatePath,
  place: 'target' | 'authority',
  found: readonly Check[],
  context: ValidationContext,
  validate: Validate,
): Pick<JudgedAuthority, 'checks' | 'conclusion' | 'missing'> {
  const certificate = path.certificates[0] as Certificate
  const { authority } = above.state
  const revocation = checkRevocation(path, authority, place, context, validate)
  const checks = [
    ...found,
    revocation.check,
    checkAlgorithm(certificate, authority, context.policy, context.evidence.at),
  ]
  const own = conclude(checks)
  return {
    checks,
    conclusion: own.indication === 'PASSED' ? above.conclusion : own,
    missing: [...revocation.missing, ...above.missing],
  }
}

function checksFrom(lowest: JudgedAuthority): readonly Check[] {
  const checks: Check[] = []
  for (let one: JudgedAuthority | null = lowest; one !== null; one = one.above) {
    checks.push(...one.checks)
  }
  return checks
}

interface Remembered {
  readonly context: ValidationContext
  readonly result: JudgedAuthority
  readonly spent: Budget
}

/** What each authority came to the last time: a path object stands for the same path each time. */
const last = new WeakMap<CertificatePath, Remembered>()

/** The same is spent whether it was judged before or not. */
function judgeAuthority(
  path: CertificatePath,
  context: ValidationContext,
  validate: Validate,
): JudgedAuthority {
  context.budget.spend('pathNodes')
  if (isNested(context)) return judgeAuthorityAnew(path, context, validate)
  const before = last.get(path)
  if (before !== undefined && sameContext(before.context, context)) {
    context.budget.charge(before.spent)
    return before.result
  }
  const spent = context.budget.rest()
  let result: JudgedAuthority
  try {
    result = judgeAuthorityAnew(path, { ...context, budget: spent }, validate)
  } catch (error) {
    // What was done in vain was done all the same.
    if (budgetLimitOf(error) !== null) context.budget.charge(spent)
    throw error
  }
  if (context.remember !== 'no') last.set(path, { context, result, spent })
  context.budget.charge(spent)
  return result
}

function judgeAuthorityAnew(
  path: CertificatePath,
  context: ValidationContext,
  validate: Validate,
): JudgedAuthority {
  const inputs = inputsOf(context)
  if (path.above === null) {
    const state = anchorState(path.anchor, inputs)
    return {
      state,
      conclusion: conclude(state.checks),
      missing: [],
      checks: state.checks,
      above: null,
    }
  }
  const above = judgeAuthority(path.above, context, validate)
  const authority = path.certificates[0] as Certificate
  const state = authorityState(above.state, authority, inputs, context.budget)
  const judged = judgeUnder(above, path, 'authority', state.checks, context, validate)
  return { state, above, ...judged }
}

function inputsOf({ evidence, policy, purpose = 'any', crypto }: ValidationContext): PathInputs {
  const { anchorSunset, path } = policy
  return { at: evidence.at, policy: path, purpose, anchorSunset, crypto }
}
