import { readAlgorithmIdentifier } from './algorithm-identifier.ts'
import { curveBits, curveOid, namedCurves } from './curves.ts'
import { DerReader, tags } from './der.ts'
import type { DigestAlgorithm } from './digests.ts'
import { readOrNull } from './errors.ts'
import { memo } from './memo.ts'

/** ML-DSA of FIPS 204 by strength, and SLH-DSA of FIPS 205 by hash, strength and size; pure forms only. */
export type PostQuantumScheme =
  | 'ML-DSA-44'
  | 'ML-DSA-65'
  | 'ML-DSA-87'
  | `SLH-DSA-${'SHA2' | 'SHAKE'}-${128 | 192 | 256}${'s' | 'f'}`

/** How a signature value is computed, apart from the digest that goes into it. */
export type SignatureScheme =
  | 'RSASSA-PKCS1-v1_5'
  | 'RSASSA-PSS'
  | 'ECDSA'
  | 'DSA'
  | 'Ed25519'
  | 'Ed448'
  | PostQuantumScheme

/**
 * What one verification counts for among the signature checks of a request: RSA and P-256 take a
 * tenth of a millisecond, other curves up to 384 bits one, larger keys and ML-DSA some milliseconds,
 * SLH-DSA some hundred (in JavaScript, Node 20). `spki` is the key; 600 octets hold one of RSA of
 * 4,096 bits.
 */
export function verificationCost(scheme: SignatureScheme, spki: Uint8Array): number {
  if (scheme.startsWith('SLH-DSA')) return 100
  if (spki.length > 600 || scheme === 'DSA' || scheme.startsWith('ML-DSA')) return 10
  return scheme === 'ECDSA' ? costOnCurve(spki) : 1
}

const costs = memo<Uint8Array, number>()

/** Remembered with the key: a CA signs by the thousand. */
function costOnCurve(spki: Uint8Array): number {
  const known = costs.get(spki)
  if (known !== undefined) return known
  const cost = computeCostOnCurve(spki)
  costs.set(spki, cost)
  return cost
}

/** By the curve and not by the length of the key: a point that is compressed is as dear as any. */
function computeCostOnCurve(spki: Uint8Array): number {
  const oid = readOrNull(() =>
    curveOid(readAlgorithmIdentifier(DerReader.of(spki).enter(tags.sequence))),
  )
  const curve = namedCurves[oid ?? ''] ?? ''
  if (curve === 'P-256') return 1
  return (curveBits[curve] ?? 0) > 384 ? 10 : 3
}

/** Signature OIDs: RFC 3279 §2.2, RFC 4055 §5, RFC 5758 §3, RFC 8410 §3, RFC 8702 §2, RFC 9881 §2, RFC 9909 §3. */
export const signatureOids: Readonly<
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
  '1.2.840.113549.1.1.15': ['RSASSA-PKCS1-v1_5', 'SHA-512/224'],
  '1.2.840.113549.1.1.16': ['RSASSA-PKCS1-v1_5', 'SHA-512/256'],
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
  '2.16.840.1.101.3.4.3.17': ['ML-DSA-44', null],
  '2.16.840.1.101.3.4.3.18': ['ML-DSA-65', null],
  '2.16.840.1.101.3.4.3.19': ['ML-DSA-87', null],
  '2.16.840.1.101.3.4.3.20': ['SLH-DSA-SHA2-128s', null],
  '2.16.840.1.101.3.4.3.21': ['SLH-DSA-SHA2-128f', null],
  '2.16.840.1.101.3.4.3.22': ['SLH-DSA-SHA2-192s', null],
  '2.16.840.1.101.3.4.3.23': ['SLH-DSA-SHA2-192f', null],
  '2.16.840.1.101.3.4.3.24': ['SLH-DSA-SHA2-256s', null],
  '2.16.840.1.101.3.4.3.25': ['SLH-DSA-SHA2-256f', null],
  '2.16.840.1.101.3.4.3.26': ['SLH-DSA-SHAKE-128s', null],
  '2.16.840.1.101.3.4.3.27': ['SLH-DSA-SHAKE-128f', null],
  '2.16.840.1.101.3.4.3.28': ['SLH-DSA-SHAKE-192s', null],
  '2.16.840.1.101.3.4.3.29': ['SLH-DSA-SHAKE-192f', null],
  '2.16.840.1.101.3.4.3.30': ['SLH-DSA-SHAKE-256s', null],
  '2.16.840.1.101.3.4.3.31': ['SLH-DSA-SHAKE-256f', null],
}

/** Octets of the public keys of post-quantum schemes: FIPS 204 table 2, FIPS 205 table 2. */
export const postQuantumKeyLengths: Readonly<Record<PostQuantumScheme, number>> = {
  'ML-DSA-44': 1312,
  'ML-DSA-65': 1952,
  'ML-DSA-87': 2592,
  'SLH-DSA-SHA2-128s': 32,
  'SLH-DSA-SHA2-128f': 32,
  'SLH-DSA-SHA2-192s': 48,
  'SLH-DSA-SHA2-192f': 48,
  'SLH-DSA-SHA2-256s': 64,
  'SLH-DSA-SHA2-256f': 64,
  'SLH-DSA-SHAKE-128s': 32,
  'SLH-DSA-SHAKE-128f': 32,
  'SLH-DSA-SHAKE-192s': 48,
  'SLH-DSA-SHAKE-192f': 48,
  'SLH-DSA-SHAKE-256s': 64,
  'SLH-DSA-SHAKE-256f': 64,
}

/** The OID of RSASSA-PSS keys and signatures (RFC 4055 §1.2), which says all else in its parameters. */
export const rsassaPss = '1.2.840.113549.1.1.10'

/** True for the schemes of FIPS 204 and FIPS 205. */
export function isPostQuantum(scheme: SignatureScheme): scheme is PostQuantumScheme {
  return Object.hasOwn(postQuantumKeyLengths, scheme)
}

/** The post-quantum scheme of a key's OID, which is that of its signatures (RFC 9881 §2, RFC 9909 §3). */
export function postQuantumSchemeOf(oid: string): PostQuantumScheme | null {
  const scheme = Object.hasOwn(signatureOids, oid) ? signatureOids[oid]?.[0] : undefined
  return scheme !== undefined && isPostQuantum(scheme) ? scheme : null
}
