import type { Budget } from '../core/budget.ts'
import type { Crypto } from '../core/crypto.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { Crl } from '../x509/crl.ts'
import type { TrustAnchor } from '../x509/path.ts'
import type { Pools } from '../x509/pools.ts'
import type { Policy } from './policy.ts'

/** All that a verdict rests on beside the document; plain readonly data, and no clock. */
export interface Evidence {
  readonly at: Date
  readonly anchors: readonly TrustAnchor[]
  /** Entities that lists name without trusting them: no path leads through them. */
  readonly stops: readonly Certificate[]
  readonly certificates: Pools<Certificate>
  readonly crls: Pools<Crl>
}

/** What every block of EN 319 102-1 is given (§5.2.4: the validation context). */
export interface ValidationContext {
  readonly evidence: Evidence
  readonly policy: Policy
  readonly crypto: Crypto
  readonly budget: Budget
  /** no: the result rests on what lies in the document, which must not be kept alive by it. */
  readonly remember?: 'yes' | 'no'
}

/** Something that the evidence lacks; `validation` names it, whoever may fetch it decides. */
export interface MissingEvidence {
  readonly kind: 'crl' | 'certificate' | 'content'
  readonly for: string
  readonly uris: readonly string[]
  readonly digestAlgorithms?: readonly string[]
}
