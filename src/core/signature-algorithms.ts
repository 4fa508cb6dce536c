import { type AlgorithmIdentifier, readAlgorithmIdentifier } from './algorithm-identifier.ts'
import { algorithmName, digestAlgorithmOf, type UnsupportedAlgorithm } from './algorithm-names.ts'
import { contextTag, DerReader, derMalformed, tags } from './der.ts'
import { smallInteger } from './der-values.ts'
import type { DigestAlgorithm } from './digests.ts'
import { rsassaPss, type SignatureScheme, signatureOids } from './signature-schemes.ts'

/** Everything needed to verify a value with a key. */
export interface SignatureAlgorithm {
  readonly scheme: SignatureScheme
  /** The digest that the scheme applies to the signed bytes; null where the scheme has its own. */
  readonly digest: DigestAlgorithm | null
  /** RFC 8017 §8.1; only with RSASSA-PSS. */
  readonly pss?: { readonly maskDigest: DigestAlgorithm; readonly saltLength: number }
  /**
   * How ECDSA and DSA values are written: DER in CMS and X.509, r‖s in XML and JOSE; "padded" where
   * both may have as many zeros more in front.
   */
  readonly valueEncoding: 'DER' | 'IEEE-P1363' | 'IEEE-P1363-padded'
  /** The only curve whose keys will do, where the algorithm names one, as JOSE has it (RFC 7518 §3.4). */
  readonly curve?: string
}

const mgf1 = '1.2.840.113549.1.1.8'

/** One object for each algorithm that its OID says all of, so that others may remember by it. */
const known = new Map<string, SignatureAlgorithm>()

/**
 * What an AlgorithmIdentifier in a certificate, CRL or CMS means. Where the OID names a key type
 * only (RFC 5754 §3.2), the digest is that of the CMS digestAlgorithm, if one is given. Throws
 * `der-malformed` where the parameters are not those that the algorithm has.
 */
export function signatureAlgorithmOf(
  identifier: AlgorithmIdentifier,
  digestAlgorithm?: DigestAlgorithm,
): SignatureAlgorithm | UnsupportedAlgorithm {
  const { oid } = identifier
  const before = known.get(oid)
  if (before !== undefined) {
    checkParameters(before.scheme, identifier)
    return before
  }
  if (oid === rsassaPss) return pssAlgorithm(identifier)
  const entry = Object.hasOwn(signatureOids, oid) ? signatureOids[oid] : undefined
  if (entry === undefined) return { unsupported: algorithmName(oid) }
  const [scheme, fixed] = entry
  checkParameters(scheme, identifier)
  if (fixed !== 'from-digest-algorithm') {
    const algorithm: SignatureAlgorithm = { scheme, digest: fixed, valueEncoding: 'DER' }
    known.set(oid, algorithm)
    return algorithm
  }
  if (digestAlgorithm === undefined) return { unsupported: `${scheme} without a digest algorithm` }
  return { scheme, digest: digestAlgorithm, valueEncoding: 'DER' }
}

/**
 * NULL with RSASSA-PKCS1-v1_5, which RFC 4055 §5 has to be taken where it is absent; absent with all
 * else (RFC 3279 §2.2.2, RFC 5758 §3, RFC 8410 §3, RFC 9881 §2, RFC 9909 §3). Where the OID is that of
 * a key of ECDSA or DSA, there are the parameters of the key, which mean nothing here.
 */
function checkParameters(scheme: SignatureScheme, { oid, parameters }: AlgorithmIdentifier): void {
  if (parameters === null || oid === ecKey || oid === dsaKey) return
  const isNull = parameters.length === 2 && parameters[0] === tags.null && parameters[1] === 0
  if (scheme !== 'RSASSA-PKCS1-v1_5' || !isNull) throw derMalformed(`parameters of ${scheme}`, 0)
}

const ecKey = '1.2.840.10045.2.1'
const dsaKey = '1.2.840.10040.4.1'

/**
 * RFC 4055 §3.1: RSASSA-PSS-params, which a signature has to have; absent members mean SHA-1, MGF1
 * with SHA-1, 20 octets of salt.
 */
