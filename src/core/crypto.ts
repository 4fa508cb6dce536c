import type { DigestAlgorithm } from './digests.ts'
import type { SignatureAlgorithm } from './signature-algorithms.ts'

/** What came of checking one value with one key. */
export type Verification =
  | { readonly outcome: 'valid' }
  | { readonly outcome: 'invalid' }
  | { readonly outcome: 'unsupported'; readonly detail: string }

/**
 * Why a public key cannot be used: it is broken, nothing here computes with it, or its parameters
 * are those of its issuer's key (RFC 5280 §6.1.4 (e)), which has to give them.
 */
export interface KeyProblem {
  readonly because: 'malformed' | 'unsupported' | 'parameters-missing'
  readonly detail: string
}

/**
 * The cryptography that the core is given. A suite that is absent answers "unsupported"
 * or null: never a crash, and never a pass.
 */
export interface Crypto {
  /** The digest of the bytes, or null where this implementation has no such algorithm. */
  digest(algorithm: DigestAlgorithm, bytes: Uint8Array): Uint8Array | null
  /** Null where the SubjectPublicKeyInfo (DER) holds a key that can be used. */
  keyProblem(spki: Uint8Array): KeyProblem | null
  /** Verifies a value over bytes with a SubjectPublicKeyInfo (DER). */
  verify(
    spki: Uint8Array,
    algorithm: SignatureAlgorithm,
    signedBytes: Uint8Array,
    value: Uint8Array,
  ): Verification
}
