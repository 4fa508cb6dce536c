import type { AlgorithmIdentifier } from './algorithm-identifier.ts'
import { contentBytes, DerReader, tags } from './der.ts'
import { oidValue } from './der-values.ts'

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

/** The size of each named curve: bits of its order, which for these are those of its field. */
export const curveBits: Readonly<Record<string, number>> = {
  'P-192': 192,
  'P-224': 224,
  'P-256': 256,
  'P-384': 384,
  'P-521': 521,
  secp256k1: 256,
  brainpoolP192r1: 192,
  brainpoolP224r1: 224,
  brainpoolP256r1: 256,
  brainpoolP320r1: 320,
  brainpoolP384r1: 384,
  brainpoolP512r1: 512,
}

/** The parameters of a SubjectPublicKeyInfo algorithm as an OID, or null where they are none. */
export function curveOid(identifier: AlgorithmIdentifier): string | null {
  if (identifier.parameters === null) return null
  const element = DerReader.of(identifier.parameters).read()
  return element.tag === tags.oid && contentBytes(element).length > 0 ? oidValue(element) : null
}
