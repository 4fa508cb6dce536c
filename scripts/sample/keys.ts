import { generateKeyPair, type webcrypto as types } from 'node:crypto'
import { promisify } from 'node:util'
import { Crypto } from '@peculiar/webcrypto'
import * as pkijs from 'pkijs'

type Bits = '2048' | '3072' | '4096'
type Curve = 'P-256' | 'P-384' | 'P-521' | 'K-256' | 'brainpoolP256r1'
export type Hash = 'SHA-256' | 'SHA-384' | 'SHA-512'

/** A key and the digest it signs with, such as "RSA-3072/SHA-512"; RSA-PSS keys are written as rsaEncryption. */
export type KeyPlan = `${`${'RSA' | 'RSA-PSS'}-${Bits}` | Curve}/${Hash}`

export interface Key {
  readonly scheme: 'RSA' | 'RSA-PSS' | 'EC'
  readonly hash: Hash
  readonly pair: types.CryptoKeyPair
  /** What WebCrypto is told when it signs with this key. */
  readonly signing: SigningParameters
}

export interface SigningParameters {
  readonly name: string
  readonly hash: Hash
  readonly saltLength?: number
}

/** WebCrypto with the brainpool curves and K-256, which Node's own does not have. */
export const webcrypto = new Crypto()

const engine = new pkijs.CryptoEngine({ name: 'euxine sample', crypto: webcrypto })
pkijs.setEngine('euxine sample', engine)

/** Octets of salt for RSASSA-PSS: as long as the digest (RFC 4055 §3.1, TS 119 312 §7.3). */
const saltLengths: Readonly<Record<Hash, number>> = { 'SHA-256': 32, 'SHA-384': 48, 'SHA-512': 64 }

export async function generateKey(plan: KeyPlan): Promise<Key> {
  const [kind = '', hash] = plan.split('/') as [string, Hash]
  const rsa = /^(RSA|RSA-PSS)-(\d+)$/.exec(kind)
  if (rsa === null) return elliptic(kind, hash)
  return rsa[1] === 'RSA-PSS' ? pss(Number(rsa[2]), hash) : pkcs1(Number(rsa[2]), hash)
}

/** The value as XML signatures have it: r‖s for elliptic curves (XMLDSig 1.1 §6.4.3). */
export async function signRaw(key: Key, bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await webcrypto.subtle.sign(key.signing, key.pair.privateKey, bytes))
}

/** The value as CMS has it, with the identifier of its algorithm (RFC 5754 §3, RFC 4056 §2). */
export async function signForCms(
  key: Key,
  bytes: Uint8Array,
): Promise<{ algorithm: pkijs.AlgorithmIdentifier; value: Uint8Array }> {
  const { privateKey } = key.pair
  const { signatureAlgorithm, parameters } = await engine.getSignatureParameters(
    privateKey,
    key.hash,
  )
  const value = await engine.signWithPrivateKey(bytes, privateKey, parameters)
  return { algorithm: signatureAlgorithm, value: new Uint8Array(value) }
}

export async function digest(hash: Hash | 'SHA-1', bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await webcrypto.subtle.digest(hash, bytes))
}

export async function publicKeyInfo(key: Key): Promise<Uint8Array> {
  return new Uint8Array(await webcrypto.subtle.exportKey('spki', key.pair.publicKey))
}

const usages: types.KeyUsage[] = ['sign', 'verify']

async function elliptic(namedCurve: string, hash: Hash): Promise<Key> {
  // The declared type knows secret keys too; this algorithm gives a pair.
  const pair = (await webcrypto.subtle.generateKey(
    { name: 'ECDSA', namedCurve },
    true,
    usages,
  )) as types.CryptoKeyPair
  return { scheme: 'EC', hash, pair, signing: { name: 'ECDSA', hash } }
}

async function pkcs1(bits: number, hash: Hash): Promise<Key> {
  const name = 'RSASSA-PKCS1-v1_5'
  return { scheme: 'RSA', hash, pair: await rsaPair(name, bits, hash), signing: { name, hash } }
}

async function pss(bits: number, hash: Hash): Promise<Key> {
  const name = 'RSA-PSS'
  const signing = { name, hash, saltLength: saltLengths[hash] }
  return { scheme: 'RSA-PSS', hash, pair: await rsaPair(name, bits, hash), signing }
}

/** Drawn by Node outside its main thread, as finding primes takes most of the time of the sample. */
async function rsaPair(
  name: string,
  modulusLength: number,
  hash: Hash,
): Promise<types.CryptoKeyPair> {
  const drawn = await promisify(generateKeyPair)('rsa', {
    modulusLength,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  })
  const algorithm = { name, hash }
  const { subtle } = webcrypto
  const [publicKey, privateKey] = await Promise.all([
    subtle.importKey('spki', drawn.publicKey, algorithm, true, ['verify']),
    subtle.importKey('pkcs8', drawn.privateKey, algorithm, false, ['sign']),
  ])
  return { publicKey, privateKey }
}
