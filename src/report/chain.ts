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
  /** The same policies with what their issuers say of them. */
  readonly policies: readonly ReportedPolicy[]
  readonly anchor: (ReportedCertificate & { readonly list: string | null }) | null
  readonly recognition: Recognition | null
  readonly checks: readonly ReportedCheck[]
  readonly needs: readonly Need[]
  /** What came of the other paths that were found, twenty at the most. */
  readonly otherPaths: readonly ReportedPath[]
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

/** A policy of the set; each qualifier is a PolicyQualifierInfo (RFC 5280 §4.2.1.4), its DER in base64. */
export interface ReportedPolicy {
  readonly oid: string
  readonly qualifiers: readonly string[]
}

/** A path that did not decide: digests of its certificates, target first, anchor last, and why. */
export interface ReportedPath {
  readonly path: readonly string[]
  readonly indication: 'PASSED' | 'FAILED' | 'INDETERMINATE'
  readonly subIndication: string | null
  readonly reason: ReasonCode | null
  readonly detail: string | null
}
