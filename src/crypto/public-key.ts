import {
  createPublicKey,
  getCurves,
  type JsonWebKey,
  type KeyObject,
  type VerifyKeyObjectInput,
} from 'node:crypto'
import { BoundedMap } from '../core/bounded-map.ts'
import type { KeyProblem } from '../core/crypto.ts'
import { fingerprint } from '../core/fingerprint.ts'
import type { SignatureScheme } from '../core/signature-schemes.ts'
import { type KeyContents, readPublicKey } from './key-encoding.ts'
import { isOnCurve } from './points.ts'

/** A key that can be used, and with which schemes; `key` is null where node:crypto has no such. */
export interface UsableKey {
  readonly contents: KeyContents
  readonly schemes: readonly SignatureScheme[]
  readonly key: KeyObject | null
  /** The key for values that are r‖s; kept, since node:crypto takes longer over a new object. */
  readonly raw: VerifyKeyObjectInput | null
}

/** A key that can be used, or why it cannot. */
export type PublicKey = UsableKey | { readonly problem: KeyProblem }

/** Keys kept by SPKI digest; importing a key costs about six verifications with it. */
export class PublicKeys {
  readonly #keys: BoundedMap<PublicKey>
  readonly #known = new WeakMap<Uint8Array, PublicKey>()

  /** @param capacity how many keys are kept; 20,000 hold every certificate of every list of the EU. */
  constructor(capacity = 20_000) {
    this.#keys = new BoundedMap(capacity)
  }

  get(spki: Uint8Array): PublicKey {
    const known = this.#known.get(spki)
    if (known !== undefined) return known
    const id = fingerprint(spki)
    const key = this.#keys.get(id) ?? importKey(spki)
    this.#known.set(spki, key)
    this.#keys.set(id, key)
    return key
  }

  /** Why the key cannot be used, or null; most keys need not be imported for that. */
  problem(spki: Uint8Array): KeyProblem | null {
    if (!this.#known.has(spki) && isPlainlyUsable(readPublicKey(spki))) return null
    const key = this.get(spki)
    return 'problem' in key ? key.problem : null
  }
}

/** Keys of which the encoding says all that an import would: any such number or point is a key. */
function isPlainlyUsable(contents: ReturnType<typeof readPublicKey>): boolean {
  if ('problem' in contents) return false
  if (contents.kind === 'ec') return isOnCurve(contents.curve, contents.point) === true
  return contents.kind === 'rsa'
}

/** The schemes that each kind of key may be used with: no confusion of keys (RFC 4055 §1.2). */
const schemes: Readonly<
  Record<Exclude<KeyContents['kind'], 'post-quantum'>, readonly SignatureScheme[]>
> = {
  rsa: ['RSASSA-PKCS1-v1_5', 'RSASSA-PSS'],
  'rsa-pss': ['RSASSA-PSS'],
  ec: ['ECDSA'],
  dsa: ['DSA'],
  Ed25519: ['Ed25519'],
  Ed448: ['Ed448'],
}

function importKey(spki: Uint8Array): PublicKey {
  const contents = readPublicKey(spki)
  if ('problem' in contents) return contents
  const key = importedByNode(spki, contents)
  if (contents.kind === 'post-quantum') {
    return { contents, schemes: [contents.scheme], key, raw: null }
  }
  if (key !== null) {
    const raw = { key, dsaEncoding: 'ieee-p1363' } as const
    return { contents, schemes: schemes[contents.kind], key, raw }
  }
  if (contents.kind === 'ec' && !getCurves().includes(openSslName(contents.curve))) {
    return { problem: { because: 'unsupported', detail: `elliptic curve ${contents.curve}` } }
  }
  return { problem: { because: 'malformed', detail: 'the key cannot be decoded' } }
}

/** Null where OpenSSL refuses it: it has no such algorithm, or the point is not on the curve. */
function importedByNode(spki: Uint8Array, contents: KeyContents): KeyObject | null {
  try {
    const jwk = asJwk(contents)
    if (jwk !== null) return createPublicKey({ key: jwk, format: 'jwk' })
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
  } catch {
    return null
  }
}

/**
 * What has been read already, as JWK (RFC 7518 §6.3): OpenSSL 3.0 takes 300 µs and more to decode an
 * RSA key in DER, and 10 µs to take its two numbers.
 */
function asJwk(contents: KeyContents): JsonWebKey | null {
  if (contents.kind !== 'rsa') return null
  return { kty: 'RSA', n: base64Url(contents.modulus), e: base64Url(contents.exponent) }
}

function base64Url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}

function openSslName(curve: string): string {
  if (curve === 'P-256') return 'prime256v1'
  if (curve === 'P-192') return 'prime192v1'
  return curve.replace(/^P-(\d+)$/, 'secp$1r1')
}
