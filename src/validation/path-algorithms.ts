import { type Check, ruleOf } from '../core/conclusion.ts'
import { formatTime } from '../core/time.ts'
import type { Certificate } from '../x509/certificate.ts'
import { maskedNameText } from '../x509/identifiers.ts'
import { weakDigest } from './algorithm-reliability.ts'
import type { Policy } from './policy.ts'
import { checkKey } from './signature-acceptance.ts'

const digest = ruleOf('certificate-algorithm-reliable', 'TS 119 312 §7')

/**
 * EN 319 102-1 §5.2.6.4: the algorithms of a certificate in a path are relied upon at the time. The
 * key of the target signs no certificate: it is judged with the signature made by it (§5.2.8).
 */
export function checkAlgorithms(
  certificate: Certificate,
  place: 'target' | 'authority',
  policy: Policy,
  at: Date,
): readonly Check[] {
  const signedWith = checkDigest(certificate, policy, at)
  return place === 'target' ? [signedWith] : [signedWith, checkKey(certificate, policy, at)]
}

function checkDigest(certificate: Certificate, policy: Policy, at: Date): Check {
  const weak = weakDigest(certificate, policy, at)
  if (weak === null) return digest.passed
  const detail = `"${maskedNameText(certificate.subject)}" is signed with ${weak}, which is not relied upon at ${formatTime(at)}`
  return digest.undecided('CRYPTO_CONSTRAINTS_FAILURE_NO_POE', detail, 'ALGORITHM_NOT_RELIABLE')
}
