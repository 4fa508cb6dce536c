import {
  constants,
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  type SignKeyObjectInput,
  sign,
} from 'node:crypto'
import { Budget } from '../../../src/core/budget.ts'
import { nodeCrypto } from '../../../src/crypto/node.ts'
import type {
  DetachedContent,
  ParsedDocument,
  ParsedSignature,
} from '../../../src/formats/format.ts'
import { parseDocument } from '../../../src/formats/index.ts'
import { judgeIntegrity } from '../../../src/validation/basic-signature.ts'
import { integer, oid, sequence, setOf, tlv, utcTime } from '../cms/der.ts'

export const crypto = nodeCrypto()

/** A key with a certificate for it, which nobody vouches for. */
export interface JoseSigner {
  readonly key: KeyObject
  readonly certificate: Buffer
  readonly alg: string
}

/** Base64url by node:crypto's own codec. */
export const b64u = (data: string | Uint8Array) => Buffer.from(data).toString('base64url')
export const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest()

/** How keys are made for each algorithm, and how node:crypto signs with them. */
export const algorithms: Readonly<
  Record<
    string,
    { readonly make: () => KeyObject; readonly hash: string | null; readonly pss?: number }
  >
> = {
  RS256: { make: rsaKey, hash: 'sha256' },
  RS384: { make: rsaKey, hash: 'sha384' },
  RS512: { make: rsaKey, hash: 'sha512' },
  PS256: { make: rsaKey, hash: 'sha256', pss: 32 },
  PS384: { make: rsaKey, hash: 'sha384', pss: 48 },
  PS512: { make: rsaKey, hash: 'sha512', pss: 64 },
  ES256: { make: () => ecKey('P-256'), hash: 'sha256' },
  ES384: { make: () => ecKey('P-384'), hash: 'sha384' },
  ES512: { make: () => ecKey('P-521'), hash: 'sha512' },
  ES256K: { make: () => ecKey('secp256k1'), hash: 'sha256' },
  Ed25519: { make: () => generateKeyPairSync('ed25519').privateKey, hash: null },
  Ed448: { make: () => generateKeyPairSync('ed448').privateKey, hash: null },
}

/** One for all: to make one takes a second. */
let rsa: KeyObject | null = null
function rsaKey(): KeyObject {
  rsa ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  return rsa
}

export function ecKey(namedCurve: string): KeyObject {
  return generateKeyPairSync('ec', { namedCurve }).privateKey
}

export function signValue(alg: string, key: KeyObject, input: Uint8Array): Buffer {
  const { hash, pss } = algorithms[alg] ?? { hash: null }
  const options: SignKeyObjectInput = { key, dsaEncoding: 'ieee-p1363' }
  if (pss === undefined) return sign(hash, input, options)
  return sign(hash, input, {
    ...options,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: pss,
  })
}

export function makeSigner(alg: string, key = algorithms[alg]?.make() ?? rsaKey()): JoseSigner {
  return { alg, key, certificate: certificateFor(key) }
}

const issuerKey = ecKey('P-256')

function certificateFor(key: KeyObject): Buffer {
  const name = sequence(setOf(sequence(oid('2.5.4.3'), tlv(0x0c, Buffer.from('Signer')))))
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'))
  const validity = sequence(utcTime(new Date('2026-01-01')), utcTime(new Date('2027-01-01')))
  const spki = createSpki(key)
  const tbs = sequence(tlv(0xa0, integer(2)), integer(5), algorithm, name, validity, name, spki)
  const value = tlv(0x03, Uint8Array.of(0), sign('sha256', tbs, issuerKey))
  return Buffer.from(sequence(tbs, algorithm, value))
}

function createSpki(key: KeyObject): Uint8Array {
  return createPublicKey(key).export({ format: 'der', type: 'spki' })
}

export const alice = makeSigner('ES256')
export const bob = makeSigner('ES256')

export type Header = Readonly<Record<string, unknown>>

/** The protected header of JAdES-BASELINE-B. */
export function baselineHeader(signer = alice, more: Header = {}): Header {
  return {
    alg: signer.alg,
    iat: 1_780_000_000,
    'x5t#S256': b64u(sha256(signer.certificate)),
    x5c: [signer.certificate.toString('base64')],
    ...more,
  }
}

export interface Signing {
  readonly signer?: JoseSigner
  readonly header?: Header
  /** The payload as it goes under the value; encoded, unless the header says otherwise. */
  readonly payload?: string | Uint8Array
  /** The same as it stands under the value, where it is no encoding of the payload. */
  readonly signedPayload?: string
}

export interface Signed {
  readonly protected: string
  readonly payload: string
  readonly signature: string
}

/** The parts of a JWS, signed by node:crypto. */
export function signJws(signing: Signing = {}): Signed {
  const { signer = alice, payload = 'hello' } = signing
  const header = signing.header ?? baselineHeader(signer)
  const head = b64u(JSON.stringify(header))
  const body = header['b64'] === false ? Buffer.from(payload).toString('utf8') : b64u(payload)
  const input = `${head}.${signing.signedPayload ?? body}`
  const signature = b64u(signValue(signer.alg, signer.key, Buffer.from(input)))
  return { protected: head, payload: body, signature }
}

export const compact = ({ protected: head, payload, signature }: Signed) =>
  `${head}.${payload}.${signature}`
export const detachedCompact = (signed: Signed) => compact({ ...signed, payload: '' })

export function parse(document: string | Uint8Array, detached: readonly DetachedContent[] = []) {
  return parseDocument(Buffer.from(document), { detached, crypto, budget: new Budget() })
}

export const given = (name: string | null, text: string | Uint8Array): DetachedContent => ({
  name,
  bytes: Buffer.from(text),
  digests: {},
})

export const givenDigest = (name: string, text: string | Uint8Array): DetachedContent => ({
  name,
  bytes: null,
  digests: { 'SHA-256': sha256(text) },
})

export function integrityOf(signature: ParsedSignature): string {
  return judgeIntegrity(signature, { certificates: [], crypto, budget: new Budget() }).integrity
}

/** The integrity of every signature. */
export function integrities(
  document: string | Uint8Array | ParsedDocument,
  detached: readonly DetachedContent[] = [],
): readonly string[] {
  const parsed =
    typeof document === 'string' || document instanceof Uint8Array
      ? parse(document, detached)
      : document
  return parsed.signatures.map(integrityOf)
}

/** The checks of the only signature that did not pass, with what they came to. */
export function departures(
  document: string,
  detached: readonly DetachedContent[] = [],
): Readonly<Record<string, string>> {
  const [signature] = parse(document, detached).signatures
  return Object.fromEntries(
    (signature?.formatChecks ?? [])
      .filter(({ conclusion }) => conclusion.indication !== 'PASSED')
      .map(({ id, conclusion }) => [id, conclusion.indication]),
  )
}
