import type { ReasonCode } from '../core/conclusion.ts'
import type {
  Coverage,
  Modification,
  Modifications,
  Permissions,
  SignerClaims,
  TimestampType,
} from '../formats/format.ts'
import type { Recognition } from '../recognition/model.ts'
import type { Freshness } from '../trustlist/model.ts'

/** The JSON of a verdict, `euxine/verdict/1`: names and meanings are fixed by the contract. */
export interface Verdict {
  readonly schema: 'euxine/verdict/1'
  readonly document: {
    readonly name: string
    readonly mediaType: string
    readonly container: 'ASiC-S' | 'ASiC-E' | null
    readonly sha256: string
  }
  readonly at: string
  readonly outcome: 'accepted' | 'rejected' | 'undetermined'
  readonly signatures: readonly SignatureVerdict[]
  readonly timestamps: readonly TimestampVerdict[]
  readonly evidenceRecords: readonly never[]
  readonly trust: TrustUsed
  readonly needs: readonly Need[]
  readonly warnings: readonly Warning[]
}

/** A verdict that does not name its document by its SHA-256 yet. */
export type UndigestedVerdict = Omit<Verdict, 'document'> & {
  /** With it where most of the document was digested for its signatures. */
  readonly document: Omit<Verdict['document'], 'sha256'> & { readonly sha256?: string }
}

/**
 * The verdict on one signature: integrity, indication (EN 319 102-1 §5.1.3), quality, recognition.
 */
export interface SignatureVerdict {
  readonly id: string
  readonly parent: string | null
  readonly format: string
  readonly integrity: 'intact' | 'broken' | 'unknown'
  readonly indication: 'TOTAL-PASSED' | 'TOTAL-FAILED' | 'INDETERMINATE'
  readonly subIndication: string | null
  readonly reason: ReasonCode | null
  readonly signer: {
    readonly subject: string
    readonly issuer: string
    readonly serialNumber: string
    readonly sha256: string
    readonly country: string | null
  } | null
  readonly algorithm: { readonly signature: string; readonly digest: string }
  readonly claimedSigningTime: string | null
  readonly bestSignatureTime: string | null
  /** What the signer says of himself and of the signature; nobody else vouches for it. */
  readonly claims: SignerClaims | null
  readonly timestamps: readonly TimestampVerdict[]
  readonly evidenceRecords: readonly never[]
  readonly scope: readonly {
    readonly name: string
    readonly kind: 'full' | 'partial' | 'digest' | 'manifest'
    readonly sha256: string | null
  }[]
  /**
   * PDF: what came after the signed revision; null where the format keeps no revisions, as below, and
   * where it cannot be told which one is signed.
   */
  readonly modifications: Modifications['outcome'] | null
  /** How far what is permitted goes. */
  readonly modificationExtent: Modifications['extent'] | null
  /** In the order of the revisions; each with the rule that permits or forbids it. */
  readonly differences: readonly Modification[] | null
  /** How much of the file it is over, and which revision, counted from 1. */
  readonly coverage: Omit<Coverage, 'octets' | 'ends'> | null
  /** What the signature itself says may still be done to the document. */
  readonly permissions: Permissions | null
  readonly qualification: {
    readonly atIssuance: string
    readonly atSigning: string
    readonly result: string
  } | null
  readonly recognition: Recognition | null
  readonly checks: readonly ReportedCheck[]
}

/** The verdict on one time-stamp token; `time` is its genTime (RFC 3161 §2.4.2), or null. */
export interface TimestampVerdict {
  readonly id: string
  readonly type: TimestampType
  readonly time: string | null
  readonly integrity: 'intact' | 'broken' | 'unknown'
  readonly indication: 'PASSED' | 'FAILED' | 'INDETERMINATE'
  readonly subIndication: string | null
}

/** A check in the report: WARNED and IGNORED ones have decided nothing. */
export interface ReportedCheck {
  readonly id: string
  readonly rule: string
  readonly conclusion: 'PASSED' | 'FAILED' | 'INDETERMINATE' | 'WARNED' | 'IGNORED'
  readonly detail: string
}

/** The lists and agreements that a verdict rests on, by digests, so that it can be reproduced. */
export interface TrustUsed {
  readonly federation: string
  readonly lists: readonly {
    readonly territory: string | null
    readonly id: string
    readonly sequenceNumber: number | null
    readonly issued: string | null
    readonly nextUpdate: string | null
    readonly freshness: Freshness
    readonly signature: 'verified' | 'unverified' | 'broken'
    readonly sha256: string
  }[]
  readonly agreements: readonly {
    readonly id: string
    readonly version: number
    readonly sha256: string
  }[]
}

/** Something whose absence left the verdict open; whoever has it may ask again with it. */
export interface Need {
  readonly kind: 'crl' | 'ocsp' | 'certificate' | 'content' | 'trust-list'
  /** What it is needed for: a subject, a file name. */
  readonly for: string
  readonly uri: string | null
  /** For OCSP: the OCSPRequest (RFC 6960 §4.1.1) to send, its DER in base64. */
  readonly request?: string
  /** For content: the digest algorithms that would do in place of the bytes. */
  readonly digestAlgorithms?: readonly string[]
}

/** Something a reader must know that decided nothing: a stable code, and a sentence for people. */
export interface Warning {
  readonly code: string
  readonly message: string
}
