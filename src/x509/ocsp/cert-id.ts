import { readAlgorithmIdentifier } from '../../core/algorithm-identifier.ts'
import { digestAlgorithmOf, isUnsupported } from '../../core/algorithm-names.ts'
import { equalBytes, toHex } from '../../core/bytes.ts'
import type { Crypto } from '../../core/crypto.ts'
import { contentBytes, DerReader, tags } from '../../core/der.ts'
import { bitStringValue, isMinimalInteger } from '../../core/der-values.ts'
import type { DigestAlgorithm } from '../../core/digests.ts'
import { readOrNull } from '../../core/errors.ts'
import type { Certificate } from '../certificate.ts'
import { sameName } from '../names.ts'

/** CertID (RFC 6960 §4.1.1): a certificate by digests of its issuer and by its serial number. */
export interface CertId {
  readonly digestOid: string
  readonly issuerNameHash: Uint8Array
  readonly issuerKeyHash: Uint8Array
  /** Content octets of the INTEGER, two's complement. */
  readonly serialNumber: Uint8Array
}

/** The key of a serial number: its value, however many octets it was written in (X.690 §8.3.2). */
export function serialNumberKey(serialNumber: Uint8Array): string {
  let from = 0
  while (from < serialNumber.length && !isMinimalInteger(serialNumber.subarray(from))) from += 1
  return toHex(serialNumber.subarray(from))
}

/** What is hashed of an issuer, by one digest. */
export interface IssuerHashes {
  readonly name: Uint8Array
  readonly key: Uint8Array
}

/** Reads a CertID; throws `der-malformed`. */
export function readCertId(reader: DerReader): CertId {
  const members = reader.enter(tags.sequence)
  const digestOid = readAlgorithmIdentifier(members).oid
  const issuerNameHash = contentBytes(members.read(tags.octetString))
  const issuerKeyHash = contentBytes(members.read(tags.octetString))
  const serialNumber = contentBytes(members.read(tags.integer))
  members.finish()
  return { digestOid, issuerNameHash, issuerKeyHash, serialNumber }
}

/**
 * The digests that a CertID of the certificate has (RFC 6960 §4.1.1): over the issuer's name as it
 * stands in the certificate, and over the issuer's key without tag, length and unused bits. Null
 * where the digest is not computed here or the key cannot be read.
 */
export function issuerHashes(
  certificate: Certificate,
  issuer: Certificate,
  digest: DigestAlgorithm,
  crypto: Crypto,
): IssuerHashes | null {
  const name = crypto.digest(digest, certificate.issuer)
  const key = keyHash(issuer, digest, crypto)
  return name === null || key === null ? null : { name, key }
}

const keyHashes = new WeakMap<Crypto, WeakMap<Certificate, Map<string, Uint8Array | null>>>()

/**
 * The digest over the key in the BIT STRING of a certificate, or null where it cannot be computed.
 * It is kept with the certificate: issuers and responders are asked for it again and again.
 */
export function keyHash(
  certificate: Certificate,
  digest: DigestAlgorithm,
  crypto: Crypto,
): Uint8Array | null {
  const ofCrypto = keyHashes.get(crypto) ?? new WeakMap<Certificate, Map<string, Uint8Array>>()
  keyHashes.set(crypto, ofCrypto)
  const known = ofCrypto.get(certificate) ?? new Map<string, Uint8Array | null>()
  ofCrypto.set(certificate, known)
  const before = known.get(digest)
  if (before !== undefined) return before
  const octets = readOrNull(() => keyOctets(certificate))
  const hash = octets === null ? null : crypto.digest(digest, octets)
  known.set(digest, hash)
  return hash
}

function keyOctets({ spki }: Certificate): Uint8Array {
  const members = DerReader.of(spki).enter(tags.sequence)
  members.read(tags.sequence)
  return bitStringValue(members.read(tags.bitString)).bytes
}

/** How a CertID names the issuer of a certificate; `part`: by its name alone, or by its key alone. */
export type IssuerMatch = 'same' | 'part' | 'other' | 'not-computed'

/** Tells whether CertIDs name the issuer of a certificate; each digest is computed once. */
export class IssuerMatcher {
  readonly #certificate: Certificate
  readonly #issuer: Certificate
  readonly #crypto: Crypto
  readonly #hashes = new Map<string, ComparedHashes | null>()

  constructor(certificate: Certificate, issuer: Certificate, crypto: Crypto) {
    this.#certificate = certificate
    this.#issuer = issuer
    this.#crypto = crypto
  }

  /** The serial number is for the caller to compare, who found the CertID by it. */
  match(certId: CertId): IssuerMatch {
    const hashes = this.#hashesBy(certId.digestOid)
    if (hashes === null) return 'not-computed'
    const byKey = equalBytes(hashes.key, certId.issuerKeyHash)
    const byName = hashes.names.some((name) => equalBytes(name, certId.issuerNameHash))
    if (byKey && byName) return 'same'
    return byKey || byName ? 'part' : 'other'
  }

  #hashesBy(digestOid: string): ComparedHashes | null {
    const known = this.#hashes.get(digestOid)
    if (known !== undefined) return known
    const digest = digestAlgorithmOf(digestOid)
    const hashes = isUnsupported(digest) ? null : this.#compute(digest)
    this.#hashes.set(digestOid, hashes)
    return hashes
  }

  /**
   * RFC 6960 §4.1.1 has the name hashed as it stands in the certificate. Responders that know their
   * own certificate alone hash its subject, which is the same name (RFC 5280 §7.1) and may be written
   * in another type of string: both count, for what a response revokes must not be missed by that.
   */
  #compute(digest: DigestAlgorithm): ComparedHashes | null {
    const hashes = issuerHashes(this.#certificate, this.#issuer, digest, this.#crypto)
    if (hashes === null) return null
    const { subject } = this.#issuer
    if (equalBytes(subject, this.#certificate.issuer)) {
      return { names: [hashes.name], key: hashes.key }
    }
    const other = sameName(subject, this.#certificate.issuer)
      ? this.#crypto.digest(digest, subject)
      : null
    return { names: other === null ? [hashes.name] : [hashes.name, other], key: hashes.key }
  }
}

interface ComparedHashes {
  readonly names: readonly Uint8Array[]
  readonly key: Uint8Array
}
