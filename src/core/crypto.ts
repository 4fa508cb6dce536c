import type { DigestAlgorithm, SignatureAlgorithm } from './algorithms.ts'

/** What came of checking one value with one key. */
export type Verification =
  | { readonly outcome: 'valid' }
  | { readonly outcome: 'invalid' }
  | { readonly outcome: 'unsupported'; readonly detail: string }

/**
 * The cryptography that the core is given. A suite that is absent answers "unsupported"
 * or null: never a crash, and never a pass.
 */
export interface Crypto {
  /** The digest of the bytes, or null where this implementation has no such algorithm. */
  digest(algorithm: DigestAlgorithm, bytes: Uint8Array): Uint8Array | null
  /** Verifies a value over bytes with a SubjectPublicKeyInfo (DER). */
  verify(
    spki: Uint8Array,
    algorithm: SignatureAlgorithm,
    signedBytes: Uint8Array,
    value: Uint8Array,
  ): Verification
  /** The same where only the digest of the signed bytes is at hand. */
  verifyDigest(
    spki: Uint8Array,
    algorithm: SignatureAlgorithm,
    digest: Uint8Array,
    value: Uint8Array,
  ): Verification
}
