import { leftOut, type NodeSet } from '../canonicalise.ts'
import type { XmlElement, XmlNode } from '../document.ts'
import {
  type AttributeNode,
  attributesOf,
  childrenOf,
  type ElementNode,
  type LeafNode,
  type NamespaceNode,
  namespacesOf,
  type ParentNode,
} from '../xpath/nodes.ts'
import type { Source } from './source.ts'
import { type ElementParts, emptySubset, isSubset, type Nodes, type Subset } from './subset.ts'

/** What is known of a node when those inside it are decided on, such as the filters that hold it. */
export interface Decision {
  readonly kept: boolean
  readonly inherited: number
}

/** Decides on one node; `inherited` is that of the node it is in. */
export type Decide = (
  node: ParentNode | LeafNode | AttributeNode | NamespaceNode,
  inherited: number,
) => Decision

/**
 * The nodes of a set that a decision keeps. Where it is known that texts, attributes and namespaces
 * go with their element, only elements are asked, and what is left keeps the shape of subtrees with
 * holes if it has it, which is canonicalised fastest.
 */
export function selectNodes(
  nodes: Nodes,
  source: Source,
  decide: Decide,
  leaves: 'as-element' | 'each',
): Nodes {
  if (leaves === 'as-element' && !isSubset(nodes)) {
    const shaped = selectSubtrees(nodes, source, decide)
    if (shaped !== null) return shaped
  }
  return selectEach(nodes, source, decide)
}

/** Null where an element is kept inside one that is not: then the shape is another. */
function selectSubtrees(nodes: NodeSet, source: Source, decide: Decide): Nodes | null {
  const without = leftOut(nodes)
  const holes = new Set(without)
  let rejoined = false
  const walk = (node: ParentNode, outer: Decision): Decision => {
    source.work.spend(1)
    const decision = decide(node, outer.inherited)
    if (node.kind === 'element' && outer.kept && !decision.kept) holes.add(node.source)
    if (!outer.kept && decision.kept) rejoined = true
    for (const child of childrenOf(node)) {
      if (rejoined) break
      if (child.kind === 'element' && !without.has(child.source)) walk(child, decision)
    }
    return decision
  }
  const { root, nodeOf } = source.tree
  const outer = outside(nodes, source, decide)
  const top = walk(nodes.apex === 'document' ? root : nodeOf(nodes.apex), { ...outer, kept: true })
  if (rejoined) return null
  return top.kept ? { ...nodes, without: outermost(holes) } : emptySubset
}

/** Of holes in holes the outer ones say all. */
function outermost(holes: ReadonlySet<XmlElement>): ReadonlySet<XmlElement> {
  const inHole = (element: XmlElement): boolean => {
    for (let at = element.parent; at !== null; at = at.parent) if (holes.has(at)) return true
    return false
  }
  return new Set([...holes].filter((hole) => !inHole(hole)))
}

/** What the apex of a set inherits from what it stands in. */
function outside({ apex }: NodeSet, source: Source, decide: Decide): Decision {
  const start: Decision = { kept: false, inherited: 0 }
  if (apex === 'document') return start
  const ancestors: ParentNode[] = []
  for (let at: ParentNode | null = source.tree.nodeOf(apex).parent; at !== null; at = at.parent) {
    ancestors.unshift(at)
  }
  return ancestors.reduce((outer, node) => decide(node, outer.inherited), start)
}

interface Growing {
  readonly members: Set<XmlNode>
  readonly parts: Map<XmlElement, ElementParts>
}

function selectEach(nodes: Nodes, source: Source, decide: Decide): Subset {
  const found: Growing = { members: new Set(), parts: new Map() }
  const isIn = membership(nodes)
  const without = isSubset(nodes) ? nothing : leftOut(nodes)
  const walk = (node: ParentNode, outer: number): void => {
    source.work.spend(1 + childrenOf(node).length)
    const decision = decide(node, outer)
    if (node.kind === 'element') {
      const own = isIn(node.source)
      if (own && decision.kept) found.members.add(node.source)
      selectParts(node, { nodes, own, decide, inherited: decision.inherited, source }, found)
    }
    for (const child of childrenOf(node)) {
      if (child.kind === 'element') {
        if (!without.has(child.source)) walk(child, decision.inherited)
      } else if (isIn(child.source) && decide(child, decision.inherited).kept) {
        found.members.add(child.source)
      }
    }
  }
  const { root, nodeOf } = source.tree
  if (isSubset(nodes) || nodes.apex === 'document') walk(root, 0)
  else walk(nodeOf(nodes.apex), outside(nodes, source, decide).inherited)
  return found
}

const nothing: ReadonlySet<XmlElement> = new Set()

/** Within the walk from its apex, a set of subtrees holds all but comments, perhaps. */
function membership(nodes: Nodes): (node: XmlNode) => boolean {
  if (isSubset(nodes)) return (node) => nodes.members.has(node)
  return ({ kind }) => kind !== 'comment' || nodes.comments === 'kept'
}

interface PartsQuestion {
  readonly nodes: Nodes
  /** Whether the element itself was in the set. */
  readonly own: boolean
  readonly decide: Decide
  readonly inherited: number
  readonly source: Source
}

function selectParts(
  node: ElementNode,
  { nodes, own, decide, inherited, source: { work } }: PartsQuestion,
  found: Growing,
): void {
  const before = isSubset(nodes) ? nodes.parts.get(node.source) : undefined
  if (before === undefined && !own) return
  work.spend(attributesOf(node).length + namespacesOf(node).length)
  const attributes = attributesOf(node)
    .filter(({ source }) => before?.attributes.has(source) ?? true)
    .filter((each) => decide(each, inherited).kept)
  const namespaces = namespacesOf(node)
    .filter(({ prefix }) => before?.prefixes.has(prefix) ?? true)
    .filter((each) => decide(each, inherited).kept)
  const all = attributesOf(node).length + namespacesOf(node).length
  const usual = found.members.has(node.source) ? all : 0
  if (attributes.length + namespaces.length === usual) return
  found.parts.set(node.source, {
    attributes: new Set(attributes.map(({ source }) => source)),
    prefixes: new Set(namespaces.map(({ prefix }) => prefix)),
  })
}
