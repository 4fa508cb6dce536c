import type { Conclusion } from '../core/conclusion.ts'
import { type Certificate, sameCertificate } from '../x509/certificate.ts'
import type { TrustAnchor } from '../x509/path.ts'
import type { ValidationContext } from './evidence.ts'

/** The validation of a certificate, handed in: signers of revocation data are certificates too. */
export type Validate = (
  certificate: Certificate,
  context: ValidationContext,
) => { readonly conclusion: Conclusion }

/** Signers that are judged because of one another: an indirect CRL and a responder for its signer are two. */
const mostNested = 4

/**
 * Why a CRL issuer or responder that is not the issuer itself may not be relied upon, or null. Its
 * path must end with the same anchor (RFC 5280 §6.3.3 (f)), it must be for the purpose, and its own
 * status must not rest on what it signed.
 */
export function signerProblem(
  signer: Certificate,
  purpose: 'crl-signing' | 'ocsp-signing',
  anchor: TrustAnchor,
  context: ValidationContext,
  validate: Validate,
): string | null {
  const { judging = [], evidence, budget } = context
  if (judging.some((one) => sameCertificate(one, signer))) return 'its own status rests on itself'
  if (judging.length >= mostNested) return 'its status rests on too many others'
  budget.spend('pathNodes')
  const { conclusion } = validate(signer, {
    ...context,
    purpose,
    judging: [...judging, signer],
    evidence: { ...evidence, anchors: only(anchor) },
  })
  return conclusion.indication === 'PASSED' ? null : conclusion.detail
}

const alone = new WeakMap<TrustAnchor, readonly TrustAnchor[]>()

/** The same array each time, so that what was found under it is found again. */
function only(anchor: TrustAnchor): readonly TrustAnchor[] {
  const known = alone.get(anchor) ?? [anchor]
  alone.set(anchor, known)
  return known
}
