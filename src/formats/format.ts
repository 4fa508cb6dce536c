import type { UnsupportedAlgorithm } from '../core/algorithm-names.ts'
import type { Budget } from '../core/budget.ts'
import type { Check } from '../core/conclusion.ts'
import type { Crypto } from '../core/crypto.ts'
import type { DigestAlgorithm } from '../core/digests.ts'
import type { SignatureAlgorithm } from '../core/signature-algorithms.ts'
import type { Certificate } from '../x509/certificate.ts'

/** Content that stands outside the signature, given by the caller: whole, or by its digests only. */
export interface DetachedContent {
  readonly name: string | null
  readonly bytes: Uint8Array | null
  readonly digests: Readonly<Partial<Record<DigestAlgorithm, Uint8Array>>>
}

/** The octets that a digest is taken over. */
export type Octets =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** The same in parts, one after the other: copied together, those of a PDF would take it again for each signature. */
  | { readonly kind: 'parts'; readonly parts: readonly Uint8Array[] }
  | {
      readonly kind: 'digests'
      readonly digests: Readonly<Partial<Record<DigestAlgorithm, Uint8Array>>>
    }
  /**
   * Nowhere to be found; `name` is what the signature calls it, if it does. Where it is there and
   * could not be processed, nothing that is given would do in its place.
   */
  | {
      readonly kind: 'missing'
      readonly name: string | null
      readonly because?: 'not-processed'
    }

/** One thing that the signature vouches for by its digest. */
export interface Reference {
  /** How the report names it: a file name, a URI, "content". */
  readonly name: string
  /** full: a whole document; partial: a part of one; digest: known by digest only; properties: the signature's own. */
  readonly kind: 'full' | 'partial' | 'digest' | 'manifest' | 'properties'
  readonly digestAlgorithm: DigestAlgorithm | UnsupportedAlgorithm
  readonly expectedDigest: Uint8Array
  readonly octets: Octets
  /** canonical: the octets are XML as a canonicalisation wrote it; absent: as they stand. */
  readonly form?: 'as-is' | 'canonical'
  /**
   * base64url: octets and digests are of the content in base64url (TS 119 182-1 §5.2.8.3.3), so that
   * no digest here is one of the content that is named.
   */
  readonly encoding?: 'base64url'
  /** The media type that the signature states for it, where it does. */
  readonly mediaType?: string
}

/** How a signature names its signer's certificate. */
export interface SignerIdentifier {
  /** CMS sid or KeyInfo: issuer (DER) with serial number, subject key identifier, or nothing but certificates. */
  readonly sid:
    | { readonly kind: 'issuer-serial'; readonly issuer: Uint8Array; readonly serial: Uint8Array }
    | { readonly kind: 'subject-key-identifier'; readonly keyIdentifier: Uint8Array }
    | { readonly kind: 'certificates' }
  /** The signed signing-certificate attribute or property; the first reference is the signer's (RFC 5035 §3). */
  readonly signingCertificate: readonly SigningCertificateReference[]
  /**
   * SubjectPublicKeyInfo in DER of keys that travel bare, in place of a certificate: nobody says whose
   * they are. Absent or empty where none does.
   */
  readonly bareKeys?: readonly Uint8Array[]
}

/**
 * How a signed attribute or property names the signer's certificate: ESSCertID in CMS, xades:Cert
 * in XML.
 */
export interface SigningCertificateReference {
  readonly digestAlgorithm: DigestAlgorithm | UnsupportedAlgorithm
  readonly digest: Uint8Array
  /** Issuer name (DER, or null where it came as text only) and serial number, where the reference has them. */
  readonly issuerSerial: { readonly issuer: Uint8Array | null; readonly serial: Uint8Array } | null
}

/** What a time-stamp token was taken over. */
export type TimestampType =
  | 'content'
  | 'signature'
  | 'validation-data'
  | 'archive'
  | 'document'
  | 'container'

