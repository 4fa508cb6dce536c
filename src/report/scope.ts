import { toHex } from '../core/bytes.ts'
import type { TakenDigests } from '../core/taken-digests.ts'
import type { Octets, Reference } from '../formats/format.ts'
import type { ValidatedSignature } from '../validation/basic-signature.ts'
import type { SignatureVerdict } from './verdict.ts'

/**
 * What a signature is over. One without signed attributes or references is over the content itself
 * (RFC 5652 §5.4).
 */
export function scopesOf(
  { signature, integrity }: ValidatedSignature,
  digests: TakenDigests,
): SignatureVerdict['scope'] {
  const { references, signedBytes } = signature
  if (references.length > 0) return references.flatMap((one) => scopeOf(one, digests, integrity))
  return scopeOf({ name: 'content', kind: 'full', octets: signedBytes }, digests)
}

/** Only what was really digested, and only the reader's data: a signature's own properties are none. */
function scopeOf(
  reference: Pick<Reference, 'name' | 'kind' | 'octets'> & Partial<Reference>,
  digests: TakenDigests,
  integrity?: ValidatedSignature['integrity'],
): SignatureVerdict['scope'] {
  const { name, kind, octets, digestAlgorithm, expectedDigest, encoding } = reference
  if (kind === 'properties' || octets.kind === 'missing') return []
  if (octets.kind === 'digests' && lacks(octets.digests, digestAlgorithm)) return []
  if (encoding !== undefined) return [{ name, kind, sha256: null }]
  // Of an intact signature the signed digest is the digest: it need not be computed again.
  if (integrity === 'intact' && digestAlgorithm === 'SHA-256' && expectedDigest !== undefined) {
    return [{ name, kind, sha256: toHex(expectedDigest) }]
  }
  const sha256 = sha256Of(octets, digests)
  return [{ name, kind, sha256: sha256 ? toHex(sha256) : null }]
}

function sha256Of(
  octets: Exclude<Octets, { kind: 'missing' }>,
  digests: TakenDigests,
): Uint8Array | null | undefined {
  if (octets.kind === 'digests') return octets.digests['SHA-256']
  return digests.of('SHA-256', octets.kind === 'parts' ? octets.parts : octets.bytes)
}

/** A digest by another algorithm than the signature's was compared with nothing. */
function lacks(
  digests: Extract<Octets, { kind: 'digests' }>['digests'],
  algorithm: Reference['digestAlgorithm'] | undefined,
): boolean {
  return typeof algorithm === 'string' && digests[algorithm] === undefined
}
