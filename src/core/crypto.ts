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

/** AES (FIPS 197) in cipher block chaining (NIST SP 800-38A §6.2), as PDF uses it; no padding. */
export interface BlockCipher {
  readonly algorithm: 'AES-128-CBC' | 'AES-256-CBC'
  readonly direction: 'encrypt' | 'decrypt'
  /** 16 or 32 octets. */
  readonly key: Uint8Array
  /** 16 octets. */
  readonly initialisationVector: Uint8Array
}

/** A digest of octets that come one after the other, which may be taken on from anywhere more than once. */
export interface RunningDigest {
  update(octets: Uint8Array): void
  /** Another one that has come as far. */
  copy(): RunningDigest
  /** The digest; nothing can be added then. */
  end(): Uint8Array
}

/**
 * The cryptography that the core is given. A suite that is absent answers "unsupported"
 * or null: never a crash, and never a pass.
 */
export interface Crypto {
  /**
   * The digest of the bytes, or of parts one after the other, or null where this implementation has
   * no such algorithm.
   */
  digest(algorithm: DigestAlgorithm, bytes: Uint8Array | readonly Uint8Array[]): Uint8Array | null
  /** The same for octets that are not known at once. */
  beginDigest(algorithm: DigestAlgorithm): RunningDigest | null
  /**
   * The octets, a whole number of blocks of 16, encrypted or decrypted; padding is the caller's. Null
   * where this implementation has no such cipher, or one of the lengths does not fit it.
   */
  cipher(cipher: BlockCipher, octets: Uint8Array): Uint8Array | null
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
