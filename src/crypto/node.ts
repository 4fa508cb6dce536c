import { verify } from 'node:crypto'
import { concatBytes } from '../core/bytes.ts'
import type { Crypto, KeyProblem, Verification } from '../core/crypto.ts'
import type { SignatureAlgorithm } from '../core/signature-algorithms.ts'
import { applyCipher } from './ciphers.ts'
import { beginDigest, digestOf, openSslDigests } from './digests.ts'
import { verifyPostQuantum } from './post-quantum.ts'
import { PublicKeys, type UsableKey } from './public-key.ts'
import { pssInput } from './rsa.ts'

const valid: Verification = { outcome: 'valid' }
const invalid: Verification = { outcome: 'invalid' }

/** Cryptography of node:crypto (OpenSSL), and what it lacks of FIPS 204 and 205; keys are kept. */
export function nodeCrypto(): Crypto {
  const keys = new PublicKeys()

  return {
    digest: digestOf,
    beginDigest,
    cipher: applyCipher,
    keyProblem: (spki) => keys.problem(spki),
    verify(spki, algorithm, signedBytes, value) {
      const found = keys.get(spki)
      if ('problem' in found) return outcomeOf(found.problem)
      if (!found.schemes.includes(algorithm.scheme)) return invalid
      if (algorithm.curve !== undefined && !isOn(algorithm.curve, found)) return invalid
      return verifyBytes(found, spki, algorithm, signedBytes, value)
    },
  }
}

function isOn(curve: string, { contents }: UsableKey): boolean {
  return 'curve' in contents && contents.curve === curve
}

/** With a broken key nothing verifies; with one of another suite it cannot be told here. */
function outcomeOf({ because, detail }: KeyProblem): Verification {
  return because === 'malformed' ? invalid : { outcome: 'unsupported', detail }
}

function verifyBytes(
  usable: UsableKey,
  spki: Uint8Array,
  algorithm: SignatureAlgorithm,
  signedBytes: Uint8Array,
  value: Uint8Array,
): Verification {
  const { contents, key } = usable
  if (key === null) {
    if (contents.kind !== 'post-quantum') return invalid
    return verifyPostQuantum(contents.scheme, contents.bytes, signedBytes, value) ? valid : invalid
  }
  const sized = inItsLength(usable, algorithm, value)
  if (sized === null) return invalid
  const digest = algorithm.digest === null ? null : openSslDigests[algorithm.digest]
  try {
    const input = inputFor(usable, spki, algorithm)
    return input !== null && verify(digest, signedBytes, input, sized) ? valid : invalid
  } catch {
    // OpenSSL throws where the value cannot even be decoded, and where it lacks the digest.
    const absent =
      algorithm.digest !== null && digestOf(algorithm.digest, new Uint8Array()) === null
    return absent ? { outcome: 'unsupported', detail: `no ${algorithm.digest} here` } : invalid
  }
}

/**
 * IEEE P1363 §E.3.1: r and s are each as long as the order; node:crypto takes others as well. Null for
 * a value of another length.
 */
function inItsLength(
  { contents }: UsableKey,
  { valueEncoding }: SignatureAlgorithm,
  value: Uint8Array,
): Uint8Array | null {
  if (valueEncoding === 'DER' || !('orderOctets' in contents)) return value
  const { orderOctets } = contents
  if (value.length === 2 * orderOctets) return value
  return valueEncoding === 'IEEE-P1363-padded' ? withoutPadding(value, orderOctets) : null
}

/** Two halves of one length without the zeros that are too many; null where others would be cut. */
function withoutPadding(value: Uint8Array, orderOctets: number): Uint8Array | null {
  const half = value.length / 2
  if (!Number.isInteger(half) || half <= orderOctets) return null
  const halves = [value.subarray(0, half), value.subarray(half)]
  const isPadded = halves.every((one) => isZero(one.subarray(0, half - orderOctets)))
  return isPadded ? concatBytes(halves.map((one) => one.subarray(half - orderOctets))) : null
}

function isZero(octets: Uint8Array): boolean {
  return octets.every((octet) => octet === 0)
}

/** The bare key where it will do: an object of options costs node:crypto a tenth of a verification. */
function inputFor(usable: UsableKey, spki: Uint8Array, algorithm: SignatureAlgorithm) {
  const { digest, pss, scheme, valueEncoding } = algorithm
  if (scheme === 'RSASSA-PSS') {
    if (digest === null || pss === undefined) return null
    return pssInput(usable, spki, { digest, ...pss })
  }
  return valueEncoding === 'DER' ? usable.key : usable.raw
}
