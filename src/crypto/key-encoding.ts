import { type AlgorithmIdentifier, readAlgorithmIdentifier } from '../core/algorithm-identifier.ts'
import { algorithmName, isUnsupported } from '../core/algorithm-names.ts'
import type { KeyProblem } from '../core/crypto.ts'
import { curveBits, curveOid, namedCurves } from '../core/curves.ts'
import { DerReader, type Element, tags } from '../core/der.ts'
import { bitStringValue, integerBytes } from '../core/der-values.ts'
import { VerifierError } from '../core/errors.ts'
import { type PssParameters, pssParameters } from '../core/signature-algorithms.ts'
import {
  type PostQuantumScheme,
  postQuantumKeyLengths,
  postQuantumSchemeOf,
  rsassaPss,
} from '../core/signature-schemes.ts'

/** What a SubjectPublicKeyInfo holds, as far as it matters here. */
export type KeyContents =
  | { readonly kind: 'rsa'; readonly modulus: Uint8Array; readonly exponent: Uint8Array }
  | { readonly kind: 'rsa-pss'; readonly only: PssParameters | null }
  | {
      readonly kind: 'ec'
      readonly curve: string
      readonly orderOctets: number
      readonly point: Uint8Array
    }
  | { readonly kind: 'dsa'; readonly orderOctets: number }
  | { readonly kind: 'Ed25519' | 'Ed448' }
  | {
      readonly kind: 'post-quantum'
      readonly scheme: PostQuantumScheme
      readonly bytes: Uint8Array
    }

/** The SubjectPublicKeyInfo held to the encoding that its RFC gives it, to the octet. */
export function readPublicKey(spki: Uint8Array): KeyContents | { readonly problem: KeyProblem } {
  try {
    const reader = DerReader.of(spki)
    const members = reader.enter(tags.sequence)
    reader.finish()
    const identifier = readAlgorithmIdentifier(members)
    const { bytes, unusedBits } = bitStringValue(members.read(tags.bitString))
    members.finish()
    // A national key may be what it likes: it is named before it is looked at.
    return unusedBits === 0 || !Object.hasOwn(readers, identifier.oid)
      ? keyContents(identifier, bytes)
      : malformed('the key is no whole number of octets')
  } catch (cause) {
    if (!(cause instanceof VerifierError)) throw cause
    return malformed(cause.message)
  }
}

type Read = (
  identifier: AlgorithmIdentifier,
  key: Uint8Array,
) => KeyContents | { readonly problem: KeyProblem }

const readers: Readonly<Record<string, Read>> = {
  '1.2.840.113549.1.1.1': rsaKey,
  [rsassaPss]: pssKey,
  '1.2.840.10045.2.1': ecKey,
  '1.2.840.10040.4.1': dsaKey,
  '1.3.101.112': (identifier, key) => rawKey(identifier, key, 32, { kind: 'Ed25519' }),
  '1.3.101.113': (identifier, key) => rawKey(identifier, key, 57, { kind: 'Ed448' }),
}

function keyContents(identifier: AlgorithmIdentifier, key: Uint8Array): ReturnType<Read> {
  const { oid } = identifier
  const read = Object.hasOwn(readers, oid) ? readers[oid] : undefined
  if (read !== undefined) return read(identifier, key)
  const scheme = postQuantumSchemeOf(oid)
  if (scheme === null) return unsupported(`key of ${algorithmName(oid)}`)
  const contents = { kind: 'post-quantum', scheme, bytes: key } as const
  return rawKey(identifier, key, postQuantumKeyLengths[scheme], contents)
}

/** RFC 3279 §2.3.1: the parameters are NULL. */
function rsaKey({ parameters }: AlgorithmIdentifier, key: Uint8Array): ReturnType<Read> {
  if (parameters === null || parameters[0] !== tags.null || parameters.length !== 2) {
    return malformed('parameters of an RSA key other than NULL')
  }
  const numbers = rsaNumbers(key)
  return 'problem' in numbers ? numbers : { kind: 'rsa', ...numbers }
}

/** RFC 4055 §3.1 and §3.3: parameters in a key restrict what it may be used with. */
function pssKey({ parameters }: AlgorithmIdentifier, key: Uint8Array): ReturnType<Read> {
  const numbers = rsaNumbers(key)
  if ('problem' in numbers) return numbers
  const only = parameters === null ? null : pssParameters(parameters)
  if (only !== null && isUnsupported(only)) return unsupported(`key of ${only.unsupported}`)
  return { kind: 'rsa-pss', only }
}

