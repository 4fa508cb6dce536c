import { isUnsupported } from '../core/algorithm-names.ts'
import type { Budget } from '../core/budget.ts'
import { equalBytes, wholeOf } from '../core/bytes.ts'
import {
  type Check,
  type Conclusion,
  failed,
  passed,
  passedFor,
  undecided,
} from '../core/conclusion.ts'
import type { Crypto } from '../core/crypto.ts'
import type { DigestAlgorithm } from '../core/digests.ts'
import { readOrNull } from '../core/errors.ts'
import { describeAlgorithm } from '../core/signature-algorithms.ts'
import { type SignatureScheme, verificationCost } from '../core/signature-schemes.ts'
import { TakenDigests } from '../core/taken-digests.ts'
import type { Octets, ParsedSignature, Reference } from '../formats/format.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { MissingEvidence } from './evidence.ts'

/** What came of EN 319 102-1 §5.2.7, and the content that it could not be carried out without. */
export interface CryptographicVerification {
  readonly checks: readonly Check[]
  readonly missing: readonly MissingEvidence[]
}

/** A key by its SubjectPublicKeyInfo in DER, with or without the certificate around it. */
export type PublicKey = Pick<Certificate, 'spki'>

/** What is verified with, and counted in. */
export interface VerificationContext {
  readonly crypto: Crypto
  readonly budget?: Budget | null
  /** Of the whole request, where there is more than one signature. */
  readonly digests?: TakenDigests
}

/**
 * EN 319 102-1 §5.2.7: every reference is there and intact, and the value verifies with the key, be
 * it of a certificate or a bare one.
 */
export function verifyCryptographically(
  signature: ParsedSignature,
  key: PublicKey,
  { crypto, budget = null, digests = new TakenDigests(crypto) }: VerificationContext,
): CryptographicVerification {
  return {
    checks: [
      ...signature.references.map((reference) => checkReference(reference, digests)),
      checkValue(signature, key, crypto, budget),
    ],
    missing: missingContent(signature),
  }
}

/** EN 319 102-1 §5.2.7.4, steps 1 and 2. */
function checkReference(reference: Reference, digests: TakenDigests): Check {
  return {
    id: 'reference-intact',
    rule: 'EN 319 102-1 §5.2.7.4',
    conclusion: referenceConclusion(reference, digests),
  }
}

function referenceConclusion(reference: Reference, digests: TakenDigests): Conclusion {
  const { name, digestAlgorithm, octets, expectedDigest } = reference
  if (isUnsupported(digestAlgorithm)) return unsupported(digestAlgorithm.unsupported)
  if (octets.kind === 'missing') {
    return octets.because === undefined ? contentMissing(octets.name ?? name) : notProcessed(name)
  }
  const digest = digestOf(octets, digestAlgorithm, digests)
  if (digest === undefined) return contentMissing(name)
  if (digest === null) return unsupported(digestAlgorithm)
  return equalBytes(digest, expectedDigest)
    ? passedFor(`"${name}"`)
    : failed('HASH_FAILURE', `"${name}" is not what was signed: its digest differs`)
}

/** Undefined where the digest is not at hand; null where it cannot be computed. */
function digestOf(
  octets: Exclude<Octets, { kind: 'missing' }>,
  algorithm: DigestAlgorithm,
  digests: TakenDigests,
): Uint8Array | null | undefined {
  if (octets.kind === 'digests') return octets.digests[algorithm]
  return digests.of(algorithm, octets.kind === 'parts' ? octets.parts : octets.bytes)
}

/** EN 319 102-1 §5.2.7.4, step 3. */
function checkValue(
  signature: ParsedSignature,
  key: PublicKey,
  crypto: Crypto,
  budget: Budget | null,
): Check {
  return {
    id: 'signature-value',
    rule: 'EN 319 102-1 §5.2.7.4',
    conclusion: valueConclusion(signature, key, crypto, budget),
  }
}

