import { type Check, ruleOf } from '../core/conclusion.ts'
import { formatTime } from '../core/time.ts'
import type { Certificate } from '../x509/certificate.ts'
import { quotedSubject } from '../x509/identifiers.ts'
import { describeWeakness, signedWeakness } from './algorithm-reliability.ts'
import type { Policy } from './policy.ts'

const reliable = ruleOf('certificate-algorithm-reliable', 'TS 119 312 §7')

/**
 * EN 319 102-1 §5.2.6.4: what a certificate is signed with is relied upon at the time, its issuer's
 * key included. The key of the target signs no certificate: it is judged with the signature made by
 * it (§5.2.8).
 */
export function checkAlgorithm(
  certificate: Certificate,
  issuer: Certificate,
  policy: Policy,
  at: Date,
): Check {
  const weakness = signedWeakness(certificate, issuer, policy, at)
  if (weakness === null) return reliable.passed
  const detail = `the signature of ${quotedSubject(certificate)}: ${describeWeakness(weakness)} (judged at ${formatTime(at)})`
  return reliable.undecided('CRYPTO_CONSTRAINTS_FAILURE_NO_POE', detail, 'ALGORITHM_NOT_RELIABLE')
}