/**
 * RFC 8017 §3.1 and appendix A.1.1. With an exponent of 1 anything is its own signature. No bound
 * upwards is set there; NIST SP 800-56B §6.2 has exponents below 2^256, browsers stop at 8,192 bits,
 * and no certificate of any list here goes past 4,096 bits or an exponent of 65,537; one check with
 * 16,384 bits and an exponent of 64 takes a hundred times as long as a usual one.
 *
 * The modulus is a positive INTEGER (RFC 3279 §2.3.1). Certificates of Estonian cards of 2011 have it
 * without the zero octet in front that makes it one, and other verifiers read it as it was meant: nothing
 * verifies with such a key here, and nothing is called broken because of it.
 */
function rsaNumbers(
  key: Uint8Array,
):
  | { readonly modulus: Uint8Array; readonly exponent: Uint8Array }
  | { readonly problem: KeyProblem } {
  const reader = DerReader.of(key)
  const members = reader.enter(tags.sequence)
  reader.finish()
  const written = members.read(tags.integer)
  const exponent = positive(members.read(tags.integer))
  members.finish()
  if (isNegative(written)) return unsupported('key with a modulus written as a negative INTEGER')
  const modulus = positive(written)
  if (isEven(modulus) || isEven(exponent) || (exponent.length === 1 && (exponent[0] ?? 0) < 3)) {
    return malformed('the numbers of the RSA key cannot be those of one')
  }
  if (modulus.length > 8_192 / 8) return unsupported(`key of ${modulus.length * 8} bits`)
  return exponent.length > 4
    ? unsupported('key with an exponent of more than 32 bits')
    : { modulus, exponent }
}

/**
 * Curves by name only: explicit parameters let anyone choose the generator (CVE-2020-0601,
 * RFC 5480 §2.1.1). Points are uncompressed or compressed (RFC 5480 §2.2), of the length of their
 * field; that they are on the curve is seen where they are imported.
 */
function ecKey(identifier: AlgorithmIdentifier, key: Uint8Array): ReturnType<Read> {
  const oid = curveOid(identifier)
  if (oid === null) return malformed('elliptic curve without a name')
  const curve = Object.hasOwn(namedCurves, oid) ? namedCurves[oid] : undefined
  if (curve === undefined) return unsupported(`elliptic curve ${oid}`)
  const orderOctets = Math.ceil((curveBits[curve] ?? 0) / 8)
  const [form, length] = [key[0], key.length - 1]
  const fits =
    form === 4 ? length === 2 * orderOctets : (form === 2 || form === 3) && length === orderOctets
  return fits
    ? { kind: 'ec', curve, orderOctets, point: key }
    : malformed('the key is no point of its curve')
}

/** RFC 3279 §2.3.2: parameters may be those of the issuer's key, and then the key alone is of no use. */
function dsaKey({ parameters }: AlgorithmIdentifier, key: Uint8Array): ReturnType<Read> {
  const number = DerReader.of(key)
  positive(number.read(tags.integer))
  number.finish()
  if (parameters === null || parameters[0] === tags.null) {
    const detail = 'key of DSA with the parameters of its issuer, which are not known here'
    return { problem: { because: 'parameters-missing', detail } }
  }
  const reader = DerReader.of(parameters)
  const members = reader.enter(tags.sequence)
  reader.finish()
  const [prime, order] = [members, members, members].map((one) => positive(one.read(tags.integer)))
  members.finish()
  // FIPS 186-4 §4.2 ends at 3,072 bits; one of 8,192 takes fifteen milliseconds a check.
  if ((prime?.length ?? 0) > 3_072 / 8) return unsupported('key of DSA beyond 3072 bits')
  return { kind: 'dsa', orderOctets: order?.length ?? 0 }
}

/** RFC 8410 §3 and §4, RFC 9881 §4, RFC 9909 §4: no parameters, and the octets of the key as they are. */
function rawKey(
  { parameters }: AlgorithmIdentifier,
  key: Uint8Array,
  length: number,
  contents: KeyContents,
): ReturnType<Read> {
  if (parameters !== null) return malformed('parameters with a key that has none')
  return key.length === length ? contents : malformed(`a key of ${key.length} octets`)
}

/** The octets of an INTEGER above zero, without the sign. */
function positive(element: Element): Uint8Array {
  const octets = integerBytes(element)
  const [first = 0] = octets
  if (first >= 0x80 || (first === 0 && octets.length === 1)) {
    throw new VerifierError('der-malformed', 'a number of the key is not above zero')
  }
  return first === 0 ? octets.subarray(1) : octets
}

function isNegative(element: Element): boolean {
  return (integerBytes(element)[0] ?? 0) >= 0x80
}

function isEven(number: Uint8Array): boolean {
  return ((number[number.length - 1] ?? 0) & 1) === 0
}

function malformed(detail: string): { readonly problem: KeyProblem } {
  return { problem: { because: 'malformed', detail } }
}

function unsupported(detail: string): { readonly problem: KeyProblem } {
  return { problem: { because: 'unsupported', detail } }
}
