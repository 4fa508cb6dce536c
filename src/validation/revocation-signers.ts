import { budgetExceeded } from '../core/budget.ts'
import type { Conclusion } from '../core/conclusion.ts'
import { type Certificate, sameCertificate } from '../x509/certificate.ts'
import type { TrustAnchor } from '../x509/paths/path.ts'
import type { SignerProblem } from '../x509/revocation-status.ts'
import type { ValidationContext } from './evidence.ts'
import type { Policy } from './policy.ts'

/** The validation of a certificate, handed in: signers of revocation data are certificates too. */
export type Validate = (
  certificate: Certificate,
  context: ValidationContext,
) => {
  readonly conclusion: Conclusion
  readonly paths: readonly { readonly conclusion: Conclusion }[]
}

/** What a signer is asked for: its purpose, and when it signed what was signed after the time in question. */
export interface Signing {
  readonly purpose: 'crl-signing' | 'ocsp-signing'
  readonly madeAt: Date | undefined
}

/** Signers that are judged because of one another: an indirect CRL and a responder for its signer are two. */
const mostNested = 4

/**
 * Why a CRL issuer or responder that is not the issuer itself may not be relied upon, or null. Its
 * path must end with the same anchor (RFC 5280 §6.3.3 (f)), it must be for the purpose, and its own
 * status must not rest on what it signed. Throws `budget-exceeded` where a limit ended that: what it
 * signed may be a revocation, and must not be left out for that.
 */
export function signerProblem(
  signer: Certificate,
  { purpose, madeAt }: Signing,
  anchor: TrustAnchor,
  context: ValidationContext,
  validate: Validate,
): SignerProblem | null {
  const { judging = [], evidence, budget, policy } = context
  if (judging.some((one) => sameCertificate(one, signer))) return 'its own status rests on itself'
  if (judging.length >= mostNested) return 'its status rests on too many others'
  budget.spend('pathNodes')
  const { conclusion, paths } = validate(signer, {
    ...context,
    purpose,
    judging: [...judging, signer],
    policy: madeAt === undefined ? policy : withoutRevocation(policy),
    evidence: { ...evidence, at: madeAt ?? evidence.at, anchors: only(anchor) },
  })
  if (conclusion.indication === 'PASSED') return null
  if ([conclusion, ...paths.map((path) => path.conclusion)].some(isCutShort)) {
    // Whichever limit it was: this one stands for all that a signer may use up.
    throw budgetExceeded('pathNodes', budget.limits.pathNodes)
  }
  return leavesOpen.has(conclusion.because) ? { undecided: conclusion.detail } : conclusion.detail
}

/**
 * What leaves it open whether what a signer says is true: his own status is not known, or he has
 * expired. Whoever asks sees to it that he signed while his certificate was valid; what he said
 * against a certificate then still stands, as he need not be valid for ever (RFC 5280 §5.3.1 lets no
 * revocation be lifted), though nothing is cleared by him any more.
 */
const leavesOpen: ReadonlySet<string> = new Set(['TRY_LATER', 'OUT_OF_BOUNDS_NO_POE'])

function isCutShort(conclusion: Conclusion): boolean {
  return conclusion.indication !== 'PASSED' && conclusion.reason === 'BUDGET_EXCEEDED'
}

const unchecked = new WeakMap<Policy, Policy>()

/** The same object each time, so that what was found under it is found again. */
function withoutRevocation(policy: Policy): Policy {
  const known = unchecked.get(policy) ?? { ...policy, revocation: 'none' }
  unchecked.set(policy, known)
  return known
}

const alone = new WeakMap<TrustAnchor, readonly TrustAnchor[]>()

/** The same array each time, so that what was found under it is found again. */
function only(anchor: TrustAnchor): readonly TrustAnchor[] {
  const known = alone.get(anchor) ?? [anchor]
  alone.set(anchor, known)
  return known
}