function pssAlgorithm(identifier: AlgorithmIdentifier): SignatureAlgorithm | UnsupportedAlgorithm {
  if (identifier.parameters === null) throw derMalformed('RSASSA-PSS without parameters', 0)
  const parameters = pssParameters(identifier.parameters)
  if ('unsupported' in parameters) return parameters
  const { digest, maskDigest, saltLength } = parameters
  return { scheme: 'RSASSA-PSS', digest, pss: { maskDigest, saltLength }, valueEncoding: 'DER' }
}

/** What RSASSA-PSS-params say (RFC 4055 §3.1), of a signature, or of a key that they restrict. */
export interface PssParameters {
  readonly digest: DigestAlgorithm
  readonly maskDigest: DigestAlgorithm
  readonly saltLength: number
}

/** Reads RSASSA-PSS-params; throws `der-malformed`. */
export function pssParameters(encoded: Uint8Array): PssParameters | UnsupportedAlgorithm {
  const reader = DerReader.of(encoded)
  const members = reader.enter(tags.sequence)
  reader.finish()
  const hash = explicit(members, 0)
  const digest = hash === null ? 'SHA-1' : only(hash, digestIn)
  const mask = explicit(members, 1)
  const maskDigest = mask === null ? 'SHA-1' : only(mask, maskDigestIn)
  const salt = explicit(members, 2)
  const saltLength =
    salt === null ? 20 : only(salt, (reader) => smallInteger(reader.read(tags.integer)))
  const trailer = explicit(members, 3)
  const trailerField =
    trailer === null ? 1 : only(trailer, (reader) => smallInteger(reader.read(tags.integer)))
  members.finish()
  if (typeof digest !== 'string') return digest
  if (typeof maskDigest !== 'string') return maskDigest
  if (trailerField !== 1) return { unsupported: 'RSASSA-PSS with an unknown trailer field' }
  if (saltLength < 0) return { unsupported: 'RSASSA-PSS with a negative salt length' }
  return { digest, maskDigest, saltLength }
}

function explicit(members: DerReader, number: number): DerReader | null {
  const element = members.optional(contextTag(number, 'constructed'))
  return element === null ? null : members.within(element)
}

function only<T>(reader: DerReader, read: (reader: DerReader) => T): T {
  const value = read(reader)
  reader.finish()
  return value
}

/** RFC 4055 §2.1: the parameters of a digest are NULL or absent. */
function digestIn(reader: DerReader): DigestAlgorithm | UnsupportedAlgorithm {
  const { oid, parameters } = readAlgorithmIdentifier(reader)
  const digest = digestAlgorithmOf(oid)
  if (parameters !== null && (parameters.length !== 2 || parameters[0] !== tags.null)) {
    throw derMalformed(`parameters of ${oid}`, 0)
  }
  return digest
}

function maskDigestIn(reader: DerReader): DigestAlgorithm | UnsupportedAlgorithm {
  const mask = readAlgorithmIdentifier(reader)
  if (mask.oid !== mgf1) return { unsupported: `mask generation function ${mask.oid}` }
  if (mask.parameters === null) throw derMalformed('MGF1 without a digest', 0)
  return only(DerReader.of(mask.parameters), digestIn)
}

/** What reports call an algorithm, such as "RSASSA-PKCS1-v1_5 with SHA-256". */
export function describeAlgorithm(algorithm: SignatureAlgorithm | UnsupportedAlgorithm): string {
  if ('unsupported' in algorithm) return algorithm.unsupported
  return algorithm.digest === null
    ? algorithm.scheme
    : `${algorithm.scheme} with ${algorithm.digest}`
}

/** Every name by which an agreement may forbid an algorithm. */
export function algorithmNames(
  algorithm: DigestAlgorithm | SignatureAlgorithm | UnsupportedAlgorithm,
): readonly string[] {
  if (typeof algorithm === 'string') return [algorithm]
  if ('unsupported' in algorithm) return [algorithm.unsupported]
  const { scheme, digest } = algorithm
  return [describeAlgorithm(algorithm), scheme, ...(digest === null ? [] : [digest])]
}
