import { Budget, type Limits } from './core/budget.ts'
import type { Crypto } from './core/crypto.ts'
import { readOrNull } from './core/errors.ts'
import { fingerprint } from './core/fingerprint.ts'
import { algorithmNames, signatureAlgorithmOf } from './core/signature-algorithms.ts'
import type { State } from './core/state.ts'
import { legalEffect } from './legal-effect.ts'
import type { ChainVerdict, ReportedCertificate } from './report/chain.ts'
import { needsOf, reportCheck } from './report/json.ts'
import type { ReportedCheck } from './report/verdict.ts'
import type { Trust } from './trust.ts'
import { checkListsCurrent } from './trust-currency.ts'
import { validateCertificate } from './validation/certificate-validation.ts'
import type { Policy } from './validation/policy.ts'
import { anchorsOf } from './verify.ts'
import type { Certificate } from './x509/certificate.ts'
import type { Crl } from './x509/crl.ts'
import { maskedNameText } from './x509/identifiers.ts'
import type { Purpose } from './x509/key-purposes.ts'
import { nameText } from './x509/names.ts'
import type { OcspResponse } from './x509/ocsp.ts'
import type { PathPolicy } from './x509/policy-inputs.ts'

/** A certificate with all that the verdict on it is to rest on. */
export interface ChainRequest extends PathPolicy {
  readonly target: Certificate
  readonly intermediates: readonly Certificate[]
  readonly anchors: readonly Certificate[]
  readonly crls: readonly Crl[]
  /** Not processed yet, and a verdict that was given some says so. */
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
      certificates: [request.intermediates, trust.certificates],
      crls: [request.crls, trust.crls],
    },
    policy: policyOf(request),
    crypto,
    budget: new Budget(request.limits),
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
  const best = validation.paths[0]?.path
  const open = conclusion.indication === 'PASSED' ? null : conclusion
  const describe = (certificate: Certificate): ReportedCertificate => ({
    subject: (request.identifiers === 'show' ? nameText : maskedNameText)(certificate.subject),
    sha256: fingerprint(certificate.der),
  })
  const anchor = best === undefined ? null : describe(best.anchor.certificate)
  return {
    indication: conclusion.indication,
    subIndication: open?.because ?? null,
    reason: open?.reason ?? null,
    path: [...(best?.certificates ?? []).map(describe), ...(anchor === null ? [] : [anchor])],
    userConstrainedPolicySet: validation.userConstrainedPolicySet.map(({ oid }) => oid),
    anchor: anchor && { ...anchor, list: listed.get(best?.anchor.id ?? '')?.listId ?? null },
    recognition: effect.recognition,
    checks: [...checks.map(reportCheck), ...ignoredOcsp(request)],
    needs: [...validation.missing.flatMap(needsOf), ...needs],
  }
}

/** Evidence that was given and not used is named, never passed over. */
function ignoredOcsp({ ocspResponses = [] }: ChainRequest): readonly ReportedCheck[] {
  if (ocspResponses.length === 0) return []
  const detail = 'OCSP responses are not processed yet: they prove nothing'
  return [{ id: 'ocsp-responses', rule: 'RFC 6960', conclusion: 'IGNORED', detail }]
}

function policyOf(request: ChainRequest): Policy {
  const { initialPolicySet, requireExplicitPolicy, inhibitPolicyMapping, inhibitAnyPolicy } =
    request
  return {
    ...request.policy,
    revocation: request.revocation,
    path: { initialPolicySet, requireExplicitPolicy, inhibitPolicyMapping, inhibitAnyPolicy },
  }
}

/** None where the parameters cannot be read: the signature did not verify, and that is said elsewhere. */
function algorithmsOf(certificate: Certificate): readonly string[] {
  const algorithm = readOrNull(() => signatureAlgorithmOf(certificate.signatureAlgorithm))
  return algorithm === null ? [] : algorithmNames(algorithm)
}
