import type { Budget } from '../../../core/budget.ts'
import { VerifierError } from '../../../core/errors.ts'
import {
  base64Transform,
  type Canonicalisation,
  canonicalisationOf,
  defaultCanonicalisation,
  envelopedSignature,
  shortened,
  xpathTransform,
  xsltTransform,
} from '../algorithms.ts'
import { leftOut } from '../canonicalise.ts'
import type { XmlElement } from '../document.ts'
import { xpathFilter2 } from '../namespaces.ts'
import { type ReferenceProblem, unsupported } from '../reference-problem.ts'
import type { Transform } from '../signed-info.ts'
import { decodedBase64 } from './base64.ts'
import { canonicaliseSubset } from './canonical-subset.ts'
import type { Data } from './data.ts'
import { isInside, parsedSource, type Source } from './source.ts'
import { emptySubset, isSubset, type Nodes, type Subset } from './subset.ts'
import { filterBySubtrees, filterByXPath } from './xpath-filter.ts'

/** What transforms are done for. */
export interface Transforming {
  readonly signature: XmlElement
  /** The document of the signature. */
  readonly own: Source
  readonly budget: Budget
}

/**
 * XMLDSig 1.1 §6.6: the canonicalisations, base64, XPath, XPath Filter 2.0 and enveloped-signature.
 * Any other transform is refused by name.
 */
export function applyTransform(
  transform: Transform,
  data: Data,
  transforming: Transforming,
): Data | ReferenceProblem {
  try {
    return apply(transform, data, transforming)
  } catch (cause) {
    return problemOf(cause)
  }
}

/** Octets as they are, of nodes their default canonical form (XMLDSig 1.1 §4.4.3.2). */
export function octetsOfData(data: Data): Exclude<Data, { nodes: Nodes }> | ReferenceProblem {
  if ('octets' in data) return data
  try {
    return canonicalData(data.nodes, data.source, defaultCanonicalisation)
  } catch (cause) {
    return problemOf(cause)
  }
}

/** What cannot be done with one reference is its problem, and not that of the whole document. */
function problemOf(cause: unknown): ReferenceProblem {
  if (!(cause instanceof VerifierError)) throw cause
  if (cause.code === 'xml-malformed') return { kind: 'unsupported', detail: cause.message }
  if (cause.code === 'budget-exceeded') return { kind: 'too-much', detail: cause.message }
  throw cause
}

function apply(
  transform: Transform,
  data: Data,
  transforming: Transforming,
): Data | ReferenceProblem {
  const { algorithm, inclusivePrefixes } = transform
  const canonicalisation = canonicalisationOf(algorithm, inclusivePrefixes)
  if (canonicalisation !== null) {
    const { nodes, source } = nodesOf(data, transforming)
    return canonicalData(nodes, source, canonicalisation)
  }
  switch (algorithm) {
    case envelopedSignature:
      return withoutSignature(data, transforming)
    case base64Transform:
      return octetsInBase64(data, transforming.own)
    case xpathTransform:
    case xpathFilter2: {
      const { nodes, source } = nodesOf(data, transforming)
      const bearer = source === transforming.own ? 'same-document' : 'another'
      const filter = algorithm === xpathTransform ? filterByXPath : filterBySubtrees
      return { source, nodes: filter(transform, { nodes, source, bearer }) }
    }
    case xsltTransform:
      return unsupported('the XSLT transform')
    default:
      return unsupported(`the transform ${shortened(algorithm)}`)
  }
}

/** Octets are parsed where a transform wants nodes; comments are nodes of what comes of it. */
function nodesOf(data: Data, { own, budget }: Transforming): Extract<Data, { nodes: Nodes }> {
  if ('nodes' in data) return data
  const source = parsedSource(data.octets, own, budget)
  return { source, nodes: { apex: 'document', without: null, comments: 'kept' } }
}

function canonicalData(
  nodes: Nodes,
  source: Source,
  algorithm: Canonicalisation,
): Exclude<Data, { nodes: Nodes }> | ReferenceProblem {
  const octets = isSubset(nodes)
    ? canonicaliseSubset(source.document, nodes, algorithm, source.work)
    : source.canonicalise(nodes, algorithm)
  return octets === null ? tooMuch : { octets, form: 'canonical' }
}

/** XMLDSig 1.1 §6.6.4; of what is inside the signature nothing is left. */
function withoutSignature(data: Data, { signature, own }: Transforming): Data | ReferenceProblem {
  if ('octets' in data || data.source !== own) {
    return unsupported('an enveloped-signature transform in another document')
  }
  const { nodes, source } = data
  if (isSubset(nodes)) return { source, nodes: withoutElement(nodes, signature) }
  if (nodes.apex !== 'document' && isInside(nodes.apex, signature)) {
    return { source, nodes: emptySubset }
  }
  return { source, nodes: { ...nodes, without: new Set([...leftOut(nodes), signature]) } }
}

function withoutElement({ members, parts }: Subset, element: XmlElement): Subset {
  const gone = new Set<object>()
  const add = (node: XmlElement): void => {
    gone.add(node)
    for (const child of node.children) {
      if (child.kind === 'element') add(child)
      else gone.add(child)
    }
  }
  add(element)
  return {
    members: new Set([...members].filter((node) => !gone.has(node))),
    parts: new Map([...parts].filter(([node]) => !gone.has(node))),
  }
}

function octetsInBase64(data: Data, own: Source): Data | ReferenceProblem {
  const octets = decodedBase64(data, own)
  if (octets === 'too-much') return tooMuch
  return octets === null
    ? { kind: 'unsupported', detail: 'base64 that cannot be decoded' }
    : { octets, form: 'as-is' }
}

const tooMuch: ReferenceProblem = {
  kind: 'too-much',
  detail:
    'the signatures of this document refer to more than is canonicalised or decoded for one document',
}
