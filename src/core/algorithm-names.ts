import { namedCurves } from './curves.ts'
import { type DigestAlgorithm, digestOids } from './digests.ts'
import { rsassaPss, signatureOids } from './signature-schemes.ts'

/** An algorithm that is known by name but that no implementation here computes. */
export interface UnsupportedAlgorithm {
  readonly unsupported: string
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
