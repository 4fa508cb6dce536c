/** Digests that are known by OID or URI; whether one may still be relied upon is for the policy. */
export type DigestAlgorithm =
  | 'MD5'
  | 'SHA-1'
  | 'SHA-224'
  | 'SHA-256'
  | 'SHA-384'
  | 'SHA-512'
  | 'SHA-512/224'
  | 'SHA-512/256'
  | 'SHA3-224'
  | 'SHA3-256'
  | 'SHA3-384'
  | 'SHA3-512'
  | 'RIPEMD-160'

/** Digest OIDs: RFC 5754 §2, RFC 8702 §2, RFC 3279 §2.1; one entry is everything known of it. */
export const digestOids: Readonly<Record<string, DigestAlgorithm>> = {
  '1.2.840.113549.2.5': 'MD5',
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.4': 'SHA-224',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
  '2.16.840.1.101.3.4.2.5': 'SHA-512/224',
  '2.16.840.1.101.3.4.2.6': 'SHA-512/256',
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
  'SHA-512/224': 28,
  'SHA-512/256': 32,
  'SHA3-224': 28,
  'SHA3-256': 32,
  'SHA3-384': 48,
  'SHA3-512': 64,
  'RIPEMD-160': 20,
}

/** Digests with which nothing new may be vouched for: ETSI TS 119 312 lists none of them. */
export const weakDigests: ReadonlySet<DigestAlgorithm> = new Set(['MD5', 'SHA-1', 'RIPEMD-160'])
