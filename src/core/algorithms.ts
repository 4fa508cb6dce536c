import {
  contentBytes,
  contextTag,
  DerReader,
  derMalformed,
  type Element,
  encodedBytes,
  tags,
} from './der.ts'
import { oidValue, smallInteger } from './der-values.ts'

/** AlgorithmIdentifier (RFC 5280 §4.1.1.2); the parameters are the encoded TLV, or null where absent. */
export interface AlgorithmIdentifier {
  readonly oid: string
  readonly parameters: Uint8Array | null
}

/** Digests that are known by OID or URI; whether one may still be relied upon is for the policy. */
export type DigestAlgorithm =
  | 'MD5'
  | 'SHA-1'
  | 'SHA-224'
  | 'SHA-256'
  | 'SHA-384'
  | 'SHA-512'
  | 'SHA3-224'
  | 'SHA3-256'
  | 'SHA3-384'
  | 'SHA3-512'
  | 'RIPEMD-160'

/** How a signature value is computed, apart from the digest that goes into it. */
export type SignatureScheme =
  | 'RSASSA-PKCS1-v1_5'
  | 'RSASSA-PSS'
  | 'ECDSA'
  | 'DSA'
  | 'Ed25519'
  | 'Ed448'

/** Everything needed to verify a value with a key. */
export interface SignatureAlgorithm {
  readonly scheme: SignatureScheme
  /** The digest that the scheme applies to the signed bytes; null where the scheme has its own. */
  readonly digest: DigestAlgorithm | null
  /** RFC 8017 §8.1; only with RSASSA-PSS. */
  readonly pss?: { readonly maskDigest: DigestAlgorithm; readonly saltLength: number }
  /** How ECDSA and DSA values are written: DER in CMS and X.509, r‖s in XML and JOSE. */
  readonly valueEncoding: 'DER' | 'IEEE-P1363'
}

/** An algorithm that is known by name but that no implementation here computes. */
export interface UnsupportedAlgorithm {
  readonly unsupported: string
}

/** Digest OIDs: RFC 5754 §2, RFC 8702 §2, RFC 3279 §2.1; one entry is everything known of it. */
const digestOids: Readonly<Record<string, DigestAlgorithm>> = {
  '1.2.840.113549.2.5': 'MD5',
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.4': 'SHA-224',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
  '2.16.840.1.101.3.4.2.7': 'SHA3-224',
  '2.16.840.1.101.3.4.2.8': 'SHA3-256',
  '2.16.840.1.101.3.4.2.9': 'SHA3-384',
  '2.16.840.1.101.3.4.2.10': 'SHA3-512',
  '1.3.36.3.2.1': 'RIPEMD-160',
}

/** Octets of each digest. */
export const digestLengths: Readonly<Record<DigestAlgorithm, number>> = {
  MD5: 16,
  'SHA-1': 20,
  'SHA-224': 28,
  'SHA-256': 32,
  'SHA-384': 48,
  'SHA-512': 64,
  'SHA3-224': 28,
  'SHA3-256': 32,
  'SHA3-384': 48,
  'SHA3-512': 64,
  'RIPEMD-160': 20,
}

/** Signature OIDs: RFC 3279 §2.2, RFC 4055 §5, RFC 5758 §3, RFC 8410 §3, RFC 8702 §2. */
const signatureOids: Readonly<
  Record<string, readonly [SignatureScheme, DigestAlgorithm | 'from-digest-algorithm' | null]>
