import { filteringTransforms, xpathTransform } from './algorithms.ts'
import type { NodeSet } from './canonicalise.ts'
import { type Dereferenced, type ReferenceContext, unavailable } from './dereferenced.ts'
import type { XmlElement } from './document.ts'
import { dereferenceExternal } from './external-reference.ts'
import { largestManifests, manifestsIn, manifestType, readManifest } from './manifest.ts'
import { type ReferenceProblem, unsupported } from './reference-problem.ts'
import { isExternal, pointerIn } from './reference-uri.ts'
import type { Coverage } from './signature.ts'
import { isDs, isMalformed, type Malformed, type ReferenceElement } from './signed-info.ts'
import { applyTransform, octetsOfData } from './transforms/apply.ts'
import { coverageOf, hidesContent, holdsInstructions, isEmpty } from './transforms/coverage.ts'
import type { Data } from './transforms/data.ts'
import { type Source, sourceOf } from './transforms/source.ts'

/**
 * XMLDSig 1.1 §4.4.3: the references of a signature in their order, behind them those of the
 * manifests that they cover. §5.1 leaves the latter to the application; here a manifest is signed
 * for what it lists, so that a file that is missing or changed is one of the signature.
 */
export function dereferenceAll(
  references: readonly ReferenceElement[],
  context: ReferenceContext,
): readonly Dereferenced[] {
  const own = references.map((each) => dereference(each, context, references))
  const all = [...own]
  const seen = new Set<XmlElement>()
  // What manifests list comes behind, and may be manifests again.
  for (let at = 0; at < all.length; at += 1) {
    const outcome = all[at]
    if (outcome === undefined) break
    const room = largestManifests - (all.length - own.length)
    const found = ofManifests(outcome, { context, seen, room })
    all[at] = found.outcome
    all.push(...found.listed)
  }
  return all
}

/**
 * The reference processing model of XMLDSig 1.1 §4.4.3.2: the octets that the digest is over. What
 * is outside the document is taken from what the caller gave; nothing is ever fetched.
 */
export function dereference(
  reference: ReferenceElement,
  context: ReferenceContext,
  siblings: readonly ReferenceElement[] = [reference],
): Dereferenced {
  const { uri } = reference
  if (isExternal(uri)) return dereferenceExternal(reference, context, siblings)
  const nodes = nodesOf(uri ?? '', context)
  if ('kind' in nodes) return unavailable(reference, nodes)
  return transformed(reference, nodes, context)
}

/**
 * XMLDSig 1.1 §4.4.3.3: the four forms of a same-document reference. With the bare ones comments
 * are dropped, with the XPointer ones they stay.
 */
function nodesOf(uri: string, { identifiers }: ReferenceContext): NodeSet | ReferenceProblem {
  if (uri === '') return { apex: 'document', without: null, comments: 'dropped' }
  if (uri === '#xpointer(/)') return { apex: 'document', without: null, comments: 'kept' }
  const pointer = pointerIn(uri)
  if (pointer === null) return unsupported('an XPointer of another form')
  const apex = identifiers.get(pointer.id)
  if (apex === undefined) return { kind: 'not-found', detail: 'no element has the identifier' }
  if (apex === 'several')
    return { kind: 'ambiguous', detail: 'several elements have the identifier' }
  return { apex, without: null, comments: pointer.form === 'bare' ? 'dropped' : 'kept' }
}

