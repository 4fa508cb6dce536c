import { leftOut, type NodeSet } from '../canonicalise.ts'
import type { XmlElement, XmlNode } from '../document.ts'
import { ds } from '../namespaces.ts'
import type { Coverage } from '../signature.ts'
import { isDs } from '../signed-info.ts'
import { isInside, type Source } from './source.ts'
import { attributesIn, isSubset, type Nodes, type Subset } from './subset.ts'

/**
 * What of the document a node-set holds: all but the signature, or one element whole but for the
 * signature, or what cannot be said in such words. Comments are no content.
 */
export function coverageOf(nodes: Nodes, source: Source, signature: XmlElement): Coverage {
  if (isSubset(nodes)) return subsetCoverage(nodes, source, signature)
  for (const hole of leftOut(nodes)) if (!isInside(hole, signature)) return { of: 'unknown' }
  const { apex } = nodes
  const { root } = source.document
  const element = apex === 'document' ? root : apex
  // What is inside the signature, or is it, and has a hole in it is not whole.
  if (leftOut(nodes).size > 0 && isInside(element, signature)) return { of: 'unknown' }
  return element === root ? { of: 'document' } : { of: 'element', element }
}

/**
 * True where no processing instruction outside the root is left unsigned, such as one that names a
 * stylesheet: a reference to the root by its identifier holds none (XMLDSig 1.1 §8.1.3). Comments are
 * no content, there as inside.
 */
export function holdsInstructions(nodes: Nodes, { document }: Source): boolean {
  if (!isSubset(nodes) && nodes.apex === 'document') return true
  return [...document.before, ...document.behind].every(
    (aside) => aside.kind === 'comment' || (isSubset(nodes) && nodes.members.has(aside)),
  )
}

/** True for a set without a node that a canonicalisation would write. */
export function isEmpty(nodes: Nodes, { document }: Source): boolean {
  if (isSubset(nodes)) return nodes.members.size === 0 && nodes.parts.size === 0
  return leftOut(nodes).has(nodes.apex === 'document' ? document.root : nodes.apex)
}

function subsetCoverage(subset: Subset, { document }: Source, signature: XmlElement): Coverage {
  if (subset.parts.size > 0) return { of: 'unknown' }
  const [top, ...others] = topsIn(document.root, subset)
  if (top?.kind !== 'element' || others.length > 0) return { of: 'unknown' }
  const spared = isInside(top, signature) ? null : signature
  if (!isWhole(top, subset, spared)) return { of: 'unknown' }
  return top === document.root ? { of: 'document' } : { of: 'element', element: top }
}

/** The nodes of a set that stand in no element of it. */
function topsIn(node: XmlNode, subset: Subset): readonly XmlNode[] {
  if (subset.members.has(node)) return [node]
  return node.kind === 'element' ? node.children.flatMap((child) => topsIn(child, subset)) : []
}

function isWhole(node: XmlNode, subset: Subset, spared: XmlElement | null): boolean {
  if (node === spared || node.kind === 'comment') return true
  if (!subset.members.has(node)) return false
  return node.kind !== 'element' || node.children.every((child) => isWhole(child, subset, spared))
}

/**
 * XMLDSig 1.1 §8.1.3, "see what is signed": true where a filter has taken content out of the midst
 * of what stays: an element with all inside it, a text, an attribute. Signatures are spared, since
 * leaving these out is what filters are for (§6.6.3), and so is what stands around an element that is
 * selected.
 */
export function hidesContent(before: NodeSet, after: Nodes, source: Source): boolean {
  const top = before.apex === 'document' ? source.document.root : before.apex
  if (!isSubset(after)) {
    const known = leftOut(before)
    return [...leftOut(after)].some(
      (hole) => !known.has(hole) && hole !== top && !inSignature(hole, top),
    )
  }
  return hidesIn(top, false, { subset: after, without: leftOut(before), top })
}

interface Search {
  readonly subset: Subset
  /** What was left out before. */
  readonly without: ReadonlySet<XmlElement>
  readonly top: XmlElement
}

function hidesIn(element: XmlElement, stands: boolean, search: Search): boolean {
  const { subset, without, top } = search
  if (without.has(element) || (element !== top && isDs(element, 'Signature'))) return false
  const own = subset.members.has(element)
  if (own && attributesIn(subset, element).length < element.attributes.length) return true
  if (stands && !own && !holdsAny(element, subset)) return true
  return element.children.some((child) => {
    if (child.kind === 'element') return hidesIn(child, stands || own, search)
    const text = child.kind === 'text' && /[^ \t\r\n]/.test(child.text)
    return (stands || own) && text && !subset.members.has(child)
  })
}

function holdsAny(element: XmlElement, subset: Subset): boolean {
  return element.children.some(
    (child) => subset.members.has(child) || (child.kind === 'element' && holdsAny(child, subset)),
  )
}

function inSignature(element: XmlElement, top: XmlElement): boolean {
  let at: XmlElement | null = element
  while (at !== null && at !== top) {
    if (at.namespace === ds && at.name === 'Signature') return true
    at = at.parent
  }
  return false
}
