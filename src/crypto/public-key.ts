import { createPublicKey, hash, type KeyObject } from 'node:crypto'
import { curveOid, namedCurves, readAlgorithmIdentifier } from '../core/algorithms.ts'
import { DerReader, tags } from '../core/der.ts'
import { bitStringValue } from '../core/der-values.ts'
import { VerifierError } from '../core/errors.ts'

/** A key that can be used, or why it cannot. */
export type PublicKey = { readonly key: KeyObject } | { readonly unusable: string }

const ecPublicKey = '1.2.840.10045.2.1'

/** Keys kept by SPKI digest; importing a key costs about six verifications with it. */
export class PublicKeys {
  readonly #keys = new Map<string, PublicKey>()
  readonly #capacity: number

  /** @param capacity how many keys are kept; 20,000 hold every certificate of every list of the EU. */
  constructor(capacity = 20_000) {
    this.#capacity = capacity
  }

  get(spki: Uint8Array): PublicKey {
    const id = hash('sha256', spki, 'base64')
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
    if (problem !== null) return { unusable: problem }
    return { key: createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }) }
  } catch (cause) {
    const why = cause instanceof VerifierError ? cause.message : 'the key cannot be read'
    return { unusable: why }
  }
}

/** Curves by name only: explicit parameters let anyone choose the generator (CVE-2020-0601, RFC 5480 §2.1.1). */
function keyProblem(spki: Uint8Array): string | null {
  const members = DerReader.of(spki).enter(tags.sequence)
  const algorithm = readAlgorithmIdentifier(members)
  bitStringValue(members.read(tags.bitString))
  members.finish()
  if (algorithm.oid !== ecPublicKey) return null
  const curve = curveOid(algorithm)
  if (curve === null)
    return 'elliptic curve with explicit parameters (RFC 5480 §2.1.1 forbids them)'
  return Object.hasOwn(namedCurves, curve) ? null : `unknown elliptic curve ${curve}`
}
