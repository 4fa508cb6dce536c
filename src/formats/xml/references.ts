import type { Octets } from '../format.ts'
import {
  canonicalisationOf,
  defaultCanonicalisation,
  envelopedSignature,
  shortened,
} from './algorithms.ts'
import type { Canonicaliser } from './bounded.ts'
import type { NodeSet } from './canonicalise.ts'
import type { XmlDocument, XmlElement } from './document.ts'
import type { Identifiers } from './identifiers.ts'
import { ds } from './namespaces.ts'
import type { Coverage } from './signature.ts'
import type { ReferenceElement, Transform } from './signed-info.ts'

/** What the references of one signature are looked up in. */
export interface ReferenceContext {
  readonly document: XmlDocument
  readonly identifiers: Identifiers
  readonly canonicalise: Canonicaliser
  readonly signature: XmlElement
}

/** What a reference came to: the octets for its digest, and what of the document they cover. */
export interface Dereferenced {
  readonly octets: Octets
  readonly covers: Coverage
  /** Why there are no octets. */
  readonly problem: ReferenceProblem | null
}

/** Why a reference gives no octets; the verifier decides what that means for the signature. */
export interface ReferenceProblem {
  readonly kind: 'unsupported' | 'not-found' | 'ambiguous' | 'too-much'
  readonly detail: string
}

/**
 * XMLDSig 1.1 §4.4.3.1–2 and the reference processing model: the octets that the digest is over.
 * Same-document references and the transforms of the allow-list; nothing is ever fetched.
 */
export function dereference(reference: ReferenceElement, context: ReferenceContext): Dereferenced {
  const found = nodesOf(reference.uri, context)
  if ('kind' in found) return unavailable(reference, found)
  if (isManifest(reference, found)) return unavailable(reference, unsupported('a ds:Manifest'))
  let nodes: NodeSet = found
  let octets: Uint8Array | null = null
  for (const transform of reference.transforms) {
    if (octets !== null) {
      return unavailable(reference, unsupported('a transform behind a canonicalisation'))
    }
    const next = apply(transform, nodes, context)
    if ('kind' in next) return unavailable(reference, next)
    if (next instanceof Uint8Array) octets = next
    else nodes = next
  }
  const bytes = octets ?? context.canonicalise(nodes, defaultCanonicalisation)
  if (bytes === null) return unavailable(reference, tooMuch)
  return { octets: { kind: 'bytes', bytes }, covers: coverageOf(nodes, context), problem: null }
}

function apply(
  transform: Transform,
  nodes: NodeSet,
  context: ReferenceContext,
): NodeSet | Uint8Array | ReferenceProblem {
  if (transform.algorithm === envelopedSignature) return withoutSignature(nodes, context)
  const canonicalisation = canonicalisationOf(transform.algorithm, transform.inclusivePrefixes)
  return canonicalisation === null
    ? unsupported(`the transform ${shortened(transform.algorithm)}`)
    : (context.canonicalise(nodes, canonicalisation) ?? tooMuch)
}

/** XMLDSig 1.1 §6.6.4. A signature cannot envelop itself in what it is the whole of. */
function withoutSignature(nodes: NodeSet, context: ReferenceContext): NodeSet | ReferenceProblem {
  const { signature, document } = context
  const apex = nodes.apex === 'document' ? document.root : nodes.apex
  if (apex === signature || (apex.start > signature.start && apex.end < signature.end)) {
    return unsupported('an enveloped-signature transform in what the signature contains')
  }
  return { ...nodes, without: signature }
}

/**
 * XMLDSig 1.1 §4.4.3.3: the four forms of a same-document reference. With the bare ones comments
 * are dropped, with the XPointer ones they stay.
 */
function nodesOf(uri: string | null, context: ReferenceContext): NodeSet | ReferenceProblem {
  if (uri === null) return unsupported('a reference without a URI')
  if (uri === '') return { apex: 'document', without: null, comments: 'dropped' }
  if (uri === '#xpointer(/)') return { apex: 'document', without: null, comments: 'kept' }
  if (!uri.startsWith('#')) return unsupported('a reference to something outside the document')
  const pointed = /^#xpointer\(id\((?:'([^']+)'|"([^"]+)")\)\)$/.exec(uri)
  if (pointed === null && uri.includes('(')) return unsupported('an XPointer of another form')
  const id = pointed === null ? uri.slice(1) : (pointed[1] ?? pointed[2] ?? '')
  const apex = context.identifiers.get(id)
  if (apex === undefined) return { kind: 'not-found', detail: 'no element has the identifier' }
  if (apex === 'several')
    return { kind: 'ambiguous', detail: 'several elements have the identifier' }
  return { apex, without: null, comments: pointed === null ? 'dropped' : 'kept' }
}

/**
 * XMLDSig 1.1 §5.1 leaves the references of a Manifest to the application. A signature over a
 * Manifest alone says nothing of what it lists, so it is not called intact before those are checked.
 */
function isManifest(reference: ReferenceElement, { apex }: NodeSet): boolean {
  return (
    reference.type === `${ds}Manifest` ||
    (apex !== 'document' && apex.namespace === ds && apex.name === 'Manifest')
  )
}

function coverageOf(nodes: NodeSet, context: ReferenceContext): Coverage {
  const { document, signature } = context
  if (nodes.without !== null && nodes.without !== signature) return { of: 'unknown' }
  if (nodes.apex === 'document' || nodes.apex === document.root) return { of: 'document' }
  return { of: 'element', element: nodes.apex }
}

function unavailable(reference: ReferenceElement, problem: ReferenceProblem): Dereferenced {
  const name = reference.uri === null ? null : shortened(reference.uri)
  return { octets: { kind: 'missing', name }, covers: { of: 'unknown' }, problem }
}

const tooMuch: ReferenceProblem = {
  kind: 'too-much',
  detail: 'the signatures of this document refer to more than is canonicalised for one document',
}

function unsupported(detail: string): ReferenceProblem {
  return { kind: 'unsupported', detail: `${detail} is not supported in this version` }
}
