import { isUnsupported } from '../../../src/core/algorithm-names.ts'
import { equalBytes } from '../../../src/core/bytes.ts'
import type { Crypto } from '../../../src/core/crypto.ts'
import type { ParsedSignature } from '../../../src/formats/format.ts'

/**
 * Core validation of XMLDSig 1.1 §3.2 with the first certificate that the signature carries, for
 * tests of what was parsed: no trust, no policy, and no part of what decides in the product.
 */
export function coreValidation(
  signature: ParsedSignature,
  crypto: Crypto,
  spki: Uint8Array | undefined = signature.certificates[0]?.spki,
): 'intact' | 'broken' | 'unknown' {
  const { signatureAlgorithm, signedBytes, references } = signature
  const outcomes = references.map((reference) => digestOutcome(reference, crypto))
  if (outcomes.includes('broken')) return 'broken'
  if (spki === undefined || isUnsupported(signatureAlgorithm)) return 'unknown'
  if (signedBytes.kind !== 'bytes') return 'unknown'
  const { outcome } = crypto.verify(spki, signatureAlgorithm, signedBytes.bytes, signature.value)
  if (outcome === 'invalid') return 'broken'
  if (outcome === 'unsupported' || outcomes.length === 0) return 'unknown'
  return outcomes.every((each) => each === 'intact') ? 'intact' : 'unknown'
}

function digestOutcome(
  { digestAlgorithm, expectedDigest, octets }: ParsedSignature['references'][number],
  crypto: Crypto,
): 'intact' | 'broken' | 'unknown' {
  if (octets.kind !== 'bytes' || isUnsupported(digestAlgorithm)) return 'unknown'
  const digest = crypto.digest(digestAlgorithm, octets.bytes)
  if (digest === null) return 'unknown'
  return equalBytes(digest, expectedDigest) ? 'intact' : 'broken'
}
