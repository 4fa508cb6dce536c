import type { Level } from '../core/level.ts'
import type { State } from '../core/state.ts'

export type { Level }

/** One directed edge: what `relyingParty` grants to signatures of `originParty`. */
export interface Agreement {
  readonly schemaVersion: 1
  readonly id: string
  readonly version: number
  /** The version of the same agreement that this one replaces. */
  readonly supersedes?: number
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
  /** By digest, scheme or full name; with `allowed`, nothing that is not in it. */
  readonly algorithms: {
    readonly forbidden: readonly string[]
    readonly allowed?: readonly string[]
  }
  /** Only ever one edge: what a party recognises is not passed on to its partners. */
  readonly transitivity: 'none'
  readonly legalEffect?: LegalEffect
  /** When those who keep the file mean to look at it again. */
  readonly nextReview?: Date
}

/** What the reader is told and no machine decides: the effect, and whom it binds. */
export interface LegalEffect {
  readonly text: string
  readonly reliedUponBy: 'all' | 'public-sector' | 'named-bodies'
}

/** A state, or a bloc whose members are told by dates. */
export interface Party {
  readonly name: string
  readonly members: readonly { readonly state: State; readonly from?: Date; readonly to?: Date }[]
}

/** The legal act that an agreement rests on, and how surely it is known. */
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
  /** ISO 3166-1 codes of the states, or names of the blocs and organisations, that made it. */
  readonly parties: readonly string[]
  readonly citation: string
  readonly signedOn?: Date
  readonly publishedUri: readonly string[]
  /** SHA-256 of the published text, lower-case hexadecimal. */
  readonly documentSha256?: string
  /** Only `official` may recognise; `fictional` may in a federation that is itself fictional. */
  readonly evidence: 'official' | 'secondary' | 'unverified' | 'fictional'
}

/** Half-open: from `from`, inclusive, to `to`, exclusive; open-ended without `to`. */
export interface Term {
  readonly status: 'in-force' | 'provisional' | 'suspended' | 'terminated' | 'not-yet' | 'draft'
  readonly from: Date
  readonly to?: Date
  /** For a suspension or termination, which must say it: what becomes of signatures made before it. */
  readonly existingSignatures?: 'grandfather' | 'require-timestamp-before' | 'none'
  /** For a suspension or termination: until then, exclusive, certificates issued before it may still sign. */
  readonly windDownUntil?: Date
  readonly decisionRef?: string
}

/** Which times must lie within the agreement, and what proves the time of signing. */
export interface TimeBasis {
  /** The certificate must have been issued while the agreement was in force, or after `retroactiveTo`. */
  readonly certificateIssuedWithin: boolean
  /** The signature must have been made while the agreement was in force, or after `retroactiveTo`. */
  readonly signatureTimeWithin: boolean
  /** Inclusive; reaches back before the first term in force, never into a suspension. */
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

/** What a caller lets count beyond official agreements in force. */
export interface RecognitionOptions {
  /** yes: the federation is itself fictional, and so may its agreements be. */
  readonly fictional: 'yes' | 'no'
  /** accept: drafts and unverified agreements count as if they were in force and official. */
  readonly drafts: 'ignore' | 'accept'
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

/** Why a recognition came out as it did; a stable code, part of the contract. */
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
