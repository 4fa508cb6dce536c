import { isUnsupported } from '../../core/algorithm-names.ts'
import { equalBytes, fromBase64 } from '../../core/bytes.ts'
import { type Check, type Conclusion, ignored, passed, undecided } from '../../core/conclusion.ts'
import type { Crypto } from '../../core/crypto.ts'
import type { DetachedContent } from '../format.ts'
import { digestOfGiven } from '../given-content.ts'
import { has, isObject, type JsonObject, memberOf, objectIn, textIn } from './json-text.ts'
import { readDigest } from './signed-parameters.ts'
import { componentsNamed, type UnsignedComponent } from './unsigned.ts'

/** The signature policy that a signature names, and the content given that is it. */
export interface NamedPolicy {
  readonly check: Check
  readonly content: DetachedContent | null
}

/**
 * TS 119 182-1 §5.2.7: where the document of the signature policy is at hand, in "sigPSt" (§5.3.3) or
 * given by the name of its identifier, its digest is compared. What the policy demands is not
 * processed, whether it is at hand or not (EN 319 102-1 §5.2.4: the policy is the verifier's).
 */
export function signaturePolicy(
  header: JsonObject,
  components: readonly UnsignedComponent[],
  detached: readonly DetachedContent[],
  crypto: Crypto,
): NamedPolicy {
  const value = objectIn(header, 'sigPId')
  if (value === null) {
    const conclusion = has(header, 'sigPId') ? departs('"sigPId" is no object') : passed
    return { check: check(conclusion), content: null }
  }
  const id = textIn(objectIn(value, 'id') ?? {}, 'id')
  if (id === null) return { check: check(departs('"sigPId" has no identifier')), content: null }
  const content = isUri(id) ? (detached.find(({ name }) => name === id) ?? null) : null
  const stored = componentsNamed(components, 'sigPSt').flatMap(storedPolicy)[0] ?? null
  return { check: check(conclusionOn(value, content, stored, crypto)), content }
}

/** What was given and is the policy of one of the signatures, whose digest it signs. */
export function policiesGiven(
  headers: readonly JsonObject[],
  detached: readonly DetachedContent[],
  crypto: Crypto,
): ReadonlySet<DetachedContent> {
  const named = headers.map((header) => signaturePolicy(header, [], detached, crypto))
  return new Set(
    named.flatMap(({ check, content }) =>
      content !== null && check.conclusion.indication === 'PASSED' ? [content] : [],
    ),
  )
}

/**
 * TS 119 182-1 §5.4.1: identifiers are URIs. Under a plain file name a caller gives the content that he
 * asks about: a signer who called that his policy would have it pass for signed.
 */
function isUri(id: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]+:/.test(id)
}

function storedPolicy(value: unknown): readonly Uint8Array[] {
  const document = isObject(value) ? fromBase64(textIn(value, 'sigPolDoc') ?? '=') : null
  return document === null ? [] : [document]
}

function conclusionOn(
  value: JsonObject,
  content: DetachedContent | null,
  stored: Uint8Array | null,
  crypto: Crypto,
): Conclusion {
  if (content === null && stored === null) return ignored('the signature policy is not at hand')
  if (memberOf(value, 'digPSp') === true) {
    // Whoever gives content asks about it: it may be anything, and nothing was compared.
    if (content !== null) return departs('the policy that was given cannot be compared')
    return ignored('the digest of the policy is computed as its own specification says')
  }
  const expected = readDigest(value)
  if (expected === null) return departs('"sigPId" has no digest of the policy that is at hand')
  const { digestAlgorithm } = expected
  if (isUnsupported(digestAlgorithm)) {
    return undecided('POLICY_PROCESSING_ERROR', digestAlgorithm.unsupported, 'CRYPTO_UNSUPPORTED')
  }
  const digest =
    content !== null
      ? digestOfGiven(content, digestAlgorithm, crypto)
      : stored && crypto.digest(digestAlgorithm, stored)
  return digest !== null && equalBytes(digest, expected.digest)
    ? passed
    : undecided('POLICY_PROCESSING_ERROR', 'the policy at hand is not the one that was signed')
}

const departs = (detail: string): Conclusion => undecided('SIG_CONSTRAINTS_FAILURE', detail)

function check(conclusion: Conclusion): Check {
  return { id: 'jades-signature-policy', rule: 'TS 119 182-1 §5.2.7', conclusion }
}