/** A time-stamp token as found (RFC 3161 §2.4.2); its validation comes with EN 319 102-1 §5.4. */
export interface ParsedTimestamp {
  readonly id: string
  readonly type: TimestampType
  readonly token: Uint8Array
  /** genTime as the token states it, or null where the token cannot be read. */
  readonly time: Date | null
}

/** What a signer says of himself and of the signature: signed, and vouched for by nobody else. */
export interface SignerClaims {
  /** The signature policy by its identifier and address; the identifier is null where it is implied. */
  readonly policy: { readonly id: string | null; readonly uri: string | null } | null
  /** Identifiers of commitment types, as URIs or OIDs. */
  readonly commitments: readonly string[]
  /** What is certified or asserted by others is named, and not read. */
  readonly roles: readonly {
    readonly kind: 'claimed' | 'certified' | 'asserted'
    readonly text: string | null
  }[]
  readonly productionPlace: {
    readonly street: string | null
    readonly city: string | null
    readonly stateOrProvince: string | null
    readonly postalCode: string | null
    readonly country: string | null
  } | null
  /** Media types of what is signed. */
  readonly mediaTypes: readonly string[]
  /** Texts beside the signature (PDF, ISO 32000-2 table 255); absent where the format has none. */
  readonly notes?: SignerNotes
}

/** What a PDF signature says in words; null where it says nothing. */
export interface SignerNotes {
  readonly name: string | null
  readonly reason: string | null
  readonly location: string | null
  readonly contactInfo: string | null
}

/** What was done to a document after the revision that a signature is over (PDF, ISO 32000-2 §12.8). */
export interface Modifications {
  /** none: nothing follows; permitted: all that follows is allowed; forbidden: something is not. */
  readonly outcome: 'none' | 'permitted' | 'forbidden'
  /** How far what is permitted goes; "other" where something is forbidden. */
  readonly extent: 'none' | 'validation-data' | 'form-filling' | 'annotations' | 'other'
  /** In the order of the revisions. */
  readonly differences: readonly Modification[]
}

/** One difference between the signed revision and what came after it. */
export interface Modification {
  /** The revision that made it, counted from 1; null where what follows belongs to none. */
  readonly revision: number | null
  /** What differs, such as "12 0 R", "trailer", "octets 1000 to 1200". */
  readonly object: string
  /** Where it stands in the document, such as "Root/Pages/Kids/0/Contents"; null where nothing leads to it. */
  readonly path: string | null
  /** A stable word for what was changed, such as "validation-data", "page-content", "font". */
  readonly kind: string
  readonly permitted: boolean
  /** Which rule permits or forbids it, in a sentence. */
  readonly reason: string
}

/** What a signature itself says may still be done to its document (PDF, ISO 32000-2 §12.8.2). */
export interface Permissions {
  /** P of a certification: 1 no changes, 2 form filling, 3 annotations as well; null where it is none. */
  readonly certification: 1 | 2 | 3 | null
  /** Fields that may not be changed after it; the names are none where all are locked. */
  readonly locks: readonly {
    readonly action: 'All' | 'Include' | 'Exclude'
    readonly fields: readonly string[]
    /** P of the lock, for the whole document, as of a certification; null where it says nothing. */
    readonly permits: 1 | 2 | 3 | null
  }[]
}

