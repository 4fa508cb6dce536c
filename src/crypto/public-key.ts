import { createPublicKey, type KeyObject } from 'node:crypto'
import { readAlgorithmIdentifier } from '../core/algorithm-identifier.ts'
import { algorithmName } from '../core/algorithm-names.ts'
import type { KeyProblem } from '../core/crypto.ts'
import { curveOid, namedCurves } from '../core/curves.ts'
import { DerReader, tags } from '../core/der.ts'
import { bitStringValue } from '../core/der-values.ts'
import { VerifierError } from '../core/errors.ts'
import { fingerprint } from '../core/fingerprint.ts'

/** A key that can be used, or why it cannot. */
export type PublicKey = { readonly key: KeyObject } | { readonly problem: KeyProblem }

const ecPublicKey = '1.2.840.10045.2.1'
const dsaPublicKey = '1.2.840.10040.4.1'

/** Key types of node:crypto: RSA, RSASSA-PSS, EC, DSA, Ed25519, Ed448. */
const computable: ReadonlySet<string> = new Set([
  '1.2.840.113549.1.1.1',
  '1.2.840.113549.1.1.10',
  ecPublicKey,
  dsaPublicKey,
  '1.3.101.112',
  '1.3.101.113',
])

/** Keys kept by SPKI digest; importing a key costs about six verifications with it. */
export class PublicKeys {
  readonly #keys = new Map<string, PublicKey>()
  readonly #capacity: number

  /** @param capacity how many keys are kept; 20,000 hold every certificate of every list of the EU. */
  constructor(capacity = 20_000) {
    this.#capacity = capacity
  }

  get(spki: Uint8Array): PublicKey {
    const id = fingerprint(spki)
    const known = this.#keys.get(id)
    if (known !== undefined) return known
    const key = importKey(spki)
    if (this.#keys.size >= this.#capacity) this.#forgetOldest()
    this.#keys.set(id, key)
    return key
  }

  #forgetOldest(): void {
    const oldest = this.#keys.keys().next()
    if (!oldest.done) this.#keys.delete(oldest.value)
  }
}

function importKey(spki: Uint8Array): PublicKey {
  try {
    const problem = keyProblem(spki)
    if (problem !== null) return { problem }
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
    const excess = excessOf(key)
    return excess === null ? { key } : { problem: { because: 'unsupported', detail: excess } }
  } catch (cause) {
    const detail = cause instanceof VerifierError ? cause.message : 'the key cannot be decoded'
    return { problem: { because: 'malformed', detail } }
  }
}

/**
 * One check with a key of 16,384 bits and an exponent of 64 takes a hundred times as long as with a
 * usual one. RFC 8017 sets no bound; NIST SP 800-56B §6.2 has exponents below 2^256, browsers stop at
 * 8,192 bits, and no certificate of any list here goes past 4,096 bits or an exponent of 65,537.
 */
function excessOf({ asymmetricKeyDetails }: KeyObject): string | null {
  const { modulusLength = 0, publicExponent = 0n } = asymmetricKeyDetails ?? {}
  if (modulusLength > 8_192) return `key of ${modulusLength} bits`
  return publicExponent > 0xffffffffn ? 'key with an exponent of more than 32 bits' : null
}

/**
 * Curves by name only: explicit parameters let anyone choose the generator (CVE-2020-0601,
 * RFC 5480 §2.1.1). The point at infinity is encoded as one zero octet (SEC 1 §2.3.3) and is no key;
 * OpenSSL itself refuses points off the curve.
 */
function keyProblem(spki: Uint8Array): KeyProblem | null {
  const members = DerReader.of(spki).enter(tags.sequence)
  const { oid, parameters } = readAlgorithmIdentifier(members)
  const key = bitStringValue(members.read(tags.bitString)).bytes
  members.finish()
  if (!computable.has(oid))
    return { because: 'unsupported', detail: `key of ${algorithmName(oid)}` }
  if (oid === dsaPublicKey && parameters === null) {
    return { because: 'unsupported', detail: 'key of DSA with inherited parameters' }
  }
  if (oid !== ecPublicKey) return null
  const curve = curveOid({ oid, parameters })
  if (curve === null) return { because: 'malformed', detail: 'elliptic curve without a name' }
  if (!Object.hasOwn(namedCurves, curve)) {
    return { because: 'unsupported', detail: `elliptic curve ${curve}` }
  }
  return key.length < 2
    ? { because: 'malformed', detail: 'the key is the point at infinity' }
    : null
}
