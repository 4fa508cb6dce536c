import {
  attributesOf,
  childrenOf,
  type ElementNode,
  type LeafNode,
  namespacesOf,
  type XPathNode,
} from './nodes.ts'
import type { Axis, NodeTest } from './syntax.ts'
import type { XPathWork } from './work.ts'

/** The nodes of an axis that pass a test, in the order of the axis (XPath 1.0 §2.2, §2.4). */
export function nodesOnAxis(
  node: XPathNode,
  axis: Axis,
  test: NodeTest,
  work: XPathWork,
): readonly XPathNode[] {
  const found: XPathNode[] = []
  walks[axis](node, (each) => {
    work.spend(1)
    if (passes(each, axis, test)) found.push(each)
  })
  return found
}

type Visit = (node: XPathNode) => void

const walks: Readonly<Record<Axis, (node: XPathNode, visit: Visit) => void>> = {
  self: (node, visit) => visit(node),
  parent: (node, visit) => {
    if (node.parent !== null) visit(node.parent)
  },
  ancestor: visitAncestors,
  'ancestor-or-self': (node, visit) => {
    visit(node)
    visitAncestors(node, visit)
  },
  attribute: (node, visit) => {
    if (node.kind === 'element') attributesOf(node).forEach(visit)
  },
  namespace: (node, visit) => {
    if (node.kind === 'element') namespacesOf(node).forEach(visit)
  },
  child: (node, visit) => childrenIn(node).forEach(visit),
  descendant: (node, visit) => {
    for (const child of childrenIn(node)) visitSubtree(child, visit)
  },
  'descendant-or-self': visitSubtree,
  'following-sibling': (node, visit) => siblings(node, 'behind').forEach(visit),
  'preceding-sibling': (node, visit) => siblings(node, 'before').reverse().forEach(visit),
  following: (node, visit) => {
    if (node.kind === 'attribute' || node.kind === 'namespace') {
      // In document order the children of its element stand behind it (XPath 1.0 §5).
      for (const child of childrenOf(node.parent)) visitSubtree(child, visit)
    }
    for (let at: XPathNode | null = inTree(node); at !== null; at = at.parent) {
      for (const sibling of siblings(at, 'behind')) visitSubtree(sibling, visit)
    }
  },
  preceding: (node, visit) => {
    for (let at: XPathNode | null = inTree(node); at !== null; at = at.parent) {
      for (const sibling of siblings(at, 'before').reverse()) visitBackwards(sibling, visit)
    }
  },
}

function visitAncestors(node: XPathNode, visit: Visit): void {
  for (let at = node.parent; at !== null; at = at.parent) visit(at)
}

/** The depth of the tree is within the budget. */
function visitSubtree(node: XPathNode, visit: Visit): void {
  visit(node)
  for (const child of childrenIn(node)) visitSubtree(child, visit)
}

function visitBackwards(node: XPathNode, visit: Visit): void {
  for (const child of [...childrenIn(node)].reverse()) visitBackwards(child, visit)
  visit(node)
}

function childrenIn(node: XPathNode): readonly (ElementNode | LeafNode)[] {
  return node.kind === 'root' || node.kind === 'element' ? childrenOf(node) : []
}

function inTree(node: XPathNode): XPathNode {
  return node.kind === 'attribute' || node.kind === 'namespace' ? node.parent : node
}

/** Attributes and namespaces are no siblings of anything (XPath 1.0 §2.2). */
function siblings(node: XPathNode, side: 'before' | 'behind'): XPathNode[] {
  if (node.parent === null || inTree(node) !== node) return []
  const all: readonly XPathNode[] = childrenOf(node.parent)
  const own = indexIn(all, node)
  return side === 'before' ? all.slice(0, own) : all.slice(own + 1)
}

/** By bisection: they stand in document order. */
function indexIn(all: readonly XPathNode[], node: XPathNode): number {
  let low = 0
  let high = all.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((all[middle]?.order ?? 0) < node.order) low = middle + 1
    else high = middle
  }
  return low
}

/** XPath 1.0 §2.3. A name is that of a node of the kind that the axis is for. */
function passes(node: XPathNode, axis: Axis, test: NodeTest): boolean {
  switch (test.kind) {
    case 'node':
      return true
    case 'text':
    case 'comment':
      return node.kind === test.kind
    case 'instruction':
      return (
        node.kind === 'instruction' && (test.target === null || localNameOf(node) === test.target)
      )
    case 'name':
      return isOfName(node, axis, test)
  }
}

function isOfName(
  node: XPathNode,
  axis: Axis,
  { namespace, name }: Extract<NodeTest, { kind: 'name' }>,
): boolean {
  const principal =
    axis === 'attribute' ? 'attribute' : axis === 'namespace' ? 'namespace' : 'element'
  if (node.kind !== principal) return false
  return (
    (name === null || localNameOf(node) === name) &&
    (namespace === null || namespaceNameOf(node) === namespace)
  )
}

/** The local part of the expanded name (XPath 1.0 §5), empty where there is none. */
export function localNameOf(node: XPathNode): string {
  switch (node.kind) {
    case 'element':
    case 'attribute':
      return node.source.name
    case 'namespace':
      return node.prefix
    case 'instruction':
      return /^[^ \t\r\n]*/.exec(contentOf(node))?.[0] ?? ''
    default:
      return ''
  }
}

/** The namespace of the expanded name; empty for all but elements and attributes. */
export function namespaceNameOf(node: XPathNode): string {
  return node.kind === 'element' || node.kind === 'attribute' ? node.source.namespace : ''
}

/** What a text, a comment or an instruction holds. */
export function contentOf(node: LeafNode): string {
  return node.source.text
}
