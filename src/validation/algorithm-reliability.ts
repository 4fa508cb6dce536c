import { isUnsupported } from '../core/algorithm-names.ts'
import type { DigestAlgorithm } from '../core/digests.ts'
import { readOrNull } from '../core/errors.ts'
import { signatureAlgorithmOf } from '../core/signature-algorithms.ts'
import type { Signed } from '../x509/signed.ts'
import type { Policy } from './policy.ts'

/**
 * The digest of a certificate's or a CRL's signature where it is not relied upon at the time. Null
 * too where the algorithm cannot be read: then the signature did not verify, which is said elsewhere.
 */
export function weakDigest(signed: Signed, policy: Policy, at: Date): DigestAlgorithm | null {
  const algorithm = readOrNull(() => signatureAlgorithmOf(signed.signatureAlgorithm))
  if (algorithm === null || isUnsupported(algorithm) || algorithm.digest === null) return null
  const until = policy.digests[algorithm.digest]
  return until === null || (until !== undefined && at < until) ? null : algorithm.digest
}
