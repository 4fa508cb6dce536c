import type { State } from '../core/state.ts'
import type { Certificate } from '../x509/certificate.ts'

/** The forms in which the states publish whom they trust. */
export type ListForm = 'etsi-119612' | 'kamusm-depo' | 'ru-e-trust' | 'certificate-manifest'

/** A trust list of any form, in the terms of TS 119 612 §5. */
export interface TrustList {
  readonly form: ListForm
  /** TSLVersionIdentifier (§5.3.1), or null in other forms. */
  readonly version: number | null
  /** TSLSequenceNumber (§5.3.2), or null in other forms. */
  readonly sequenceNumber: number | null
  /** TSLType (§5.3.3). */
  readonly type: string
  readonly schemeOperator: string
  readonly schemeName: string
  /** SchemeTerritory (§5.3.10) as the list spells it. */
  readonly territory: State
  readonly statusDeterminationApproach: string | null
  readonly communityRules: readonly string[]
  readonly issued: Date | null
  /** NextUpdate (§5.3.15); closed: the element is empty, the scheme has ended; unstated: the form has none. */
  readonly nextUpdate: Date | 'closed' | 'unstated'
  readonly distributionPoints: readonly string[]
  readonly pointers: readonly ListPointer[]
  readonly providers: readonly Provider[]
  /** What was left out and why; the rest of the list stands. */
  readonly quarantine: readonly Quarantined[]
}

/** OtherTSLPointer (§5.3.13): another list and those who may sign it. */
export interface ListPointer {
  readonly location: string
  readonly territory: State | null
  readonly type: string | null
  readonly mimeType: string | null
  readonly schemeOperator: string | null
  readonly signers: readonly Certificate[]
}

/** A trust service provider and its services (TS 119 612 §5.4). */
export interface Provider {
  readonly name: string
  readonly tradeNames: readonly string[]
  readonly informationUris: readonly string[]
  readonly services: readonly Service[]
}

/**
 * A service: its present state first, then its history, newest first (§5.5, §5.6); of two states
 * with one starting time the restrictive one first.
 */
export interface Service {
  readonly states: readonly ServiceState[]
}

/** What a service was for a time (TS 119 612 §5.5; of its history, §5.6). */
export interface ServiceState {
  /** ServiceTypeIdentifier (§5.5.1). */
  readonly type: string
  readonly name: string
  /** ServiceStatus (§5.5.4): a URI. */
  readonly status: string
  /** From this instant, inclusive, until the starting time of the next newer state. */
  readonly startingTime: Date
  readonly identities: readonly DigitalIdentity[]
  /** URIs of AdditionalServiceInformation (§5.5.9.4). */
  readonly additionalServiceInformation: readonly string[]
  readonly qualifications: readonly Qualification[]
  /** ExpiredCertsRevocationInfo (§5.5.9.1). */
  readonly expiredCertsRevocationInfo: Date | null
  readonly takenOverBy: string | null
  readonly supplyPoints: readonly string[]
  /** Critical extensions nobody here understands; such a state must not be relied upon (§5.5.9). */
  readonly unknownCriticalExtensions: readonly string[]
}

/** ServiceDigitalIdentity (§5.5.3). */
export type DigitalIdentity =
  | { readonly kind: 'certificate'; readonly certificate: Certificate }
  | { readonly kind: 'subject-name'; readonly name: string }
  | { readonly kind: 'subject-key-identifier'; readonly keyIdentifier: Uint8Array }
  | { readonly kind: 'key-value'; readonly spki: Uint8Array }

/** One QualificationElement (§5.5.9.2): the qualifiers hold for the certificates that the criteria describe. */
export interface Qualification {
  readonly qualifiers: readonly string[]
  readonly criteria: Criteria
}

/** CriteriaList (§5.5.9.2.2). */
export interface Criteria {
  readonly assert: 'all' | 'atLeastOne' | 'none'
  /** Each a set of bits that must stand as given. */
  readonly keyUsages: readonly Readonly<Record<string, boolean>>[]
  /** Each a set of policy OIDs that must all be present. */
  readonly policySets: readonly (readonly string[])[]
  readonly extendedKeyUsages: readonly (readonly string[])[]
  readonly subjectAttributes: readonly (readonly string[])[]
  readonly lists: readonly Criteria[]
  /** Criteria nobody here understands; they count as not fulfilled. */
  readonly unknown: readonly string[]
}

/** Something that was left out of a list, named so that its maintainer can find it. */
export interface Quarantined {
  readonly what: 'certificate' | 'service' | 'provider' | 'pointer' | 'service-state'
  readonly where: string
  readonly reason: string
}

/** A list as loaded: what it says, and how far it may be believed. */
export interface LoadedList {
  /** The list's name in the federation; agreements name lists by it. */
  readonly id: string
  /** The member state it speaks for, ISO 3166-1; a list of lists has none. */
  readonly territory: State | null
  readonly location: string
  readonly sha256: string
  /** verified: by a pinned signer; unverified: nobody checked, and the user asked for that; broken: not to be used. */
  readonly signature: 'verified' | 'unverified' | 'broken'
  readonly signer: Certificate | null
  /** What to do past NextUpdate. */
  readonly stalePolicy: StalePolicy
  readonly list: TrustList | null
  /** Why the list cannot be used, or what is odd about it. */
  readonly problems: readonly ListProblem[]
}

/** Past NextUpdate: refuse; go on for some days; or go on with a warning. */
export interface StalePolicy {
  readonly graceDays: number
  readonly afterGrace: 'refuse' | 'warn'
}

/** Why a list cannot be used, or what is odd about it: a stable code, and a sentence for people. */
export interface ListProblem {
  readonly code:
    | 'unreadable'
    | 'malformed'
    | 'unsigned'
    | 'signature-broken'
    | 'signer-not-pinned'
    /** Signed with an algorithm that no longer proves anything (TS 119 612 §5.7.1, TS 119 312 §A). */
    | 'algorithm-weak'
    /** Signed with plain XMLDSig: no signed reference to the signing certificate (TS 119 612 §5.7.1). */
    | 'signature-not-xades'
    /** Not the file whose digest is pinned. */
    | 'digest-mismatch'
    | 'rolled-back'
    | 'contradicts-earlier'
    | 'territory-mismatch'
    | 'type-mismatch'
    | 'version-unknown'
    | 'issued-in-future'
    | 'sequence-invalid'
    | 'duplicate-service'
    | 'empty'
  readonly message: string
}

/** How a list stands to its NextUpdate at a time (TS 119 612 §5.3.15); `freshnessOf` decides. */
export type Freshness = 'fresh' | 'stale' | 'expired' | 'closed'

/** Anchor identity: never the key alone (the same key stands in several lists with other statuses). */
export interface ListedAnchor {
  readonly listId: string
  readonly territory: State
  readonly provider: string
  readonly service: Service
  readonly certificate: Certificate
}
