import { Budget, budgetLimitOf, type Limits } from '../core/budget.ts'
import { type Check, type Conclusion, ruleOf } from '../core/conclusion.ts'
import { memo } from '../core/memo.ts'
import type { Certificate } from '../x509/certificate.ts'
import { quotedSubject } from '../x509/identifiers.ts'
import { type BuiltPaths, buildPaths } from '../x509/paths/building.ts'
import type { CertificatePath } from '../x509/paths/path.ts'
import type { ConstrainedPolicy } from '../x509/policies/set.ts'
import { isNested, type MissingEvidence, sameContext, type ValidationContext } from './evidence.ts'
import { missingIssuer } from './missing-evidence.ts'
import { judgePath } from './path-judgement.ts'

/** One path, and what came of it. */
export interface JudgedPath {
  readonly path: CertificatePath
  readonly conclusion: Conclusion
}

/** What EN 319 102-1 §5.2.6 makes of a certificate: the paths best first, and its conclusion. */
export interface CertificateValidation {
  readonly conclusion: Conclusion
  readonly checks: readonly Check[]
  /** Every path that passed; where none did, every path that was found, the one that decides first. */
  readonly paths: readonly JudgedPath[]
  readonly missing: readonly MissingEvidence[]
  /** RFC 5280 §6.1.6 of the path that decides; empty where it did not pass. */
  readonly userConstrainedPolicySet: readonly ConstrainedPolicy[]
}

interface Remembered {
  readonly context: ValidationContext
  readonly result: CertificateValidation
  /** Building and judging have each the limits of a certificate: what one uses up is not the other's. */
  readonly spent: readonly Budget[]
}

/** The last validation of each certificate, and what it rested on: batches ask the same again. */
const last = memo<Certificate, Remembered>()

/**
 * EN 319 102-1 §5.2.6: builds the paths of a certificate and validates each; the best one decides.
 * The same is spent whether it was validated before or not: memory must not change a verdict.
 */
export function validateCertificate(
  certificate: Certificate,
  context: ValidationContext,
): CertificateValidation {
  const { result, spent } = recall(certificate, context) ?? validateAnew(certificate, context)
  try {
    for (const one of spent) context.budget.charge(one)
    return result
  } catch (error) {
    const limit = budgetLimitOf(error)
    if (limit === null) throw error
    return cutShort(limit)
  }
}

function recall(certificate: Certificate, context: ValidationContext): Remembered | null {
  const before = last.get(certificate)
  return before !== undefined && sameContext(before.context, context) ? before : null
}

function validateAnew(certificate: Certificate, given: ValidationContext): Remembered {
  // Deeper down the budget is the one above, so that nesting cannot multiply it; nothing is kept.
  if (isNested(given))
    return { context: given, result: judgeAll(certificate, given, given), spent: [] }
  const building = { ...given, budget: new Budget(given.budget.limits) }
  const context = { ...given, budget: new Budget(given.budget.limits) }
  const result = judgeAll(certificate, building, context)
  const remembered = { context, result, spent: [building.budget, context.budget] }
  if (given.remember !== 'no') last.set(certificate, remembered)
  return remembered
}

function judgeAll(
  certificate: Certificate,
  building: ValidationContext,
  context: ValidationContext,
): CertificateValidation {
  const { evidence, crypto } = context
  const built = buildPaths(certificate, evidence.certificates, evidence.anchors, {
    at: evidence.at,
    crypto,
    budget: building.budget,
    stops: evidence.stops,
  })
  const judged = built.paths.map((path) => judgePath(path, context, validateCertificate))
  const good = judged.filter((one) => one.conclusion.indication === 'PASSED')
  // Where the search was cut, the path that would have passed may be among those not found.
  if (built.exhausted !== null && good.length === 0)
    return { ...cutShort(built.exhausted), paths: judged }
  const best = good[0] ?? judged.find(isOpen) ?? judged[0]
  if (best === undefined) return noPath(built)
  const { conclusion, missing } = best
  const valid = conclusion.indication === 'PASSED'
  const others = judged.filter((one) => one !== best)
  return {
    conclusion,
    checks: best.checks(),
    missing,
    paths: good.length > 0 ? good : [best, ...others],
    userConstrainedPolicySet: valid ? best.userConstrainedPolicySet : [],
  }
}

/** Of paths that did not pass, the one that further evidence would help says most. */
function isOpen({ conclusion }: JudgedPath): boolean {
  return conclusion.indication === 'INDETERMINATE' && conclusion.because === 'TRY_LATER'
}

const certificatePath = ruleOf('certificate-path', 'EN 319 102-1 §5.2.6.4')

function cutShort(limit: keyof Limits): CertificateValidation {
  const detail = `the search for a path was ended by the limit on ${limit}`
  return withoutPath('NO_CERTIFICATE_CHAIN_FOUND', detail, 'BUDGET_EXCEEDED', [])
}

/** EN 319 102-1 §5.2.6.4: no path at all, with the reason of every dead end. */
function noPath(built: BuiltPaths): CertificateValidation {
  const reasons = built.deadEnds.map(({ certificate, detail }) => {
    return `${quotedSubject(certificate)}: ${detail}`
  })
  const detail = `no path to a trust anchor: ${[...new Set(reasons)].slice(0, 20).join('; ')}`
  const missing = built.deadEnds
    .filter((deadEnd) => deadEnd.why === 'no-issuer')
    .map(({ certificate }) => missingIssuer(certificate))
  return withoutPath('NO_CERTIFICATE_CHAIN_FOUND', detail, 'NO_TRUST_ANCHOR', missing)
}

function withoutPath(
  because: 'NO_CERTIFICATE_CHAIN_FOUND',
  detail: string,
  reason: 'BUDGET_EXCEEDED' | 'NO_TRUST_ANCHOR',
  missing: readonly MissingEvidence[],
): CertificateValidation {
  const check = certificatePath.undecided(because, detail, reason)
  const { conclusion } = check
  return { conclusion, checks: [check], paths: [], missing, userConstrainedPolicySet: [] }
}
