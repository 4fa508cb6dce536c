import { constants, createPublicKey, hash, type KeyObject, verify } from 'node:crypto'
import type { Crypto, KeyProblem, Verification } from '../core/crypto.ts'
import type { DigestAlgorithm } from '../core/digests.ts'
import type { SignatureAlgorithm } from '../core/signature-algorithms.ts'
import type { SignatureScheme } from '../core/signature-schemes.ts'
import { PublicKeys } from './public-key.ts'
import { pssSubjectPublicKeyInfo } from './rsa.ts'

const nodeNames: Readonly<Record<DigestAlgorithm, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-224': 'sha224',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
  'SHA3-224': 'sha3-224',
  'SHA3-256': 'sha3-256',
  'SHA3-384': 'sha3-384',
  'SHA3-512': 'sha3-512',
  'RIPEMD-160': 'ripemd160',
}

/** The key types of node:crypto that each scheme may be used with; no confusion of keys. */
const keyTypes: Readonly<Record<SignatureScheme, readonly string[]>> = {
  'RSASSA-PKCS1-v1_5': ['rsa'],
  'RSASSA-PSS': ['rsa', 'rsa-pss'],
  ECDSA: ['ec'],
  DSA: ['dsa'],
  Ed25519: ['ed25519'],
  Ed448: ['ed448'],
}

const valid: Verification = { outcome: 'valid' }
const invalid: Verification = { outcome: 'invalid' }

/** Cryptography of node:crypto (OpenSSL); keys are kept. */
export function nodeCrypto(): Crypto {
  const keys = new PublicKeys()

  return {
    digest: digestOf,
    keyProblem(spki) {
      const found = keys.get(spki)
      return 'problem' in found ? found.problem : null
    },
    verify(spki, algorithm, signedBytes, value) {
      const key = usableKey(keys, spki, algorithm)
      return 'outcome' in key ? key : verifyBytes(key.key, spki, algorithm, signedBytes, value)
    },
  }
}

function digestOf(algorithm: DigestAlgorithm, bytes: Uint8Array): Uint8Array | null {
  try {
    return hash(nodeNames[algorithm], bytes, 'buffer')
  } catch {
    // OpenSSL 3 without its legacy provider has no RIPEMD-160: absent, and the caller says so.
    return null
  }
}

function usableKey(
  keys: PublicKeys,
  spki: Uint8Array,
  algorithm: SignatureAlgorithm,
): { key: KeyObject } | Verification {
  const found = keys.get(spki)
  if ('problem' in found) return outcomeOf(found.problem)
  const type = found.key.asymmetricKeyType ?? ''
  return keyTypes[algorithm.scheme].includes(type) ? found : invalid
}

/** With a broken key nothing verifies; with one of another suite it cannot be told here. */
function outcomeOf({ because, detail }: KeyProblem): Verification {
  return because === 'malformed' ? invalid : { outcome: 'unsupported', detail }
}

function verifyBytes(
  key: KeyObject,
  spki: Uint8Array,
  algorithm: SignatureAlgorithm,
  signedBytes: Uint8Array,
  value: Uint8Array,
): Verification {
  const digest = algorithm.digest === null ? null : nodeNames[algorithm.digest]
  try {
    return verify(digest, signedBytes, keyInput(key, spki, algorithm), value) ? valid : invalid
  } catch {
    // OpenSSL throws where the value cannot even be decoded, and where it lacks the digest.
    const absent =
      algorithm.digest !== null && digestOf(algorithm.digest, new Uint8Array()) === null
    return absent ? { outcome: 'unsupported', detail: `no ${algorithm.digest} here` } : invalid
  }
}

function keyInput(key: KeyObject, spki: Uint8Array, algorithm: SignatureAlgorithm) {
  if (algorithm.pss === undefined || algorithm.digest === null) {
    // The bare key means DER; an object of options costs node:crypto a tenth of the verification.
    return algorithm.valueEncoding === 'DER' ? key : { key, dsaEncoding: 'ieee-p1363' as const }
  }
  const { maskDigest, saltLength } = algorithm.pss
  const padding = constants.RSA_PKCS1_PSS_PADDING
  if (maskDigest === algorithm.digest) return { key, padding, saltLength }
  // node:crypto has no option for another mask digest, but obeys the parameters of an RSASSA-PSS key.
  const bound = pssSubjectPublicKeyInfo(spki, algorithm.digest, maskDigest, saltLength)
  const boundKey = createPublicKey({ key: Buffer.from(bound), format: 'der', type: 'spki' })
  return { key: boundKey, padding, saltLength }
}