/** A signature between parse and verify: data, no methods; the verifier never learns its format. */
export interface ParsedSignature {
  readonly id: string
  /** The id of the signature that this one countersigns. */
  readonly parent: string | null
  /** Family and ETSI level, such as "CAdES-BASELINE-B", "CAdES-BES", "CMS-NOT-ETSI". */
  readonly format: string
  readonly signatureAlgorithm: SignatureAlgorithm | UnsupportedAlgorithm
  readonly digestAlgorithm: DigestAlgorithm | UnsupportedAlgorithm
  /** What the value is over: the canonical form of what is signed, or the content itself; a digest will not do. */
  readonly signedBytes: Exclude<Octets, { kind: 'digests' }>
  readonly value: Uint8Array
  readonly references: readonly Reference[]
  readonly signer: SignerIdentifier
  /** Every readable certificate that travels with the signature. */
  readonly certificates: readonly Certificate[]
  readonly crls: readonly Uint8Array[]
  readonly ocspResponses: readonly Uint8Array[]
  readonly timestamps: readonly ParsedTimestamp[]
  readonly claimedTime: Date | null
  /** Null or absent where the signer says nothing. */
  readonly claims?: SignerClaims | null
  /** EN 319 102-1 §5.2.2: the rules of its own format, each with its clause. */
  readonly formatChecks: readonly Check[]
  /** The same of the container that it stands in: they decide, but say nothing of what is intact. */
  readonly containerChecks?: readonly Check[]
  /** Whether it is over all of a document that it stands in, or a part; absent where there is none. */
  readonly extent?: 'whole' | 'part'
  /** Absent where the format keeps no revisions, and where it cannot be told which one is signed. */
  readonly modifications?: Modifications
  /** Absent where the format keeps no revisions. */
  readonly coverage?: Coverage
  /** As above. What cannot be read is given as a certification that allows nothing. */
  readonly permissions?: Permissions
}

/** How much of a file that keeps revisions a signature is over; its own value is left out everywhere. */
export interface Coverage {
  /** The field that holds the signature, by its full name; more than a report can show is cut off. */
  readonly field: string
  /** file: all of it; revision: all up to the end of one; beginning: up to elsewhere; unclear: anything else. */
  readonly extent: 'file' | 'revision' | 'beginning' | 'unclear'
  /** The revision at whose end it ends, counted from 1; null where it ends at none. */
  readonly revision: number | null
  /** How many the file has. */
  readonly revisions: number
  /** The file up to the end of that revision; null where it ends at none. */
  readonly octets: Uint8Array | null
}

/** A document as its format gives it to the verifier: what was found, nothing judged yet. */
export interface ParsedDocument {
  readonly mediaType: string
  readonly container: 'ASiC-S' | 'ASiC-E' | null
  readonly signatures: readonly ParsedSignature[]
  readonly timestamps: readonly ParsedTimestamp[]
  /** Files of a container that some of its signatures are over, and others not; absent where there is none. */
  readonly files?: readonly CoveredFile[]
  /** What was left out while parsing and why, such as a certificate that cannot be read. */
  readonly warnings: readonly { readonly code: string; readonly message: string }[]
}

/** A file of a container, with the signatures that are over the whole of it, by their places in the document. */
export interface CoveredFile {
  readonly name: string
  readonly coveredBy: readonly number[]
}

/** A container too large to be held: what is held of it, and the digests of what is not. */
export interface PartlyHeld {
  /** Octets of the whole. */
  readonly size: number
  /** SHA-256 of the whole, in lower-case hexadecimal. */
  readonly sha256: string
  readonly parts: readonly { readonly start: number; readonly bytes: Uint8Array }[]
  /** By the names of the files in it: whoever gives them has compared their sizes. */
  readonly digests: ReadonlyMap<string, DetachedContent['digests']>
}

/** What a format is given to read a document with; all of it comes from the caller. */
export interface ParseContext {
  /** What the caller calls the document; of several detached contents, its name tells which is meant. */
  readonly documentName?: string
  readonly detached: readonly DetachedContent[]
  /** What a URI names, where a container says so itself; `detached` is not asked then. */
  readonly named?: (uri: string) => DetachedContent | null
  /** Where the document is not held as a whole; its first part is what is parsed. */
  readonly partly?: PartlyHeld
  /** Opens an encrypted document (PDF); an empty one is tried without being asked for. */
  readonly password?: string
  readonly crypto: Crypto
  readonly budget: Budget
}

/** One kind of signed document. `parse` throws `VerifierError` and nothing else. */
export interface Format {
  readonly name: string
  /** Decides by content, never by name or media type; cheap, and throws nothing. */
  recognises(bytes: Uint8Array): boolean
  parse(bytes: Uint8Array, context: ParseContext): ParsedDocument
}
