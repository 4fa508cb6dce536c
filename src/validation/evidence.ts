import type { Budget } from '../core/budget.ts'
import type { Crypto } from '../core/crypto.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { Crl } from '../x509/crl/crl.ts'
import type { Purpose } from '../x509/key-purposes.ts'
import type { OcspResponse } from '../x509/ocsp/response.ts'
import type { TrustAnchor } from '../x509/paths/path.ts'
import { type Pools, samePools } from '../x509/pools.ts'
import type { Policy } from './policy.ts'

/** All that a verdict rests on beside the document; plain readonly data, and no clock. */
export interface Evidence {
  readonly at: Date
  readonly anchors: readonly TrustAnchor[]
  /** Entities that lists name without trusting them: no path leads through them. */
  readonly stops: readonly Certificate[]
  readonly certificates: Pools<Certificate>
  readonly crls: Pools<Crl>
  readonly ocspResponses: Pools<OcspResponse>
}

/** What every block of EN 319 102-1 is given (§5.2.4: the validation context). */
export interface ValidationContext {
  readonly evidence: Evidence
  readonly policy: Policy
  readonly crypto: Crypto
  readonly budget: Budget
  /** What the key of the certificate is to serve for; `any` where nothing is said. */
  readonly purpose?: Purpose
  /** Signers of revocation data whose own status is being judged: it must not rest on themselves. */
  readonly judging?: readonly Certificate[]
  /** no: the result rests on what lies in the document, which must not be kept alive by it. */
  readonly remember?: 'yes' | 'no'
}

/** True only where everything that decides is the very same; what was spent decides nothing. */
export function sameContext(a: ValidationContext, b: ValidationContext): boolean {
  const [x, y] = [a.evidence, b.evidence]
  return (
    a.policy === b.policy &&
    a.crypto === b.crypto &&
    a.purpose === b.purpose &&
    a.budget.limits === b.budget.limits &&
    x.at.getTime() === y.at.getTime() &&
    x.anchors === y.anchors &&
    x.stops === y.stops &&
    samePools(x.certificates, y.certificates) &&
    samePools(x.crls, y.crls) &&
    samePools(x.ocspResponses, y.ocspResponses) &&
    samePools([a.judging ?? []], [b.judging ?? []])
  )
}

/** True where the status of a signer is judged for the sake of another's. */
export function isNested({ judging = [] }: ValidationContext): boolean {
  return judging.length > 1
}

/** Something that the evidence lacks; `validation` names it, whoever may fetch it decides. */
export interface MissingEvidence {
  readonly kind: 'crl' | 'ocsp' | 'certificate' | 'content'
  readonly for: string
  readonly uris: readonly string[]
  /** The OCSPRequest (DER) that would be answered, where `kind` is ocsp. */
  readonly request?: Uint8Array
  readonly digestAlgorithms?: readonly string[]
}
