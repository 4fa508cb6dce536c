import type { UnsupportedAlgorithm } from '../../core/algorithm-names.ts'
import type { DigestAlgorithm } from '../../core/digests.ts'
import type { SignatureAlgorithm } from '../../core/signature-algorithms.ts'
import type { SignatureScheme } from '../../core/signature-schemes.ts'
import type { KeySize } from '../../x509/public-key.ts'

/** Everything known of an "alg": how a value is verified, and with which keys alone. */
interface Entry {
  readonly scheme: SignatureScheme
  readonly digest: DigestAlgorithm | null
  readonly family: KeySize['family']
  /** Of elliptic keys: RFC 7518 §3.4 binds the curve to the algorithm. */
  readonly curve?: string
}

const rsa = (scheme: 'RSASSA-PKCS1-v1_5' | 'RSASSA-PSS', digest: DigestAlgorithm): Entry => ({
  scheme,
  digest,
  family: 'RSA',
})
const ecdsa = (curve: string, digest: DigestAlgorithm): Entry => ({
  scheme: 'ECDSA',
  digest,
  family: 'EC',
  curve,
})

/** RFC 7518 §3.1, RFC 8812 §3.2, RFC 9864 §2.2; EdDSA (RFC 8037 §3.1) is told apart by its key, or by the length of its value. */
const entries: Readonly<Record<string, Entry>> = {
  RS256: rsa('RSASSA-PKCS1-v1_5', 'SHA-256'),
  RS384: rsa('RSASSA-PKCS1-v1_5', 'SHA-384'),
  RS512: rsa('RSASSA-PKCS1-v1_5', 'SHA-512'),
  PS256: rsa('RSASSA-PSS', 'SHA-256'),
  PS384: rsa('RSASSA-PSS', 'SHA-384'),
  PS512: rsa('RSASSA-PSS', 'SHA-512'),
  ES256: ecdsa('P-256', 'SHA-256'),
  ES384: ecdsa('P-384', 'SHA-384'),
  ES512: ecdsa('P-521', 'SHA-512'),
  ES256K: ecdsa('secp256k1', 'SHA-256'),
  Ed25519: { scheme: 'Ed25519', digest: null, family: 'Ed25519' },
  Ed448: { scheme: 'Ed448', digest: null, family: 'Ed448' },
}

/** Octets of salt: as long as the digest (RFC 7518 §3.5). */
const saltLengths: Readonly<Partial<Record<DigestAlgorithm, number>>> = {
  'SHA-256': 32,
  'SHA-384': 48,
  'SHA-512': 64,
}

/** RFC 7518 §3.1: what makes a value that anybody could make, or that the reader could have made. */
const refused: Readonly<Record<string, string>> = {
  none: '"none" is no signature at all',
  HS256: 'HMAC is no signature: whoever can verify it can make it',
  HS384: 'HMAC is no signature: whoever can verify it can make it',
  HS512: 'HMAC is no signature: whoever can verify it can make it',
}

/**
 * Why an "alg" is never a signature, or null; in whatever case it is written: names differ by case
 * (RFC 7515 §4.1.1), but for readers that fold it.
 */
export function refusalOf(alg: string): string | null {
  const name = Object.keys(refused).find((one) => one.toLowerCase() === alg.toLowerCase())
  return name === undefined ? null : (refused[name] ?? null)
}

/** How the value of an "alg" is verified. */
export function signatureAlgorithmFor(
  alg: string,
  value: Uint8Array | null,
): SignatureAlgorithm | UnsupportedAlgorithm {
  const curve = value?.length === ed448Value ? 'Ed448' : 'Ed25519'
  const entry = entryOf(alg === 'EdDSA' ? curve : alg)
  if (entry === undefined) return { unsupported: `the JWS algorithm "${alg}"` }
  const { scheme, digest } = entry
  if (scheme === 'ECDSA') {
    const curve = entry.curve === undefined ? {} : { curve: entry.curve }
    return { scheme, digest, valueEncoding: 'IEEE-P1363', ...curve }
  }
  const valueEncoding = 'DER'
  if (scheme !== 'RSASSA-PSS' || digest === null) return { scheme, digest, valueEncoding }
  const pss = { maskDigest: digest, saltLength: saltLengths[digest] ?? 0 }
  return { scheme, digest, pss, valueEncoding }
}

/** RFC 7518 §3.4 and RFC 8037 §3.1: why the key is none for the "alg", or null. */
export function keyMismatch(alg: string, key: KeySize): string | null {
  const edwards = key.family === 'Ed448' ? 'Ed448' : 'Ed25519'
  const entry = entryOf(alg === 'EdDSA' ? edwards : alg)
  if (entry === undefined) return null
  const found = key.family === 'EC' ? `EC on ${key.curve ?? 'an unknown curve'}` : key.family
  const wanted = entry.curve === undefined ? entry.family : `EC on ${entry.curve}`
  return found === wanted ? null : `${alg} takes a key of ${wanted}, the signer's is ${found}`
}

/** Octets of a value of Ed448 (RFC 8032 §5.2.6); those of Ed25519 are 64. */
const ed448Value = 114

function entryOf(alg: string): Entry | undefined {
  return Object.hasOwn(entries, alg) ? entries[alg] : undefined
}

/** Digests as TS 119 182-1 names them (§5.2.2.2: "S256" and its like). */
const digests: Readonly<Record<string, DigestAlgorithm>> = {
  S256: 'SHA-256',
  S384: 'SHA-384',
  S512: 'SHA-512',
  'S3-256': 'SHA3-256',
  'S3-384': 'SHA3-384',
  'S3-512': 'SHA3-512',
}

/** The digest of a name in "digAlg" or "hashM". */
export function digestNamed(name: string): DigestAlgorithm | UnsupportedAlgorithm {
  const known = Object.hasOwn(digests, name) ? digests[name] : undefined
  return known ?? { unsupported: `the digest "${name}"` }
}
