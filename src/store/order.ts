import type { DigestAlgorithm } from '../core/digests.ts'
import type { State } from '../core/state.ts'
import type { Purpose } from '../x509/key-purposes.ts'

/** Where bytes come from: a file of the caller's, or the bytes themselves. */
export type Source =
  /** `name` is what it goes by; absent: its file name. */
  | { readonly path: string; readonly name?: string }
  | { readonly name: string | null; readonly bytes: Uint8Array }

/** Which trust lists are to be used: a federation, or lists given in its place. */
export interface TrustOrder {
  /** A federation's folder or file; null for the default. */
  readonly federation: string | null
  readonly lists: readonly Source[]
  readonly signers: readonly Source[]
  readonly unverified: 'yes' | 'no'
}

/** What a verification and a validation of a chain are both asked with. */
export interface Order {
  readonly id: string | number | null
  /** Null for the time of asking. */
  readonly at: Date | null
  readonly relying: State | null
  readonly anchors: readonly Source[]
  readonly crls: readonly Source[]
  readonly ocsps: readonly Source[]
  readonly trust: TrustOrder
  /** Whether agreements that are drafts or unverified count. */
  readonly drafts: 'ignore' | 'accept'
  /** Whether personal identifiers are shown in the answer. */
  readonly identifiers: 'mask' | 'show'
  /** A policy file, or the JSON of a policy; null for the default policy. */
  readonly policy: { readonly path: string } | { readonly json: unknown } | null
}

/** A verify request as it was asked: names checked, nothing read yet. */
export interface VerifyOrder extends Order {
  readonly document: Source
  readonly detached: readonly Source[]
  readonly digests: readonly GivenDigest[]
  readonly certificates: readonly Source[]
  readonly evidenceRecords: readonly Source[]
  /** Opens an encrypted document; null where none was given. It goes into no answer and no log. */
  readonly password: string | null
}

/** An extract request as it was asked; what a verification is asked with beside it decides nothing. */
export interface ExtractOrder
  extends Pick<
    VerifyOrder,
    'id' | 'document' | 'detached' | 'digests' | 'certificates' | 'password'
  > {
  /** The id of the only signature asked about; null for all. */
  readonly signature: string | null
  /** The revision asked for, counted from 1; null for each that is signed. */
  readonly revision: number | null
}

/** Detached content that is known by its digest only. */
export interface GivenDigest {
  readonly name: string
  readonly algorithm: DigestAlgorithm
  readonly value: Uint8Array
}

/** A chain request as it was asked: names checked, nothing read yet. */
export interface ChainOrder extends Order {
  readonly target: Source
  readonly intermediates: readonly Source[]
  /** Null: as the policy says, and when-available where it says nothing. */
  readonly revocation: 'required' | 'when-available' | 'none' | null
  readonly initialPolicySet: readonly string[]
  readonly requireExplicitPolicy: 'yes' | 'no'
  readonly inhibitPolicyMapping: 'yes' | 'no'
  readonly inhibitAnyPolicy: 'yes' | 'no'
  /** What the key is to serve for (RFC 5280 §4.2.1.12). */
  readonly purpose: Purpose
}

/** RFC 5280 §6.1.1 (c): any policy will do. */
export const anyPolicy: readonly string[] = ['2.5.29.32.0']