function valueConclusion(
  signature: ParsedSignature,
  { spki }: PublicKey,
  crypto: Crypto,
  budget: Budget | null,
): Conclusion {
  const { signatureAlgorithm, signedBytes } = signature
  if (isUnsupported(signatureAlgorithm)) return unsupported(signatureAlgorithm.unsupported)
  if (signedBytes.kind === 'missing') return valueOverMissing(signedBytes)
  if (!affords(budget, signatureAlgorithm.scheme, spki)) return tooMany
  const result = crypto.verify(spki, signatureAlgorithm, wholeOf(signedBytes), signature.value)
  switch (result.outcome) {
    case 'valid':
      return passed
    case 'invalid':
      return failed('SIG_CRYPTO_FAILURE', "the value does not verify with the signer's key")
    case 'unsupported':
      return unsupported(`${describeAlgorithm(signatureAlgorithm)}: ${result.detail}`)
  }
}

/** Values are counted with the signature checks of the paths: those of SLH-DSA take long. */
function affords(budget: Budget | null, scheme: SignatureScheme, spki: Uint8Array): boolean {
  const cost = verificationCost(scheme, spki)
  return readOrNull(() => budget?.spend('signatureChecks', cost)) !== null
}

const tooMany = undecided(
  'GENERIC',
  'the value was not verified: the limit of signature checks of the document is reached',
  'BUDGET_EXCEEDED',
)

function contentMissing(name: string): Conclusion {
  return undecided(
    'SIGNED_DATA_NOT_FOUND',
    `the signed content "${name}" is not at hand`,
    'DETACHED_CONTENT_MISSING',
  )
}

/** A digest may have been given: it would be mistaken for the content (RFC 8933 §1), or cannot be put in its place. */
function valueOverMissing({ name, because }: Extract<Octets, { kind: 'missing' }>): Conclusion {
  if (because !== undefined) return notProcessed(name ?? 'content')
  return undecided(
    'SIGNED_DATA_NOT_FOUND',
    `the value is over "${name ?? 'content'}" itself, which is not at hand: no digest of it will do`,
    'DETACHED_CONTENT_MISSING',
  )
}

/** What is wrong with it, the checks of the format say. */
function notProcessed(name: string): Conclusion {
  return undecided('SIGNED_DATA_NOT_FOUND', `what is signed as "${name}" could not be processed`)
}

/** EN 319 102-1 has no sub-indication for it; GENERIC is the one for "any other reason" (§5.1.3). */
function unsupported(what: string): Conclusion {
  return undecided('GENERIC', `cannot be computed here: ${what}`, 'CRYPTO_UNSUPPORTED')
}

/** The content that would let the verification go on, with the digests that would do in its place. */
export function missingContent(signature: ParsedSignature): readonly MissingEvidence[] {
  const wanted = new Map<string, Set<string>>()
  const want = (name: string, ...algorithms: readonly string[]): void => {
    wanted.set(name, new Set([...(wanted.get(name) ?? []), ...algorithms]))
  }
  for (const { octets, name, digestAlgorithm } of signature.references) {
    if (!isMissing(octets, digestAlgorithm)) continue
    want(nameOf(octets, name), ...(isUnsupported(digestAlgorithm) ? [] : [digestAlgorithm]))
  }
  // The value itself is over the content: no digest would do in its place (RFC 8933 §1).
  const { signedBytes } = signature
  if (signedBytes.kind === 'missing' && signedBytes.because === undefined) {
    want(signedBytes.name ?? 'content')
  }
  return [...wanted].map(([name, algorithms]) => ({
    kind: 'content',
    for: name,
    uris: [],
    digestAlgorithms: [...algorithms],
  }))
}

function isMissing(octets: Octets, algorithm: ParsedSignature['digestAlgorithm']): boolean {
  if (octets.kind === 'missing') return octets.because === undefined
  if (octets.kind !== 'digests') return false
  return typeof algorithm === 'string' && octets.digests[algorithm] === undefined
}

function nameOf(octets: Octets, otherwise: string): string {
  return octets.kind === 'missing' ? (octets.name ?? otherwise) : otherwise
}
