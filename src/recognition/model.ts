import type { State } from '../core/state.ts'

/** Levels of a signature or seal, highest first in each column of `levelRank`. */
export type Level = 'QES' | 'AdES-QC' | 'AdES' | 'QESeal' | 'AdESeal-QC' | 'AdESeal'

/** One directed edge: what `relyingParty` grants to signatures of `originParty`. */
export interface Agreement {
  readonly schemaVersion: 1
  readonly id: string
  readonly version: number
  /** SHA-256 of the file it was read from, lower-case hexadecimal. */
  readonly sha256: string
  readonly instrument: Instrument
  readonly relyingParty: Party
  readonly originParty: Party
  readonly mechanism:
    | 'trusted-list'
    | 'cross-certificate'
    | 'ttp-receipt'
    | 'guarantor'
    | 'unilateral'
  readonly timeline: readonly Term[]
  readonly timeBasis: TimeBasis
  readonly scope: readonly Scope[]
  readonly trustAnchors: { readonly listIds: readonly string[] }
  readonly algorithms: { readonly forbidden: readonly string[] }
}

/** A state, or a bloc whose members are told by dates. */
export interface Party {
  readonly name: string
  readonly members: readonly { readonly state: State; readonly from?: Date; readonly to?: Date }[]
}

export interface Instrument {
  readonly id: string
  readonly title: string
  readonly kind:
    | 'treaty'
    | 'eu-regulation'
    | 'implementing-act'
    | 'unilateral-act'
    | 'memorandum'
    | 'sample'
  readonly citation: string
  readonly signedOn?: Date
  readonly publishedUri: readonly string[]
  /** Only `official` may recognise; `fictional` may in a federation that is itself fictional. */
  readonly evidence: 'official' | 'secondary' | 'unverified' | 'fictional'
}

/** Half-open: from `from`, inclusive, to `to`, exclusive; open-ended without `to`. */
export interface Term {
  readonly status: 'in-force' | 'provisional' | 'suspended' | 'terminated' | 'not-yet' | 'draft'
  readonly from: Date
  readonly to?: Date
  /** For a suspension or termination: what becomes of signatures made before it. */
  readonly existingSignatures?: 'grandfather' | 'require-timestamp-before' | 'none'
  readonly decisionRef?: string
}

export interface TimeBasis {
  /** The certificate must have been issued while the agreement was in force, or after `retroactiveTo`. */
  readonly certificateIssuedWithin: boolean
  readonly retroactiveTo?: Date
  readonly proofOfTime: 'trusted-timestamp' | 'claimed-allowed'
}

/** What is recognised as what; status and type by URI, as the origin's list spells them. */
export interface Scope {
  readonly service: 'eSig' | 'eSeal'
  readonly originServiceTypes: readonly {
    readonly uri: string
    readonly additional: readonly string[]
  }[]
  readonly originStatuses: {
    readonly valid: readonly string[]
    readonly invalid: readonly string[]
  }
  readonly originLevel: Level
  readonly grantedLevel: Level
  readonly subjectTypes: 'natural' | 'legal' | 'both'
}

/** The facts that recognition is decided on; no certificate, no XML. */
export interface RecognitionFacts {
  readonly relying: State
  /** The state whose list vouches for the signer, by the path that was validated. */
  readonly origin: State
  readonly listId: string
  readonly validationTime: Date
  /** The signature is proven to have existed at this time; null where nothing proves an earlier one. */
  readonly provenTime: Date | null
  readonly claimedTime: Date | null
  readonly certificateIssuedAt: Date
  readonly service: { readonly type: string; readonly additional: readonly string[] }
  /** Status of the service when the certificate was issued, and at the best signature time. */
  readonly status: { readonly atIssuance: string | null; readonly atSigning: string | null }
  /** What the origin state's law and list make of it; null where it is no signature of any listed level. */
  readonly level: Level | null
  readonly subjectType: 'natural' | 'legal' | 'unknown'
  readonly algorithms: readonly string[]
  readonly listFreshness: 'fresh' | 'stale' | 'expired' | 'closed'
  readonly validation: 'TOTAL-PASSED' | 'TOTAL-FAILED' | 'INDETERMINATE'
}

export type RecognitionReason =
  | 'same-state'
  | 'agreement-in-force'
  | 'no-agreement'
  | 'agreement-not-verified'
  | 'agreement-draft'
  | 'not-yet-in-force'
  | 'suspended'
  | 'terminated'
  | 'certificate-issued-outside-agreement'
  | 'no-proof-of-time'
  | 'list-not-named'
  | 'service-not-listed'
  | 'service-type-not-covered'
  | 'status-not-equivalent'
  | 'level-too-low'
  | 'subject-type-not-covered'
  | 'algorithm-not-allowed'
  | 'mechanism-not-supported'
  | 'list-expired'
  | 'origin-ambiguous'
  | 'agreement-ambiguous'
  | 'signature-invalid'
  | 'signature-undetermined'
  | 'no-trust-anchor'

/** The legal verdict, apart from the technical one. */
export interface Recognition {
  readonly outcome: 'domestic' | 'recognised' | 'not-recognised' | 'undetermined'
  readonly relying: State
  readonly origin: State | null
  readonly agreement: {
    readonly id: string
    readonly version: number
    readonly sha256: string
  } | null
  readonly originLevel: Level | null
  readonly grantedLevel: Level | null
  readonly reason: RecognitionReason
  /** One sentence that a civil servant understands. */
  readonly explanation: string
}
