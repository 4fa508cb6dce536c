import { namedCurves } from './curves.ts'
import { type DigestAlgorithm, digestOids } from './digests.ts'
import { rsassaPss, signatureOids } from './signature-schemes.ts'

/** An algorithm that is known by name but that no implementation here computes. */
export interface UnsupportedAlgorithm {
  readonly unsupported: string
}

/**
 * Named so that an official reads what is missing: national algorithms, and the
 * forms of others that nobody was seen to sign with (RFC 8702, RFC 9881 §8.1, RFC 9909 §3).
 */
const unsupportedOids: Readonly<Record<string, string>> = {
  '1.2.643.2.2.3': 'GOST R 34.10-2001 with GOST R 34.11-94',
  '1.2.643.2.2.4': 'GOST R 34.10-94 with GOST R 34.11-94',
  '1.2.643.2.2.9': 'GOST R 34.11-94',
  '1.2.643.2.2.19': 'GOST R 34.10-2001',
  '1.2.643.2.2.20': 'GOST R 34.10-94',
  '1.2.643.7.1.1.1.1': 'GOST R 34.10-2012 (256 bits)',
  '1.2.643.7.1.1.1.2': 'GOST R 34.10-2012 (512 bits)',
  '1.2.643.7.1.1.2.2': 'GOST R 34.11-2012 (256 bits)',
  '1.2.643.7.1.1.2.3': 'GOST R 34.11-2012 (512 bits)',
  '1.2.643.7.1.1.3.2': 'GOST R 34.10-2012 (256 bits) with GOST R 34.11-2012',
  '1.2.643.7.1.1.3.3': 'GOST R 34.10-2012 (512 bits) with GOST R 34.11-2012',
  '1.2.804.2.1.1.1.1.2.1': 'GOST 34.311-95',
  '1.2.804.2.1.1.1.1.2.2.1': 'DSTU 7564 (256 bits)',
  '1.2.804.2.1.1.1.1.2.2.2': 'DSTU 7564 (384 bits)',
  '1.2.804.2.1.1.1.1.2.2.3': 'DSTU 7564 (512 bits)',
  '1.2.804.2.1.1.1.1.3.1.1': 'DSTU 4145-2002 with GOST 34.311-95',
  '1.2.804.2.1.1.1.1.3.1.1.1.1': 'DSTU 4145-2002 with GOST 34.311-95 (big-endian)',
  '1.2.804.2.1.1.1.1.3.6.1.1': 'DSTU 4145-2002 with DSTU 7564',
  '1.2.840.113549.2.2': 'MD2',
  '1.2.840.113549.1.1.2': 'RSASSA-PKCS1-v1_5 with MD2',
  '2.16.840.1.101.3.4.2.11': 'SHAKE128',
  '2.16.840.1.101.3.4.2.12': 'SHAKE256',
  '1.3.6.1.5.5.7.6.30': 'RSASSA-PSS with SHAKE128',
  '1.3.6.1.5.5.7.6.31': 'RSASSA-PSS with SHAKE256',
  '1.3.6.1.5.5.7.6.32': 'ECDSA with SHAKE128',
  '1.3.6.1.5.5.7.6.33': 'ECDSA with SHAKE256',
  '2.16.840.1.101.3.4.3.32': 'HashML-DSA-44 with SHA-512',
  '2.16.840.1.101.3.4.3.33': 'HashML-DSA-65 with SHA-512',
  '2.16.840.1.101.3.4.3.34': 'HashML-DSA-87 with SHA-512',
  '2.16.840.1.101.3.4.3.35': 'HashSLH-DSA-SHA2-128s with SHA-256',
  '2.16.840.1.101.3.4.3.36': 'HashSLH-DSA-SHA2-128f with SHA-256',
  '2.16.840.1.101.3.4.3.37': 'HashSLH-DSA-SHA2-192s with SHA-512',
  '2.16.840.1.101.3.4.3.38': 'HashSLH-DSA-SHA2-192f with SHA-512',
  '2.16.840.1.101.3.4.3.39': 'HashSLH-DSA-SHA2-256s with SHA-512',
  '2.16.840.1.101.3.4.3.40': 'HashSLH-DSA-SHA2-256f with SHA-512',
  '2.16.840.1.101.3.4.3.41': 'HashSLH-DSA-SHAKE-128s with SHAKE128',
  '2.16.840.1.101.3.4.3.42': 'HashSLH-DSA-SHAKE-128f with SHAKE128',
  '2.16.840.1.101.3.4.3.43': 'HashSLH-DSA-SHAKE-192s with SHAKE256',
  '2.16.840.1.101.3.4.3.44': 'HashSLH-DSA-SHAKE-192f with SHAKE256',
  '2.16.840.1.101.3.4.3.45': 'HashSLH-DSA-SHAKE-256s with SHAKE256',
  '2.16.840.1.101.3.4.3.46': 'HashSLH-DSA-SHAKE-256f with SHAKE256',
}

/** The digest of an OID, or the name by which to refuse it. */
export function digestAlgorithmOf(oid: string): DigestAlgorithm | UnsupportedAlgorithm {
  const known = Object.hasOwn(digestOids, oid) ? digestOids[oid] : undefined
  return known ?? { unsupported: algorithmName(oid) }
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

/** True for the algorithms that only have a name here. */
export function isUnsupported(algorithm: string | object): algorithm is UnsupportedAlgorithm {
  return typeof algorithm === 'object' && 'unsupported' in algorithm
}
