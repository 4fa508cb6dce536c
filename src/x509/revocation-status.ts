import type { Budget } from '../core/budget.ts'
import type { Crypto } from '../core/crypto.ts'
import type { Certificate } from './certificate.ts'
import type { TrustAnchor } from './paths/path.ts'
import type { Pools } from './pools.ts'
import type { Signed } from './signed.ts'

/** What the revocation data at hand say of one certificate at one time; by CRL or by OCSP alike. */
export type RevocationStatus =
  | { readonly status: 'good'; readonly source: RevocationSource }
  | {
      readonly status: 'revoked'
      readonly source: RevocationSource
      readonly revokedAt: Date
      /** A name of CRLReason (RFC 5280 §5.3.1). */
      readonly reason: string
    }
  | { readonly status: 'on-hold'; readonly source: RevocationSource; readonly revokedAt: Date }
  | {
      readonly status: 'unknown'
      /** Why nothing could be used, of what may be about the certificate. */
      readonly rejected: readonly string[]
      /** What else is at hand, and about no certificate that could be told. */
      readonly notes: readonly string[]
      /** yes: what is genuine and cannot be used names the certificate, so that nothing else clears it. */
      readonly contradicts: 'yes' | 'no'
      /** Where that says no more than a hold: when it last did. What is said later lifts it (RFC 5280 §5.3.1). */
      readonly heldAt?: Date
    }

/** What a status rests on, for freshness (EN 319 102-1 §5.2.5) and for the algorithms in it. */
export interface RevocationSource {
  readonly kind: 'crl' | 'ocsp'
  readonly thisUpdate: Date
  /** Null where the issuer states none. */
  readonly nextUpdate: Date | null
  /** Since when certificates stay listed after they expired (expiredCertsOnCRL, archive cutoff); null: not stated. */
  readonly expiredCertificatesSince: Date | null
  /** Each signed object that the status rests on, with the certificate whose key signed it. */
  readonly signatures: readonly { readonly signed: Signed; readonly signer: Certificate }[]
}

/**
 * Why a signer may not be relied upon; `undecided` where only his own status is open, or where he has
 * expired since he signed: what he says against a certificate is then no less true.
 */
export type SignerProblem = string | { readonly undecided: string }

/** What the status of a certificate is judged with. */
export interface RevocationContext {
  readonly at: Date
  readonly crypto: Crypto
  readonly budget: Budget
  /** The certificate above the one in question on its path. */
  readonly issuer: Certificate
  /** The anchor of that path; signers of revocation data must come from it (RFC 5280 §6.3.3 (f)). */
  readonly anchor: TrustAnchor
  /** Among these the issuers of indirect CRLs and delegated responders are found. */
  readonly certificates: Pools<Certificate>
  /**
   * Why a signer of revocation data that is not `issuer` itself may not be relied upon, or null:
   * its path to the same anchor, its purpose, and its own status, which never leads back to itself.
   * What was made after `at` can only keep a certificate from being cleared: its signer is judged as
   * of `madeAt`, and without its own status.
   */
  readonly signerProblem: (
    signer: Certificate,
    purpose: 'crl-signing' | 'ocsp-signing',
    madeAt?: Date,
  ) => SignerProblem | null
  /** Whether a "good" of these dates may be relied upon; until the next update where it is left out. */
  readonly isFresh?: (dates: Pick<RevocationSource, 'thisUpdate' | 'nextUpdate'>) => boolean
}

/** Reasons that are told of one certificate: a reader looks at a few, and an archive has thousands. */
const mostTold = 20

/** Nothing that could be used, and why; the first reasons stand for all of them. */
export function unknownStatus(
  rejected: readonly string[],
  { notes = [], contradicts = 'no', heldAt }: Partial<Omit<Unknown, 'status' | 'rejected'>> = {},
): Unknown {
  const more = rejected.length - mostTold
  const told = more > 0 ? [...rejected.slice(0, mostTold), `and so on, ${more} more`] : rejected
  const unknown = { status: 'unknown', rejected: told, notes, contradicts } as const
  return heldAt === undefined ? unknown : { ...unknown, heldAt }
}

type Unknown = Extract<RevocationStatus, { status: 'unknown' }>

/** CRLReason (RFC 5280 §5.3.1) by number. */
export const crlReasons: Readonly<Record<number, string>> = {
  0: 'unspecified',
  1: 'keyCompromise',
  2: 'cACompromise',
  3: 'affiliationChanged',
  4: 'superseded',
  5: 'cessationOfOperation',
  6: 'certificateHold',
  8: 'removeFromCRL',
  9: 'privilegeWithdrawn',
  10: 'aACompromise',
}
