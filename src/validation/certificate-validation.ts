import { type Check, type Conclusion, conclude, passed, undecided } from '../core/conclusion.ts'
import { readOrNull } from '../core/errors.ts'
import { formatTime } from '../core/time.ts'
import type { Certificate } from '../x509/certificate.ts'
import { authorityInformationUris } from '../x509/extensions.ts'
import { maskedNameText } from '../x509/identifiers.ts'
import type { CertificatePath } from '../x509/path.ts'
import { type BuiltPaths, buildPaths } from '../x509/path-building.ts'
import { validatePath } from '../x509/path-validation.ts'
import type { Pools } from '../x509/pools.ts'
import { weakDigest } from './algorithm-reliability.ts'
import type { MissingEvidence, ValidationContext } from './evidence.ts'
import { checkRevocation } from './revocation-checking.ts'
import { checkKey } from './signature-acceptance.ts'

/** One path with all that was checked on it. */
export interface JudgedPath {
  readonly path: CertificatePath
  readonly conclusion: Conclusion
  readonly checks: readonly Check[]
  readonly missing: readonly MissingEvidence[]
}

/** What EN 319 102-1 §5.2.6 makes of a certificate: the paths best first, and its conclusion. */
export interface CertificateValidation {
  readonly conclusion: Conclusion
  readonly checks: readonly Check[]
  /** Every path that passed; where none did, every path that was found. */
  readonly paths: readonly JudgedPath[]
  readonly missing: readonly MissingEvidence[]
}

/** The last validation of each certificate, and what it rested on: batches ask the same again. */
const last = new WeakMap<
  Certificate,
  { context: ValidationContext; result: CertificateValidation }
>()

/** EN 319 102-1 §5.2.6: builds the paths of a certificate and validates each; the best one decides. */
export function validateCertificate(
  certificate: Certificate,
  context: ValidationContext,
): CertificateValidation {
  const before = last.get(certificate)
  if (before !== undefined && sameContext(before.context, context)) return before.result
  const result = validateAnew(certificate, context)
  if (context.remember !== 'no') last.set(certificate, { context, result })
  return result
}

/** True only where everything that decides is the very same; the budget only ends what would go on. */
function sameContext(a: ValidationContext, b: ValidationContext): boolean {
  const [x, y] = [a.evidence, b.evidence]
  return (
    a.policy === b.policy &&
    a.crypto === b.crypto &&
    a.budget.limits === b.budget.limits &&
    x.at.getTime() === y.at.getTime() &&
    x.anchors === y.anchors &&
    x.stops === y.stops &&
    samePools(x.certificates, y.certificates) &&
    samePools(x.crls, y.crls)
  )
}

function samePools<T>(a: Pools<T>, b: Pools<T>): boolean {
  if (a.length !== b.length) return false
  return a.every((pool, i) => {
    const other = b[i] ?? []
    return (
      pool === other || (pool.length === other.length && pool.every((one, j) => one === other[j]))
    )
  })
}

function validateAnew(certificate: Certificate, context: ValidationContext): CertificateValidation {
  const { evidence, crypto, budget } = context
  const built = buildPaths(certificate, evidence.certificates, evidence.anchors, {
    at: evidence.at,
    crypto,
    budget,
    stops: evidence.stops,
  })
  const judged = built.paths.map((path) => judge(path, context))
  const good = judged.filter((one) => one.conclusion.indication === 'PASSED')
  const best = good[0] ?? judged[0]
  if (best === undefined) return noPath(built)
  const { conclusion, checks, missing } = best
  return { conclusion, checks, missing, paths: good.length > 0 ? good : judged }
}

function judge(path: CertificatePath, context: ValidationContext): JudgedPath {
  const { at } = context.evidence
  const validation = validatePath(path, {
    at,
    policy: context.policy.path,
    crypto: context.crypto,
  })
  const revocation = path.certificates.map((_, i) => checkRevocation(path, i, context))
  const checks = [
    ...validation.checks,
    ...revocation.map((one) => one.check),
    ...path.certificates.map((one) => checkAlgorithm(one, context)),
    ...path.certificates.slice(1).map((one) => checkKey(one, context.policy, at)),
  ]
  const missing = revocation.flatMap((one) => one.missing)
  return { path, conclusion: conclude(checks), checks, missing }
}

/** EN 319 102-1 §5.2.6.4: the digests in the path are relied upon at the time. */
function checkAlgorithm(certificate: Certificate, { policy, evidence }: ValidationContext): Check {
  const id = 'certificate-algorithm-reliable'
  const rule = 'TS 119 312 §7'
  const digest = weakDigest(certificate, policy, evidence.at)
  if (digest === null) return { id, rule, conclusion: passed }
  const detail = `"${maskedNameText(certificate.subject)}" is signed with ${digest}, which is not relied upon at ${formatTime(evidence.at)}`
  return {
    id,
    rule,
    conclusion: undecided('CRYPTO_CONSTRAINTS_FAILURE_NO_POE', detail, 'ALGORITHM_NOT_RELIABLE'),
  }
}

/** EN 319 102-1 §5.2.6.4: no path at all, with the reason of every dead end. */
function noPath(built: BuiltPaths): CertificateValidation {
  const reasons = built.deadEnds.map(({ certificate, detail }) => {
    return `"${maskedNameText(certificate.subject)}": ${detail}`
  })
  const limit = built.exhausted
  const exhausted = limit !== null
  const detail = exhausted
    ? `the search for a path was ended by the limit on ${limit}`
    : `no path to a trust anchor: ${[...new Set(reasons)].slice(0, 20).join('; ')}`
  const conclusion = undecided(
    'NO_CERTIFICATE_CHAIN_FOUND',
    detail,
    exhausted ? 'BUDGET_EXCEEDED' : 'NO_TRUST_ANCHOR',
  )
  const check: Check = { id: 'certificate-path', rule: 'EN 319 102-1 §5.2.6.4', conclusion }
  const missing = built.deadEnds
    .filter((deadEnd) => deadEnd.why === 'no-issuer')
    .map(
      ({ certificate }): MissingEvidence => ({
        kind: 'certificate',
        for: maskedNameText(certificate.issuer),
        uris: readOrNull(() => authorityInformationUris(certificate, 'ca-issuers')) ?? [],
      }),
    )
  return { conclusion, checks: [check], paths: [], missing }
}