> = {
  '1.2.840.113549.1.1.1': ['RSASSA-PKCS1-v1_5', 'from-digest-algorithm'],
  '1.2.840.113549.1.1.4': ['RSASSA-PKCS1-v1_5', 'MD5'],
  '1.2.840.113549.1.1.5': ['RSASSA-PKCS1-v1_5', 'SHA-1'],
  '1.3.14.3.2.29': ['RSASSA-PKCS1-v1_5', 'SHA-1'],
  '1.2.840.113549.1.1.14': ['RSASSA-PKCS1-v1_5', 'SHA-224'],
  '1.2.840.113549.1.1.11': ['RSASSA-PKCS1-v1_5', 'SHA-256'],
  '1.2.840.113549.1.1.12': ['RSASSA-PKCS1-v1_5', 'SHA-384'],
  '1.2.840.113549.1.1.13': ['RSASSA-PKCS1-v1_5', 'SHA-512'],
  '2.16.840.1.101.3.4.3.13': ['RSASSA-PKCS1-v1_5', 'SHA3-224'],
  '2.16.840.1.101.3.4.3.14': ['RSASSA-PKCS1-v1_5', 'SHA3-256'],
  '2.16.840.1.101.3.4.3.15': ['RSASSA-PKCS1-v1_5', 'SHA3-384'],
  '2.16.840.1.101.3.4.3.16': ['RSASSA-PKCS1-v1_5', 'SHA3-512'],
  '1.3.36.3.3.1.2': ['RSASSA-PKCS1-v1_5', 'RIPEMD-160'],
  '1.2.840.10045.2.1': ['ECDSA', 'from-digest-algorithm'],
  '1.2.840.10045.4.1': ['ECDSA', 'SHA-1'],
  '1.2.840.10045.4.3.1': ['ECDSA', 'SHA-224'],
  '1.2.840.10045.4.3.2': ['ECDSA', 'SHA-256'],
  '1.2.840.10045.4.3.3': ['ECDSA', 'SHA-384'],
  '1.2.840.10045.4.3.4': ['ECDSA', 'SHA-512'],
  '2.16.840.1.101.3.4.3.9': ['ECDSA', 'SHA3-224'],
  '2.16.840.1.101.3.4.3.10': ['ECDSA', 'SHA3-256'],
  '2.16.840.1.101.3.4.3.11': ['ECDSA', 'SHA3-384'],
  '2.16.840.1.101.3.4.3.12': ['ECDSA', 'SHA3-512'],
  '1.2.840.10040.4.1': ['DSA', 'from-digest-algorithm'],
  '1.2.840.10040.4.3': ['DSA', 'SHA-1'],
  '2.16.840.1.101.3.4.3.1': ['DSA', 'SHA-224'],
  '2.16.840.1.101.3.4.3.2': ['DSA', 'SHA-256'],
  '1.3.101.112': ['Ed25519', null],
  '1.3.101.113': ['Ed448', null],
}

/** Named so that an official reads what is missing: national and post-quantum algorithms. */
const unsupportedOids: Readonly<Record<string, string>> = {
  '1.2.643.2.2.3': 'GOST R 34.10-2001 with GOST R 34.11-94',
  '1.2.643.2.2.9': 'GOST R 34.11-94',
  '1.2.643.2.2.19': 'GOST R 34.10-2001',
  '1.2.643.7.1.1.1.1': 'GOST R 34.10-2012 (256 bits)',
  '1.2.643.7.1.1.1.2': 'GOST R 34.10-2012 (512 bits)',
  '1.2.643.7.1.1.2.2': 'GOST R 34.11-2012 (256 bits)',
  '1.2.643.7.1.1.2.3': 'GOST R 34.11-2012 (512 bits)',
  '1.2.643.7.1.1.3.2': 'GOST R 34.10-2012 (256 bits) with GOST R 34.11-2012',
  '1.2.643.7.1.1.3.3': 'GOST R 34.10-2012 (512 bits) with GOST R 34.11-2012',
  '1.2.804.2.1.1.1.1.2.1': 'GOST 34.311-95',
  '1.2.804.2.1.1.1.1.3.1.1': 'DSTU 4145-2002 with GOST 34.311-95',
  '1.2.804.2.1.1.1.1.3.6.1.1': 'DSTU 4145-2002 with DSTU 7564',
  '2.16.840.1.101.3.4.3.17': 'ML-DSA-44',
  '2.16.840.1.101.3.4.3.18': 'ML-DSA-65',
  '2.16.840.1.101.3.4.3.19': 'ML-DSA-87',
}

const rsassaPss = '1.2.840.113549.1.1.10'
const mgf1 = '1.2.840.113549.1.1.8'

/** Names of named curves (RFC 5480 §2.1.1.1, RFC 5639 §4.1, SEC 2). */
export const namedCurves: Readonly<Record<string, string>> = {
  '1.2.840.10045.3.1.1': 'P-192',
  '1.2.840.10045.3.1.7': 'P-256',
  '1.3.132.0.33': 'P-224',
  '1.3.132.0.34': 'P-384',
  '1.3.132.0.35': 'P-521',
  '1.3.132.0.10': 'secp256k1',
  '1.3.36.3.3.2.8.1.1.3': 'brainpoolP192r1',
  '1.3.36.3.3.2.8.1.1.5': 'brainpoolP224r1',
  '1.3.36.3.3.2.8.1.1.7': 'brainpoolP256r1',
  '1.3.36.3.3.2.8.1.1.9': 'brainpoolP320r1',
  '1.3.36.3.3.2.8.1.1.11': 'brainpoolP384r1',
  '1.3.36.3.3.2.8.1.1.13': 'brainpoolP512r1',
}

/** Reads the next AlgorithmIdentifier (RFC 5280 §4.1.1.2); throws `der-malformed`. */
export function readAlgorithmIdentifier(reader: DerReader): AlgorithmIdentifier {
  return algorithmIdentifierIn(reader.enter(tags.sequence))
}

/** Reads the members of an AlgorithmIdentifier that was entered, as behind an implicit tag. */
export function algorithmIdentifierIn(members: DerReader): AlgorithmIdentifier {
  const oid = oidValue(members.read(tags.oid))
  const parameters = members.done ? null : encodedBytes(members.read())
  members.finish()
  return { oid, parameters }
}

