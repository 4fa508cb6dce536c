import {
  type NamespaceScope,
  type XmlAttribute,
  type XmlComment,
  type XmlDocument,
  type XmlElement,
  type XmlInstruction,
  type XmlText,
  xmlNamespace,
} from '../document.ts'

/**
 * The data model of XPath 1.0 §5 over the light tree. Nodes are made when they are first looked at,
 * and once, so that they can be compared by identity. `order` is document order: offsets into the
 * text, which namespaces and attributes divide between an element's `<` and the end of its name.
 */
export type XPathNode = RootNode | ElementNode | LeafNode | AttributeNode | NamespaceNode

/** The nodes that hold others. */
export type ParentNode = RootNode | ElementNode

export interface RootNode {
  readonly kind: 'root'
  readonly parent: null
  readonly order: number
  readonly source: XmlDocument
  children: readonly (ElementNode | LeafNode)[] | null
}

export interface ElementNode {
  readonly kind: 'element'
  readonly parent: ParentNode
  readonly order: number
  readonly source: XmlElement
  children: readonly (ElementNode | LeafNode)[] | null
  attributes: readonly AttributeNode[] | null
  namespaces: readonly NamespaceNode[] | null
}

export interface LeafNode {
  readonly kind: 'text' | 'comment' | 'instruction'
  readonly parent: ParentNode
  readonly order: number
  readonly source: XmlText | XmlComment | XmlInstruction
}

export interface AttributeNode {
  readonly kind: 'attribute'
  readonly parent: ElementNode
  readonly order: number
  readonly source: XmlAttribute
}

/** A namespace in scope of an element (XPath 1.0 §5.4); each element has nodes of its own. */
export interface NamespaceNode {
  readonly kind: 'namespace'
  readonly parent: ElementNode
  readonly order: number
  readonly prefix: string
  readonly uri: string
}

/** The nodes of one document, found from those of the light tree. */
export interface XPathTree {
  readonly root: RootNode
  nodeOf(element: XmlElement): ElementNode
}

/** The tree of a document; nothing of it is made yet. */
export function xpathTree(document: XmlDocument): XPathTree {
  const root: RootNode = {
    kind: 'root',
    parent: null,
    order: -1,
    source: document,
    children: null,
  }
  const known = new WeakMap<XmlElement, ElementNode>()
  const nodeOf = (element: XmlElement): ElementNode => {
    const before = known.get(element)
    if (before !== undefined) return before
    const parent = element.parent === null ? root : nodeOf(element.parent)
    // All at once: of a hundred thousand siblings, each may be asked for.
    for (const child of childrenOf(parent)) {
      if (child.kind === 'element') known.set(child.source, child)
    }
    const found = known.get(element)
    if (found === undefined) throw new TypeError('an element of another document')
    return found
  }
  return { root, nodeOf }
}

/** The children in document order (XPath 1.0 §5.1, §5.2). */
export function childrenOf(node: ParentNode): readonly (ElementNode | LeafNode)[] {
  node.children ??= node.kind === 'root' ? rootChildren(node) : elementChildren(node)
  return node.children
}

function rootChildren(node: RootNode): readonly (ElementNode | LeafNode)[] {
  const { before, root, behind } = node.source
  return [...before, root, ...behind].map((source) => childNode(source, node, source.start))
}

function elementChildren(node: ElementNode): readonly (ElementNode | LeafNode)[] {
  let at = node.source.contentStart
  return node.source.children.map((source) => {
    const child = childNode(source, node, source.kind === 'text' ? at : source.start)
    if (source.kind !== 'text') at = source.end
    return child
  })
}

function childNode(
  source: XmlElement | LeafNode['source'],
  parent: ParentNode,
  order: number,
): ElementNode | LeafNode {
  return source.kind === 'element'
    ? { kind: 'element', parent, order, source, children: null, attributes: null, namespaces: null }
    : { kind: source.kind, parent, order, source }
}

/** The attributes (XPath 1.0 §5.3), which declarations of namespaces are none of. */
export function attributesOf(node: ElementNode): readonly AttributeNode[] {
  node.attributes ??= node.source.attributes.map((source, index, all) => ({
    kind: 'attribute',
    parent: node,
    order: node.order + 0.5 + (index + 1) / (2 * all.length + 2),
    source,
  }))
  return node.attributes
}

/** The namespaces in scope (XPath 1.0 §5.4), `xml` among them. */
export function namespacesOf(node: ElementNode): readonly NamespaceNode[] {
  if (node.namespaces !== null) return node.namespaces
  const inScope = [...namespacesInScope(node.source)]
  node.namespaces = inScope.map(([prefix, uri], index, all) => ({
    kind: 'namespace',
    parent: node,
    order: node.order + (index + 1) / (2 * all.length + 2),
    prefix,
    uri,
  }))
  return node.namespaces
}

/** Prefixes with their namespaces; a default that was taken back is none. */
export function namespacesInScope(element: XmlElement): ReadonlyMap<string, string> {
  const found = new Map<string, string>([['xml', xmlNamespace]])
  for (let at: NamespaceScope | null = element.scope; at !== null; at = at.outer) {
    for (const [prefix, uri] of at.declared) if (!found.has(prefix)) found.set(prefix, uri)
  }
  if (found.get('') === '') found.delete('')
  return found
}

/** Text offsets of two nodes never meet but where it is the same node. */
export function inDocumentOrder(nodes: readonly XPathNode[]): readonly XPathNode[] {
  return [...nodes].sort((a, b) => a.order - b.order)
}
