import { Budget, type Limits } from './core/budget.ts'
import { toBase64 } from './core/bytes.ts'
import type { Conclusion } from './core/conclusion.ts'
import type { Crypto } from './core/crypto.ts'
import { readOrNull } from './core/errors.ts'
import { fingerprint } from './core/fingerprint.ts'
import { algorithmNames, signatureAlgorithmOf } from './core/signature-algorithms.ts'
import type { State } from './core/state.ts'
import { legalEffect } from './legal-effect.ts'
import type { ChainVerdict, ReportedCertificate, ReportedPath } from './report/chain.ts'
import { needsOf, reportCheck } from './report/json.ts'
import type { Trust } from './trust.ts'
import { checkListsCurrent } from './trust-currency.ts'
import type { ListedAnchor } from './trustlist/model.ts'
import { type JudgedPath, validateCertificate } from './validation/certificate-validation.ts'
import type { Policy } from './validation/policy.ts'
import { anchorsOf } from './verify.ts'
import type { Certificate } from './x509/certificate.ts'
import type { Crl } from './x509/crl/crl.ts'
import { maskedNameText } from './x509/identifiers.ts'
import type { Purpose } from './x509/key-purposes.ts'
import { nameText } from './x509/names.ts'
import type { OcspResponse } from './x509/ocsp/response.ts'
import type { CertificatePath } from './x509/paths/path.ts'
import type { PathPolicy } from './x509/policies/inputs.ts'
import { poolsOf, samePools } from './x509/pools.ts'

/** A certificate with all that the verdict on it is to rest on. */
export interface ChainRequest extends PathPolicy {
  readonly target: Certificate
  readonly intermediates: readonly Certificate[]
  readonly anchors: readonly Certificate[]
  readonly crls: readonly Crl[]
  readonly ocspResponses?: readonly OcspResponse[]
  readonly at: Date
  readonly relying: State | null
  readonly trust: Trust
  readonly revocation: Policy['revocation']
  readonly policy: Policy
  readonly crypto: Crypto
  /** What the key is to serve for (RFC 5280 §4.2.1.12); any where nothing is said. */
  readonly purpose?: Purpose
  readonly drafts?: 'ignore' | 'accept'
  readonly identifiers?: 'mask' | 'show'
  readonly limits?: Limits
}

/** Validates a certificate (EN 319 102-1 §5.2.6) and, where asked, decides its recognition. Pure. */
export function verifyChain(request: ChainRequest): ChainVerdict {
  const { target, at, relying, trust, crypto, drafts = 'ignore' } = request
  const { anchors, listed, stops } = anchorsOf(request)
  const validation = validateCertificate(target, {
    evidence: {
      at,
      anchors,
      stops,
      certificates: poolsOf(request.intermediates, trust.certificates),
      crls: poolsOf(request.crls, trust.crls),
      ocspResponses: poolsOf(request.ocspResponses ?? none, trust.ocspResponses),
    },
    policy: policyOf(request),
    crypto,
    budget: new Budget(request.limits, allowance),
    purpose: request.purpose ?? 'any',
  })
  const { judged, needs } = checkListsCurrent(validation, validation.paths, { at, trust, listed })
  const { conclusion, checks } = judged
  const subject = {
    certificate: target,
    validation,
    conclusion,
    claimedTime: null,
    algorithms: algorithmsOf(target),
  }
  const effect = legalEffect(subject, { at, relying, trust, listed, drafts })
  return {
    indication: conclusion.indication,
    userConstrainedPolicySet: validation.userConstrainedPolicySet.map(({ oid }) => oid),
    policies: validation.userConstrainedPolicySet.map(({ oid, qualifiers }) => ({
      oid,
      qualifiers: qualifiers.map(toBase64),
    })),
    recognition: effect.recognition,
    checks: checks.map(reportCheck),
    needs: [...validation.missing.flatMap(needsOf), ...needs],
    otherPaths: validation.paths.slice(1, 1 + mostPaths).map(reportOther),
    // Last: V8 spends a microsecond on each member that comes after what is spread.
    ...reasonOf(conclusion),
    ...reportPath(request, validation.paths[0]?.path ?? null, listed),
  }
}

function reportPath(
  { identifiers }: ChainRequest,
  best: CertificatePath | null,
  listed: ReadonlyMap<string, ListedAnchor>,
): Pick<ChainVerdict, 'path' | 'anchor'> {
  if (best === null) return { path: [], anchor: null }
  const describe = (certificate: Certificate): ReportedCertificate => ({
    subject: (identifiers === 'show' ? nameText : maskedNameText)(certificate.subject),
    sha256: fingerprint(certificate.der),
  })
  const anchor = describe(best.anchor.certificate)
  return {
    path: [...best.certificates.map(describe), anchor],
    anchor: { ...anchor, list: listed.get(best.anchor.id)?.listId ?? null },
  }
}

/** Paths beside the one that decides: a reader looks at a few, and a mesh has thousands. */
const mostPaths = 20

function reportOther({ path, conclusion }: JudgedPath): ReportedPath {
  const certificates = [...path.certificates, path.anchor.certificate]
  return {
    path: certificates.map(({ der }) => fingerprint(der)),
    indication: conclusion.indication,
    ...reasonOf(conclusion),
    detail: conclusion.indication === 'PASSED' ? null : conclusion.detail,
  }
}

function reasonOf(conclusion: Conclusion): Pick<ChainVerdict, 'subIndication' | 'reason'> {
  if (conclusion.indication === 'PASSED') return { subIndication: null, reason: null }
  return { subIndication: conclusion.because, reason: conclusion.reason ?? null }
}

/** What building, judging and the signers of revocation data may each use up is a limit by itself. */
const allowance = 10

/** The same array each time, so that what was made of it is found again. */
const none: readonly OcspResponse[] = []

/** The last policy that a request's inputs made: the same object each time, as for the array above. */
const lastPolicies = new WeakMap<Policy, Policy>()

function policyOf(request: ChainRequest): Policy {
  const { initialPolicySet, requireExplicitPolicy, inhibitPolicyMapping, inhibitAnyPolicy } =
    request
  const path = { initialPolicySet, requireExplicitPolicy, inhibitPolicyMapping, inhibitAnyPolicy }
  const known = lastPolicies.get(request.policy)
  if (known?.revocation === request.revocation && samePolicy(known.path, path)) return known
  const policy = { ...request.policy, revocation: request.revocation, path }
  lastPolicies.set(request.policy, policy)
  return policy
}

function samePolicy(a: PathPolicy, b: PathPolicy): boolean {
  return (
    samePools([a.initialPolicySet], [b.initialPolicySet]) &&
    a.requireExplicitPolicy === b.requireExplicitPolicy &&
    a.inhibitPolicyMapping === b.inhibitPolicyMapping &&
    a.inhibitAnyPolicy === b.inhibitAnyPolicy
  )
}

/** None where the parameters cannot be read: the signature did not verify, and that is said elsewhere. */
function algorithmsOf(certificate: Certificate): readonly string[] {
  const algorithm = readOrNull(() => signatureAlgorithmOf(certificate.signatureAlgorithm))
  return algorithm === null ? [] : algorithmNames(algorithm)
}
