import { readAlgorithmIdentifier } from '../core/algorithm-identifier.ts'
import { toHex } from '../core/bytes.ts'
import { curveBits, curveOid, namedCurves } from '../core/curves.ts'
import { DerReader, encodedBytes, tags } from '../core/der.ts'
import { encodeTlv } from '../core/der-encoding.ts'
import { bitStringValue, integerBytes } from '../core/der-values.ts'
import { readOrNull } from '../core/errors.ts'
import { memo } from '../core/memo.ts'
import {
  type PostQuantumScheme,
  postQuantumKeyLengths,
  postQuantumSchemeOf,
  rsassaPss,
} from '../core/signature-schemes.ts'
import type { Certificate } from './certificate.ts'

/** The size by which TS 119 312 §8 judges a key: modulus, prime or curve order, in bits. */
export interface KeySize {
  readonly family: 'RSA' | 'EC' | 'DSA' | 'Ed25519' | 'Ed448' | PostQuantumScheme | 'unknown'
  readonly bits: number | null
  /** Bits of the order: of the curve, or of the subgroup of DSA; null with all else. */
  readonly orderBits: number | null
  readonly curve: string | null
}

const sizes = memo<Certificate, KeySize>()

const unknown: KeySize = { family: 'unknown', bits: null, orderBits: null, curve: null }

/** One object for each size, so that others may remember by it; hostile keys have many. */
const same = new Map<string, KeySize>()

function shared(size: KeySize): KeySize {
  const id = `${size.family}|${size.bits}|${size.orderBits}|${size.curve}`
  const before = same.get(id)
  if (before !== undefined) return before
  if (same.size >= 4096) same.clear()
  same.set(id, size)
  return size
}

/** The size of a certificate's key, remembered with it; bits are null where they cannot be told. */
export function keySize(certificate: Certificate): KeySize {
  const before = sizes.get(certificate)
  if (before !== undefined) return before
  const size = shared(readOrNull(() => sizeByAlgorithm(certificate)) ?? unknown)
  sizes.set(certificate, size)
  return size
}

function sizeByAlgorithm({ keyAlgorithm, spki }: Certificate): KeySize {
  switch (keyAlgorithm.oid) {
    case '1.2.840.113549.1.1.1':
    case rsassaPss:
      return { family: 'RSA', bits: modulusBits(spki), orderBits: null, curve: null }
    case '1.2.840.10045.2.1': {
      const curve = namedCurves[curveOid(keyAlgorithm) ?? ''] ?? null
      const bits = curveBits[curve ?? ''] ?? null
      return { family: 'EC', bits, orderBits: bits, curve }
    }
    case '1.2.840.10040.4.1':
      return dsaSize(keyAlgorithm.parameters)
    case '1.3.101.112':
      return { family: 'Ed25519', bits: 256, orderBits: null, curve: null }
    case '1.3.101.113':
      return { family: 'Ed448', bits: 456, orderBits: null, curve: null }
    default: {
      const scheme = postQuantumSchemeOf(keyAlgorithm.oid)
      if (scheme === null) return unknown
      const bits = postQuantumKeyLengths[scheme] * 8
      return { family: scheme, bits, orderBits: null, curve: null }
    }
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
function dsaSize(parameters: Uint8Array | null): KeySize {
  if (parameters === null) return { family: 'DSA', bits: null, orderBits: null, curve: null }
  const members = DerReader.of(parameters).enter(tags.sequence)
  const bits = bitLength(integerBytes(members.read(tags.integer)))
  const orderBits = bitLength(integerBytes(members.read(tags.integer)))
  return { family: 'DSA', bits, orderBits, curve: null }
}

function bitLength(integer: Uint8Array): number {
  const first = integer.findIndex((octet) => octet !== 0)
  if (first < 0) return 0
  return (integer.length - first) * 8 - Math.clz32(integer[first] as number) + 24
}

/**
 * The key with domain parameters in place of its own, as RFC 5280 §6.1.4 (d) to (f) has a DSA key take
 * those of its issuer; `parameters` is their encoded TLV. Throws `der-malformed`.
 */
export function withParameters(spki: Uint8Array, parameters: Uint8Array): Uint8Array {
  const members = DerReader.of(spki).enter(tags.sequence)
  const identifier = members.within(members.read(tags.sequence))
  const oid = encodedBytes(identifier.read(tags.oid))
  const key = encodedBytes(members.read(tags.bitString))
  members.finish()
  return encodeTlv(tags.sequence, encodeTlv(tags.sequence, oid, parameters), key)
}

/** The parameters that a key states, encoded; null where it has none or NULL (RFC 5280 §6.1.4 (e)). */
export function statedParameters(spki: Uint8Array): Uint8Array | null {
  const { parameters } = readAlgorithmIdentifier(DerReader.of(spki).enter(tags.sequence))
  return parameters === null || parameters[0] === tags.null ? null : parameters
}

const keyValues = new WeakMap<Certificate, string>()

/**
 * What a key is, however it is written: a point by its first coordinate, which its two forms share
 * (RFC 5480 §2.2), and any other key by the octets of its BIT STRING; in hexadecimal.
 */
export function keyValue(certificate: Certificate): string {
  const known = keyValues.get(certificate)
  if (known !== undefined) return known
  const { keyAlgorithm, spki } = certificate
  const key = readOrNull(() => keyOctets(spki)) ?? spki
  const form = keyAlgorithm.oid === '1.2.840.10045.2.1' ? key[0] : undefined
  const length = form === 4 ? (key.length + 1) / 2 : key.length
  const value = toHex(form === undefined ? key : key.subarray(1, length))
  keyValues.set(certificate, value)
  return value
}

function keyOctets(spki: Uint8Array): Uint8Array {
  const members = DerReader.of(spki).enter(tags.sequence)
  members.read(tags.sequence)
  return bitStringValue(members.read(tags.bitString)).bytes
}
