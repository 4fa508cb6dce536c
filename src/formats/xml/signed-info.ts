import type { UnsupportedAlgorithm } from '../../core/algorithm-names.ts'
import { fromBase64 } from '../../core/bytes.ts'
import type { DigestAlgorithm } from '../../core/digests.ts'
import type { SignatureAlgorithm } from '../../core/signature-algorithms.ts'
import {
  type Canonicalisation,
  canonicalisationOf,
  digestAlgorithmOf,
  shortened,
  signatureAlgorithmOf,
} from './algorithms.ts'
import { attribute, child, childElements, textOf, type XmlElement } from './document.ts'
import { ds, exclusive, pss } from './namespaces.ts'
import { readPss } from './pss-parameters.ts'
import { isExternal } from './reference-uri.ts'

/** ds:SignedInfo (XMLDSig 1.1 §4.4) as it stands. */
export interface SignedInfo {
  readonly element: XmlElement
  readonly canonicalisation: Canonicalisation | { readonly unsupported: string }
  readonly signatureAlgorithm: SignatureAlgorithm | UnsupportedAlgorithm
  readonly references: readonly ReferenceElement[]
}

/** ds:Reference (XMLDSig 1.1 §4.4.3) as it stands; null where an attribute is absent. */
export interface ReferenceElement {
  readonly id: string | null
  readonly uri: string | null
  readonly type: string | null
  readonly transforms: readonly Transform[]
  readonly digestAlgorithm: DigestAlgorithm | UnsupportedAlgorithm
  readonly digest: Uint8Array
}

/**
 * ds:Transform (XMLDSig 1.1 §4.4.3.4): its URI, and the PrefixList of exclusive canonicalisation;
 * other parameters are read from the element where the transform is done.
 */
export interface Transform {
  readonly element: XmlElement
  readonly algorithm: string
  readonly inclusivePrefixes: readonly string[]
}

/** Why a signature cannot be read as XMLDSig wants it written. */
export interface Malformed {
  readonly malformed: string
  readonly because: 'structure' | 'limit'
}

/** True for the reason why something could not be read, in place of what was to be read. */
export function isMalformed(read: object): read is Malformed {
  return 'malformed' in read
}

/** JDK secure validation: at most 30 references, 5 transforms each. */
const largestReferences = 30
/**
 * Beside those, files outside the document that are digested once and as they stand: each costs its
 * own octets, and a signature over a container names as many as there are (`mostEntries` of asic).
 */
const mostFiles = 10_000
const largestTransforms = 5

/** Reads SignedInfo strictly by the schema of XMLDSig 1.1 §4.4: these elements, this order, nothing else. */
export function readSignedInfo(element: XmlElement): SignedInfo | Malformed {
  const [method, signatureMethod, ...references] = childElements(element)
  if (hasText(element)) return structure('text in SignedInfo')
  if (!isDs(method, 'CanonicalizationMethod')) return structure('no CanonicalizationMethod')
  if (!isDs(signatureMethod, 'SignatureMethod')) return structure('no SignatureMethod')
  if (references.length === 0) return structure('no Reference')
  const read = readReferences(references, largestReferences + mostFiles)
  if (isMalformed(read)) return read
  if (read.length - filesIn(read) > largestReferences) {
    return { malformed: `more than ${largestReferences} references`, because: 'limit' }
  }
  return {
    element,
    canonicalisation: readCanonicalisation(method),
    signatureAlgorithm: readSignatureMethod(signatureMethod),
    references: read,
  }
}

/** How many different things outside the document are referred to as they stand. */
function filesIn(references: readonly ReferenceElement[]): number {
  const plain = references.filter(
    ({ uri, transforms }) => uri !== null && isExternal(uri) && transforms.length === 0,
  )
  return new Set(plain.map(({ uri }) => uri)).size
}

