import type { ReasonCode } from '../core/conclusion.ts'
import type { Recognition } from '../recognition/model.ts'
import type { Need, ReportedCheck, Warning } from './verdict.ts'

/** The `chain` object of the contract: what came of one certificate and its path. */
export interface ChainVerdict {
  readonly indication: 'PASSED' | 'FAILED' | 'INDETERMINATE'
  readonly subIndication: string | null
  readonly reason: ReasonCode | null
  /** Target first, anchor last. */
  readonly path: readonly ReportedCertificate[]
  readonly userConstrainedPolicySet: readonly string[]
  readonly anchor: (ReportedCertificate & { readonly list: string | null }) | null
  readonly recognition: Recognition | null
  readonly checks: readonly ReportedCheck[]
  readonly needs: readonly Need[]
  /** What a reader must know that decided nothing; absent where there is nothing. */
  readonly warnings?: readonly Warning[]
}

/**
 * A certificate of a path as the report names it; `sha256` is the digest of its DER in hexadecimal.
 */
export interface ReportedCertificate {
  readonly subject: string
  readonly sha256: string
}
