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
  readonly pair: CryptoKeyPair
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

async function elliptic(namedCurve: string, hash: Hash): Promise<Key> {
  const pair = await generatePair({ name: 'ECDSA', namedCurve })
  return { scheme: 'EC', hash, pair, signing: { name: 'ECDSA', hash } }
}

async function pkcs1(bits: number, hash: Hash): Promise<Key> {
  const name = 'RSASSA-PKCS1-v1_5'
  return {
    scheme: 'RSA',
    hash,
    pair: await rsaPair(name, bits, hash),
    signing: { name, hash },
  }
}

async function pss(bits: number, hash: Hash): Promise<Key> {
  const name = 'RSA-PSS'
  const signing = { name, hash, saltLength: saltLengths[hash] }
  return { scheme: 'RSA-PSS', hash, pair: await rsaPair(name, bits, hash), signing }
}

function rsaPair(name: string, modulusLength: number, hash: Hash): Promise<CryptoKeyPair> {
  return generatePair({ name, hash, modulusLength, publicExponent: Uint8Array.of(1, 0, 1) })
}

/** The declared type knows secret keys too; the algorithms above give pairs. */
async function generatePair(algorithm: KeyAlgorithm): Promise<CryptoKeyPair> {
  return (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair
}
