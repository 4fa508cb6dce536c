import type { NodeSet } from '../canonicalise.ts'
import type { XmlAttribute, XmlElement, XmlNode } from '../document.ts'

/**
 * An arbitrary node-set of one document (XPath 1.0 §3.3), as XPath filters make them. The attributes
 * and namespaces of an element are in the set with it and out of it without it, but where `parts`
 * says otherwise.
 */
export interface Subset {
  readonly members: ReadonlySet<XmlNode>
  readonly parts: ReadonlyMap<XmlElement, ElementParts>
}

/** Those of an element's attributes and namespaces, by prefix, that are in the set. */
export interface ElementParts {
  readonly attributes: ReadonlySet<XmlAttribute>
  readonly prefixes: ReadonlySet<string>
}

/** What a transform takes and gives: subtrees with holes, or any other set. */
export type Nodes = NodeSet | Subset

/** True for a node-set of any shape. */
export function isSubset(nodes: Nodes): nodes is Subset {
  return 'members' in nodes
}

/** The set without a node. */
export const emptySubset: Subset = { members: new Set(), parts: new Map() }

/** The attributes of an element that are in the set. */
export function attributesIn(subset: Subset, element: XmlElement): readonly XmlAttribute[] {
  const parts = subset.parts.get(element)
  if (parts === undefined) return subset.members.has(element) ? element.attributes : []
  return element.attributes.filter((attribute) => parts.attributes.has(attribute))
}
