import { isUnsupported } from '../../../core/algorithm-names.ts'
import { equalBytes, fromBase64 } from '../../../core/bytes.ts'
import {
  type Check,
  type Conclusion,
  ignored,
  passed,
  undecided,
} from '../../../core/conclusion.ts'
import type { Crypto } from '../../../core/crypto.ts'
import type { DetachedContent, SigningCertificateReference } from '../../format.ts'
import { digestOfGiven } from '../../given-content.ts'
import { shortened } from '../algorithms.ts'
import { textOf, type XmlElement } from '../document.ts'
import { dsChild, propertiesIn, propertyIn } from './namespaces.ts'
import { readDigest } from './signing-certificate.ts'

/** SignaturePolicyIdentifier (EN 319 132-1 §5.2.9). */
export type SignaturePolicy =
  /** By the context: the data or an agreement say which. */
  | { readonly kind: 'implied' }
  | {
      readonly kind: 'identified'
      readonly id: string
      /** Where it is said to be published (SPURI); nothing is fetched from there. */
      readonly uri: string | null
      readonly hash: Pick<SigningCertificateReference, 'digestAlgorithm' | 'digest'> | null
      /** Whether the hash is over the document as it is; not after transforms or by another specification. */
      readonly over: 'document' | 'derived'
    }
  | { readonly kind: 'unreadable' }

/** The policy that the signed properties name, or null where they name none. */
export function readSignaturePolicy(signatureProperties: XmlElement): SignaturePolicy | null {
  const element = propertyIn(signatureProperties, 'SignaturePolicyIdentifier')
  if (element === null) return null
  if (propertyIn(element, 'SignaturePolicyImplied') !== null) return { kind: 'implied' }
  const policy = propertyIn(element, 'SignaturePolicyId')
  const identifier = propertyIn(propertyIn(policy, 'SigPolicyId'), 'Identifier')
  const id = identifier === null ? '' : textOf(identifier).trim()
  if (policy === null || id === '') return { kind: 'unreadable' }
  const qualifiers = propertyIn(policy, 'SigPolicyQualifiers')
  const each = qualifiers === null ? [] : propertiesIn(qualifiers, 'SigPolicyQualifier')
  const uri = each.map((one) => propertyIn(one, 'SPURI')).find((one) => one !== null) ?? null
  const specified = each.some((one) => propertyIn(one, 'SPDocSpecification') !== null)
  const transformed = dsChild(policy, 'Transforms') !== null
  return {
    kind: 'identified',
    id,
    uri: uri === null ? null : textOf(uri).trim(),
    hash: readDigest(propertyIn(policy, 'SigPolicyHash')),
    over: specified || transformed ? 'derived' : 'document',
  }
}

/** What the policy document may be found in: nothing is fetched. */
export interface PolicySources {
  /** Unsigned properties, with a SignaturePolicyStore (EN 319 132-1 §5.2.10) among them or not. */
  readonly unsigned: readonly XmlElement[]
  readonly detached: readonly DetachedContent[]
  readonly crypto: Crypto
  /** Takes up the content given that is the policy, by its digest. */
  readonly used: Set<DetachedContent>
}

/**
 * EN 319 102-1 §5.2.4: where the policy document is at hand, it must be the one whose digest was
 * signed; a mismatch is POLICY_PROCESSING_ERROR (table 6). The policy's own rules are not processed.
 */
export function checkSignaturePolicy(
  policy: SignaturePolicy | null,
  sources: PolicySources,
): Check | null {
  if (policy === null) return null
  const conclusion = policyConclusion(policy, sources)
  return { id: 'signature-policy', rule: 'EN 319 102-1 §5.2.4', conclusion }
}

function policyConclusion(policy: SignaturePolicy, sources: PolicySources): Conclusion {
  if (policy.kind === 'implied') return ignored('the signature policy is implied by the context')
  if (policy.kind === 'unreadable') {
    const detail = 'the signature policy identifier cannot be read'
    return undecided('POLICY_PROCESSING_ERROR', detail)
  }
  const { hash, over } = policy
  const id = shortened(policy.id)
  if (hash === null) return ignored(`the signature policy ${id} is named without a digest`)
  const given = givenDocument(policy, sources)
  const found = given ?? storedDocument(sources)
  if (found === null) return ignored(`the document of the signature policy ${id} is not at hand`)
  if (over === 'derived') {
    return ignored(`the digest of the signature policy ${id} is over a form that is not made here`)
  }
  const digest = isUnsupported(hash.digestAlgorithm)
    ? null
    : digestOfGiven(found, hash.digestAlgorithm, sources.crypto)
  if (digest === null) return ignored(`the digest of the signature policy ${id} cannot be computed`)
  if (!equalBytes(digest, hash.digest)) {
    const detail = `the document given is not the signature policy ${id}`
    return undecided('POLICY_PROCESSING_ERROR', detail)
  }
  if (given !== null && isPolicyName(given.name)) sources.used.add(given)
  return passed
}

/** What the caller gave counts before what the signature carries. */
function givenDocument(
  policy: { readonly id: string; readonly uri: string | null },
  { detached }: PolicySources,
): DetachedContent | null {
  const names = policyNames(policy)
  return detached.find(({ name }) => name !== null && names.includes(name)) ?? null
}

/** A URI or an OID: what has a plain name is a file that somebody asks about. */
function isPolicyName(name: string | null): boolean {
  return name !== null && /^(?:[a-z][a-z0-9+.-]*:|\d+(?:\.\d+)+$)/i.test(name)
}

function storedDocument({ unsigned }: PolicySources): DetachedContent | null {
  const store = unsigned.find(({ name }) => name === 'SignaturePolicyStore')
  const element = propertyIn(store ?? null, 'SignaturePolicyDocument')
  const bytes = element === null ? null : fromBase64(textOf(element))
  return bytes === null ? null : { name: null, bytes, digests: {} }
}

/** The names under which the document of a policy may be given: its identifier, and its address. */
function policyNames({
  id,
  uri,
}: {
  readonly id: string
  readonly uri: string | null
}): readonly string[] {
  const names = [id, id.replace(/^urn:oid:/i, '')]
  return uri === null ? names : [...names, uri]
}
