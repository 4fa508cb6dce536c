import { curveOid, namedCurves } from '../core/curves.ts'
import { DerReader, tags } from '../core/der.ts'
import { bitStringValue, integerBytes } from '../core/der-values.ts'
import { readOrNull } from '../core/errors.ts'
import type { Certificate } from './certificate.ts'

/** The size by which TS 119 312 §8 judges a key: modulus, prime or curve order, in bits. */
export interface KeySize {
  readonly family: 'RSA' | 'EC' | 'DSA' | 'EdDSA' | 'unknown'
  readonly bits: number | null
}

const curveBits: Readonly<Record<string, number>> = {
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

/** The size of a certificate's key; bits are null where they cannot be told. */
export function keySize(certificate: Certificate): KeySize {
  return readOrNull(() => sizeByAlgorithm(certificate)) ?? { family: 'unknown', bits: null }
}

function sizeByAlgorithm({ keyAlgorithm, spki }: Certificate): KeySize {
  switch (keyAlgorithm.oid) {
    case '1.2.840.113549.1.1.1':
    case '1.2.840.113549.1.1.10':
      return { family: 'RSA', bits: modulusBits(spki) }
    case '1.2.840.10045.2.1': {
      const name = namedCurves[curveOid(keyAlgorithm) ?? ''] ?? ''
      return { family: 'EC', bits: curveBits[name] ?? null }
    }
    case '1.2.840.10040.4.1':
      return { family: 'DSA', bits: primeBits(keyAlgorithm.parameters) }
    case '1.3.101.112':
      return { family: 'EdDSA', bits: 256 }
    case '1.3.101.113':
      return { family: 'EdDSA', bits: 456 }
    default:
      return { family: 'unknown', bits: null }
  }
}

/** RFC 8017 appendix A.1.1. */
function modulusBits(spki: Uint8Array): number {
  const members = DerReader.of(spki).enter(tags.sequence)
  members.read(tags.sequence)
  const key = bitStringValue(members.read(tags.bitString)).bytes
  return bitLength(integerBytes(DerReader.of(key).enter(tags.sequence).read(tags.integer)))
}

/** RFC 3279 §2.3.2; the parameters may be inherited, and then the size is not here. */
function primeBits(parameters: Uint8Array | null): number | null {
  if (parameters === null) return null
  return bitLength(integerBytes(DerReader.of(parameters).enter(tags.sequence).read(tags.integer)))
}

function bitLength(integer: Uint8Array): number {
  const first = integer.findIndex((octet) => octet !== 0)
  if (first < 0) return 0
  return (integer.length - first) * 8 - Math.clz32(integer[first] as number) + 24
}
