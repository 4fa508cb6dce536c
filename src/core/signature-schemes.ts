import type { DigestAlgorithm } from './digests.ts'

/** How a signature value is computed, apart from the digest that goes into it. */
export type SignatureScheme =
  | 'RSASSA-PKCS1-v1_5'
  | 'RSASSA-PSS'
  | 'ECDSA'
  | 'DSA'
  | 'Ed25519'
  | 'Ed448'

/** Signature OIDs: RFC 3279 §2.2, RFC 4055 §5, RFC 5758 §3, RFC 8410 §3, RFC 8702 §2. */
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

/** The OID of RSASSA-PSS keys and signatures (RFC 4055 §1.2), which says all else in its parameters. */
export const rsassaPss = '1.2.840.113549.1.1.10'
