import type { Check } from '../core/conclusion.ts'
import type { ParsedSignature } from './format.ts'

/**
 * A signature that is not one: reported, and without anything that could verify.
 * @param signedBytes what the value would have been over, as the format calls it
 * @param check what it has failed by
 */
export function malformedSignature(
  names: Pick<ParsedSignature, 'id' | 'parent' | 'format'>,
  signedBytes: string,
  check: Check,
): ParsedSignature {
  return {
    id: names.id,
    parent: names.parent,
    format: names.format,
    signatureAlgorithm: unknown,
    digestAlgorithm: unknown,
    signedBytes: { kind: 'missing', name: signedBytes, because: 'not-processed' },
    value: new Uint8Array(),
    references: [],
    signer: { sid: { kind: 'certificates' }, signingCertificate: [] },
    certificates: [],
    crls: [],
    ocspResponses: [],
    timestamps: [],
    claimedTime: null,
    formatChecks: [check],
  }
}

const unknown = { unsupported: 'unknown, the signature is malformed' } as const