/** References of a SignedInfo or a Manifest (XMLDSig 1.1 §4.4.3), no more than a limit. */
export function readReferences(
  elements: readonly XmlElement[],
  limit: number,
): readonly ReferenceElement[] | Malformed {
  if (elements.length > limit) {
    return { malformed: `more than ${limit} references`, because: 'limit' }
  }
  const read: ReferenceElement[] = []
  for (const element of elements) {
    const result = readReference(element)
    if (isMalformed(result)) return result
    read.push(result)
  }
  return read
}

function readCanonicalisation(element: XmlElement): SignedInfo['canonicalisation'] {
  const algorithm = attribute(element, 'Algorithm') ?? ''
  return (
    canonicalisationOf(algorithm, inclusivePrefixesOf(element)) ?? {
      unsupported: `canonicalisation ${shortened(algorithm)}`,
    }
  )
}

/** Exclusive XML Canonicalization §3: prefixes apart by white space. */
function inclusivePrefixesOf(element: XmlElement): readonly string[] {
  const parameter = child(element, exclusive, 'InclusiveNamespaces')
  const list = parameter === null ? null : attribute(parameter, 'PrefixList')
  return list === null ? [] : list.split(/[ \t\r\n]+/).filter((prefix) => prefix !== '')
}

function readSignatureMethod(element: XmlElement): SignatureAlgorithm | UnsupportedAlgorithm {
  const algorithm = attribute(element, 'Algorithm') ?? ''
  if (algorithm === `${pss}rsa-pss`) return readPss(element)
  return signatureAlgorithmOf(algorithm)
}

/** XMLDSig 1.1 §4.4.3: Transforms, if any, then DigestMethod, then DigestValue. */
function readReference(element: XmlElement): ReferenceElement | Malformed {
  if (!isDs(element, 'Reference')) return structure('something other than Reference in SignedInfo')
  if (hasText(element)) return structure('text in Reference')
  const members = childElements(element)
  const first = isDs(members[0], 'Transforms') ? 1 : 0
  const [digestMethod, digestValue, ...others] = members.slice(first)
  if (!isDs(digestMethod, 'DigestMethod')) return structure('no DigestMethod')
  if (!isDs(digestValue, 'DigestValue')) return structure('no DigestValue')
  if (others.length > 0) return structure('something behind DigestValue')
  const digest = base64In(digestValue)
  if (digest === null) return structure('a DigestValue that is not base64')
  const transforms = first === 0 ? [] : readTransforms(members[0])
  if ('malformed' in transforms) return transforms
  return {
    id: attribute(element, 'Id'),
    uri: attribute(element, 'URI'),
    type: attribute(element, 'Type'),
    transforms,
    digestAlgorithm: digestAlgorithmOf(attribute(digestMethod, 'Algorithm') ?? ''),
    digest,
  }
}

function readTransforms(element: XmlElement | undefined): readonly Transform[] | Malformed {
  const members = element === undefined ? [] : childElements(element)
  if (members.length === 0) return structure('Transforms without a Transform')
  if (members.length > largestTransforms) {
    return { malformed: `more than ${largestTransforms} transforms`, because: 'limit' }
  }
  if (!members.every((member) => isDs(member, 'Transform'))) {
    return structure('something other than Transform in Transforms')
  }
  return members.map((member) => ({
    element: member,
    algorithm: attribute(member, 'Algorithm') ?? '',
    inclusivePrefixes: inclusivePrefixesOf(member),
  }))
}

/** Base64 of all the text of an element that holds no other element, or null. */
export function base64In(element: XmlElement): Uint8Array | null {
  return element.markup.some((node) => node.kind === 'element') ? null : fromBase64(textOf(element))
}

/** True for an element of that local name in the namespace of XMLDSig. */
export function isDs(element: XmlElement | undefined, name: string): element is XmlElement {
  return element !== undefined && element.namespace === ds && element.name === name
}

/** True where something other than white space stands between the children. */
export function hasText(element: XmlElement): boolean {
  return element.children.some((node) => node.kind === 'text' && /[^ \t\r\n]/.test(node.text))
}

/** The reason of a signature that is not written as the schema wants it. */
export function structure(malformed: string): Malformed {
  return { malformed, because: 'structure' }
}
