import { createHash, createHmac } from 'node:crypto'
import type { Signer } from './cms.ts'
import { base64 } from './der.ts'
import { type Key, signRaw } from './keys.ts'

/** A JWS in its parts (RFC 7515 §3). */
export interface Jws {
  readonly protected: string
  readonly payload: string
  readonly signature: string
}

export interface JadesTerms {
  readonly signer: Signer
  readonly issuer: Uint8Array
  /** The certificate that "x5c" shows, where it is not the signer's. */
  readonly shownCertificate?: Uint8Array
  readonly signingTime: Date
  readonly time: 'iat' | 'sigT'
  readonly algorithm: 'own' | 'none' | 'HS256'
  /** Further members of the protected header. */
  readonly header: Readonly<Record<string, unknown>>
  /** altered: one bit of the value is flipped after signing. */
  readonly value?: 'altered'
}

export function base64Url(data: Uint8Array | string): string {
  return Buffer.from(data).toString('base64url')
}

export function sha256Url(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('base64url')
}

/**
 * A JAdES-BASELINE-B signature (TS 119 182-1 §6.3) over a payload as it goes under the value: encoded,
 * unless the header says otherwise.
 */
export async function signJades(payload: string, terms: JadesTerms): Promise<Jws> {
  const { signer, issuer, shownCertificate = signer.certificate } = terms
  const alg = terms.algorithm === 'own' ? algorithmOf(signer.key) : terms.algorithm
  const header = base64Url(
    JSON.stringify({
      alg,
      'x5t#S256': sha256Url(signer.certificate),
      x5c: [base64(shownCertificate), base64(issuer)],
      ...claimedTime(terms),
      ...terms.header,
    }),
  )
  const input = Buffer.from(`${header}.${payload}`, 'utf8')
  const value = await signatureValue(input, terms)
  return { protected: header, payload, signature: base64Url(value) }
}

/** RFC 7519 §4.1.6 and TS 119 182-1 §5.2.1. */
function claimedTime({ time, signingTime }: JadesTerms): object {
  return time === 'iat'
    ? { iat: signingTime.getTime() / 1000 }
    : { sigT: signingTime.toISOString().replace('.000Z', 'Z') }
}

/** HMAC with what everybody knows, as in an attack on readers who take a public key for a secret. */
async function signatureValue(input: Uint8Array, terms: JadesTerms): Promise<Uint8Array> {
  if (terms.algorithm === 'none') return new Uint8Array()
  if (terms.algorithm === 'HS256') {
    return createHmac('sha256', terms.signer.certificate).update(input).digest()
  }
  const value = Uint8Array.from(await signRaw(terms.signer.key, input))
  if (terms.value === 'altered') value[value.length - 1] = (value[value.length - 1] ?? 0) ^ 1
  return value
}

/** RFC 7518 §3.1: of the curves, only those that are bound to the digest of the key. */
function algorithmOf({ scheme, hash, pair }: Key): string {
  const bits = hash.slice('SHA-'.length)
  if (scheme !== 'EC') return `${scheme === 'RSA' ? 'RS' : 'PS'}${bits}`
  const { namedCurve } = pair.publicKey.algorithm as { readonly namedCurve?: string }
  const known = { 'P-256': 'SHA-256', 'P-384': 'SHA-384', 'P-521': 'SHA-512' }
  const bound = Object.entries(known).some(([curve, own]) => curve === namedCurve && own === hash)
  if (!bound) throw new Error(`JOSE has no algorithm for ${namedCurve} with ${hash}`)
  return `ES${bits}`
}
