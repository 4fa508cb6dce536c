import type { Crypto } from '../../../core/crypto.ts'
import type { PdfDictionary, PdfObject, PdfReference } from '../object.ts'

/** What a trailer says of the encryption of a file (ISO 32000-2 §7.5.5). */
export interface EncryptionTerms {
  /** `Encrypt`, with its strings as they stand: they are never encrypted (§7.6.2). */
  readonly encrypt: PdfDictionary
  /** The first string of `ID`; empty where there is none. */
  readonly id: Uint8Array
  /** Follows references; what is found is read without decrypting. */
  resolve(object: PdfObject | undefined): PdfObject
}

/** What opens it. The empty password is tried first, whether or not one is given. */
export interface EncryptionKeys {
  readonly crypto: Crypto
  readonly password?: string | undefined
}

/**
 * Decrypts strings and streams of one file. What is not encrypted (§7.6.2) is for the caller to leave
 * alone: strings in object streams, in `Encrypt` and in the trailer, and `Contents` of signature
 * dictionaries that have a `ByteRange`. Both throw `pdf-malformed` where what they are given cannot
 * have been encrypted.
 */
export interface Decryptor {
  /** `R` of the standard security handler: 2, 3, 4, 5 or 6. */
  readonly revision: number
  /** That of streams: "RC4-40" … "RC4-128", "AES-128", "AES-256", or "Identity" where they are not encrypted. */
  readonly method: string
  /** What is not as it should be, and does no harm to what is decrypted. */
  readonly problems: readonly { readonly code: string; readonly message: string }[]
  /** A string within the indirect object `owner`. */
  string(bytes: Uint8Array, owner: PdfReference): Uint8Array
  /**
   * The octets of a stream, still to be decoded by its filters, of which `Crypt` is done with.
   * Cross-reference streams come back as they are, and metadata where they are not encrypted.
   */
  stream(raw: Uint8Array, dictionary: PdfDictionary, owner: PdfReference): Uint8Array
}
