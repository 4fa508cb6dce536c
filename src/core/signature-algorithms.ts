import { type AlgorithmIdentifier, readAlgorithmIdentifier } from './algorithm-identifier.ts'
import { algorithmName, digestAlgorithmOf, type UnsupportedAlgorithm } from './algorithm-names.ts'
import { contextTag, DerReader, derMalformed, type Element, tags } from './der.ts'
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
  /** How ECDSA and DSA values are written: DER in CMS and X.509, r‖s in XML and JOSE. */
  readonly valueEncoding: 'DER' | 'IEEE-P1363'
}

const mgf1 = '1.2.840.113549.1.1.8'

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