/** XMLDSig 1.1 §4.4.3.4: the transforms in order, and what was covered before it became octets. */
function transformed(
  reference: ReferenceElement,
  nodes: NodeSet,
  context: ReferenceContext,
): Dereferenced {
  const own = sourceOf(context)
  let data: Data = { nodes, source: own }
  let covered: Data = data
  for (const transform of reference.transforms) {
    const next = applyTransform(transform, data, { ...context, own })
    if ('kind' in next) return unavailable(reference, next)
    if (filteringTransforms.includes(transform.algorithm) && emptied(data, next)) {
      return unavailable(reference, nothingLeft)
    }
    if (transform.algorithm === xpathTransform && hides(next, nodes, own)) {
      return unavailable(reference, hiding)
    }
    // What is taken out of octets, or decoded, is no longer what it was in the document.
    // A canonical form is what it is of; what else is made of octets is not.
    if (!isCanonical(next)) covered = next
    data = next
  }
  const result = octetsOfData(data)
  if ('kind' in result) return unavailable(reference, result)
  const covers = coveredBy(covered, own, context)
  return {
    reference,
    octets: { kind: 'bytes', bytes: result.octets },
    covers,
    form: result.form,
    kind: covers.of === 'document' && isFull(covered) ? 'full' : 'partial',
    problem: null,
  }
}

/** Nothing can be said of octets, nor of nodes that were parsed of them. */
function coveredBy(data: Data, own: Source, { signature }: ReferenceContext): Coverage {
  return 'nodes' in data && data.source === own
    ? coverageOf(data.nodes, own, signature)
    : { of: 'unknown' }
}

function isFull(data: Data): boolean {
  return 'nodes' in data && holdsInstructions(data.nodes, data.source)
}

function isCanonical(data: Data): boolean {
  return 'octets' in data && data.form === 'canonical'
}

/** Of a document that was parsed on the way, all was there before. */
function hides(after: Data, nodes: NodeSet, own: Source): boolean {
  if ('octets' in after) return false
  const { source } = after
  return hidesContent(source === own ? nodes : whole, after.nodes, source)
}

const whole: NodeSet = { apex: 'document', without: null, comments: 'kept' }

/**
 * XMLDSig 1.1 §8.1.3 wants that to be seen which is signed. The clause leaves it to the application
 * how; here a signature whose XPath filter cuts content out of the midst of what it signs is not
 * called intact, because whoever reads the document cannot see the cut. The subtrees that an XPath
 * Filter 2.0 takes away are named as such by the signer: these signatures are reported as partial.
 */
const hiding: ReferenceProblem = {
  kind: 'unsupported',
  detail: 'an XPath filter leaves content out of the midst of what is signed',
}

/** A filter that leaves nothing of something has the signature vouch for nothing there. */
function emptied(before: Data, after: Data): boolean {
  return 'nodes' in after && isEmpty(after.nodes, after.source) && !isEmptyData(before)
}

function isEmptyData(data: Data): boolean {
  return 'nodes' in data ? isEmpty(data.nodes, data.source) : data.octets.length === 0
}

const nothingLeft: ReferenceProblem = {
  kind: 'unsupported',
  detail: 'transforms leave nothing of what is referred to',
}

interface ManifestReading {
  readonly context: ReferenceContext
  readonly seen: Set<XmlElement>
  /** How many references more may be listed. */
  readonly room: number
}

/** What the manifests list that a reference covers, as references of the signature. */
function ofManifests(
  outcome: Dereferenced,
  { context, seen, room }: ManifestReading,
): { readonly outcome: Dereferenced; readonly listed: readonly Dereferenced[] } {
  const { covers, reference } = outcome
  const element = covers.of === 'element' ? covers.element : null
  const manifests = element === null ? [] : manifestsIn(element).filter((each) => !seen.has(each))
  const listed: Dereferenced[] = []
  for (const manifest of manifests) {
    seen.add(manifest)
    const references = readManifest(manifest, room - listed.length)
    if (isMalformed(references)) {
      return { outcome: unavailable(reference, refusedManifest(references)), listed: [] }
    }
    listed.push(...references.map((each) => dereference(each, context, references)))
  }
  if (isDs(element ?? undefined, 'Manifest')) {
    return { outcome: { ...outcome, kind: 'manifest' }, listed }
  }
  const claimed = reference.type === manifestType && outcome.problem === null
  return claimed
    ? { outcome: unavailable(reference, unsupported('a manifest that is not one')), listed }
    : { outcome, listed }
}

function refusedManifest({ malformed, because }: Malformed): ReferenceProblem {
  return { kind: because === 'limit' ? 'too-much' : 'unsupported', detail: malformed }
}