/** The digest of an OID, or the name by which to refuse it. */
export function digestAlgorithmOf(oid: string): DigestAlgorithm | UnsupportedAlgorithm {
  const known = Object.hasOwn(digestOids, oid) ? digestOids[oid] : undefined
  return known ?? { unsupported: algorithmName(oid) }
}

/**
 * What an AlgorithmIdentifier in a certificate, CRL or CMS means. Where the OID names a key type
 * only (RFC 5754 §3.2), the digest is that of the CMS digestAlgorithm, if one is given.
 */
export function signatureAlgorithmOf(
  identifier: AlgorithmIdentifier,
  digestAlgorithm?: DigestAlgorithm,
): SignatureAlgorithm | UnsupportedAlgorithm {
  if (identifier.oid === rsassaPss) return pssAlgorithm(identifier)
  const known = Object.hasOwn(signatureOids, identifier.oid)
    ? signatureOids[identifier.oid]
    : undefined
  if (known === undefined) return { unsupported: algorithmName(identifier.oid) }
  const [scheme, digest] = known
  if (digest !== 'from-digest-algorithm') return { scheme, digest, valueEncoding: 'DER' }
  if (digestAlgorithm === undefined) return { unsupported: `${scheme} without a digest algorithm` }
  return { scheme, digest: digestAlgorithm, valueEncoding: 'DER' }
}

/** RFC 4055 §3.1: RSASSA-PSS-params; absent members mean SHA-1, MGF1 with SHA-1, 20 octets of salt. */
function pssAlgorithm(identifier: AlgorithmIdentifier): SignatureAlgorithm | UnsupportedAlgorithm {
  let digest: DigestAlgorithm | UnsupportedAlgorithm = 'SHA-1'
  let maskDigest: DigestAlgorithm | UnsupportedAlgorithm = 'SHA-1'
  let saltLength = 20
  if (identifier.parameters !== null) {
    const members = DerReader.of(identifier.parameters).enter(tags.sequence)
    const hash = members.optional(contextTag(0, 'constructed'))
    if (hash !== null) digest = digestIn(members.within(hash))
    const mask = members.optional(contextTag(1, 'constructed'))
    if (mask !== null) maskDigest = maskDigestIn(members.within(mask), mask)
    const salt = members.optional(contextTag(2, 'constructed'))
    if (salt !== null) saltLength = smallInteger(members.within(salt).read(tags.integer))
    const trailer = members.optional(contextTag(3, 'constructed'))
    if (trailer !== null && smallInteger(members.within(trailer).read(tags.integer)) !== 1) {
      return { unsupported: 'RSASSA-PSS with an unknown trailer field' }
    }
    members.finish()
  }
  if (typeof digest !== 'string') return digest
  if (typeof maskDigest !== 'string') return maskDigest
  if (saltLength < 0) return { unsupported: 'RSASSA-PSS with a negative salt length' }
  return { scheme: 'RSASSA-PSS', digest, pss: { maskDigest, saltLength }, valueEncoding: 'DER' }
}

function digestIn(reader: DerReader): DigestAlgorithm | UnsupportedAlgorithm {
  return digestAlgorithmOf(readAlgorithmIdentifier(reader).oid)
}

function maskDigestIn(reader: DerReader, element: Element): DigestAlgorithm | UnsupportedAlgorithm {
  const mask = readAlgorithmIdentifier(reader)
  if (mask.oid !== mgf1) return { unsupported: `mask generation function ${mask.oid}` }
  if (mask.parameters === null) throw derMalformed('MGF1 without a digest', element.start)
  return digestIn(DerReader.of(mask.parameters))
}

/** The name of an algorithm by its OID, or the OID itself. */
export function algorithmName(oid: string): string {
  for (const table of [unsupportedOids, digestOids, namedCurves] as const) {
    if (Object.hasOwn(table, oid)) return table[oid] ?? oid
  }
  if (oid === rsassaPss) return 'RSASSA-PSS'
  const signature = Object.hasOwn(signatureOids, oid) ? signatureOids[oid] : undefined
  if (signature === undefined) return oid
  const [scheme, digest] = signature
  return digest === null || digest === 'from-digest-algorithm' ? scheme : `${scheme} with ${digest}`
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

/** True for the algorithms that only have a name here. */
export function isUnsupported(
  algorithm: DigestAlgorithm | SignatureAlgorithm | UnsupportedAlgorithm,
): algorithm is UnsupportedAlgorithm {
  return typeof algorithm === 'object' && 'unsupported' in algorithm
}

/** The parameters of a SubjectPublicKeyInfo algorithm as an OID, or null where they are none. */
export function curveOid(identifier: AlgorithmIdentifier): string | null {
  if (identifier.parameters === null) return null
  const element = DerReader.of(identifier.parameters).read()
  return element.tag === tags.oid && contentBytes(element).length > 0 ? oidValue(element) : null
}
