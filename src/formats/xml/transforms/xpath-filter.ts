import { attribute, childElements, namespaceOf, textOf, type XmlElement } from '../document.ts'
import { xpathFilter2 } from '../namespaces.ts'
import { isDs, type Transform } from '../signed-info.ts'
import type { EvaluationContext } from '../xpath/context.ts'
import { evaluate, truth } from '../xpath/evaluate.ts'
import { nodeSet } from '../xpath/functions.ts'
import type { ElementNode, XPathNode } from '../xpath/nodes.ts'
import { parseXPath } from '../xpath/parser.ts'
import { looksAtElementsOnly } from '../xpath/reach.ts'
import { xpathRefused } from '../xpath/refusal.ts'
import type { Expression } from '../xpath/syntax.ts'
import { type Decide, selectNodes } from './select-nodes.ts'
import type { Source } from './source.ts'
import type { Nodes } from './subset.ts'

/** What a filter is applied to, and where its expression stands. */
export interface Filtering {
  readonly nodes: Nodes
  readonly source: Source
  /** Whether the transform is of the document that is filtered: only there is here() a node. */
  readonly bearer: 'same-document' | 'another'
}

/**
 * XMLDSig 1.1 §6.6.3: the nodes of the set for each of which the expression is true. Throws
 * `xml-malformed` or `budget-exceeded`.
 */
export function filterByXPath({ element }: Transform, filtering: Filtering): Nodes {
  const [bearing, ...others] = childElements(element)
  if (!isDs(bearing, 'XPath') || others.length > 0) throw xpathRefused('no single XPath element')
  const expression = expressionIn(bearing)
  const context = contextOf(bearing, filtering)
  const decide: Decide = (node) => ({
    kept: truth(expression, { ...context, node }),
    inherited: 0,
  })
  const leaves = looksAtElementsOnly(expression) ? 'as-element' : 'each'
  return selectNodes(filtering.nodes, filtering.source, decide, leaves)
}

/** Filters of one transform: their marks are the bits of a number. The longest seen has four. */
const largestFilters = 16

const operations = ['intersect', 'subtract', 'union'] as const

/** One element of XPath Filter 2.0 §3.3: what to do with the subtrees of the nodes it selects. */
interface SubtreeFilter {
  readonly operation: (typeof operations)[number]
  readonly tops: ReadonlySet<XPathNode>
}

/**
 * XPath Filter 2.0 §3.4: of all nodes of the document, those are kept that the operations leave one
 * after the other, each over whole subtrees; and of these those of the set.
 */
export function filterBySubtrees({ element }: Transform, filtering: Filtering): Nodes {
  const bearing = childElements(element)
  if (bearing.length === 0) throw xpathRefused('a filter without an XPath element')
  if (bearing.length > largestFilters) {
    throw xpathRefused(`more than ${largestFilters} XPath elements`)
  }
  const filters = bearing.map((each) => subtreeFilter(each, filtering))
  const decide: Decide = (node, inherited) => {
    let marks = inherited
    let kept = true
    filters.forEach(({ operation, tops }, index) => {
      if (tops.has(node)) marks |= 1 << index
      const selected = (marks & (1 << index)) !== 0
      if (operation === 'union') kept ||= selected
      else kept &&= selected === (operation === 'intersect')
    })
    return { kept, inherited: marks }
  }
  const ofElements = filters.every(({ tops }) =>
    [...tops].every(({ kind }) => kind === 'element' || kind === 'root'),
  )
  const leaves = ofElements ? 'as-element' : 'each'
  return selectNodes(filtering.nodes, filtering.source, decide, leaves)
}

function subtreeFilter(bearing: XmlElement, filtering: Filtering): SubtreeFilter {
  const named = attribute(bearing, 'Filter')
  const operation = operations.find((candidate) => candidate === named)
  if (bearing.namespace !== xpathFilter2 || bearing.name !== 'XPath' || operation === undefined) {
    throw xpathRefused('a filter that is none of XPath Filter 2.0')
  }
  const found = evaluate(expressionIn(bearing), contextOf(bearing, filtering))
  return { operation, tops: new Set(nodeSet(found)) }
}

function expressionIn(bearing: XmlElement): Expression {
  return parseXPath(textOf(bearing), (prefix) => namespaceOf(bearing.scope, prefix))
}

/** Position and size are those of a node by itself (XMLDSig 1.1 §6.6.3). */
function contextOf(bearing: XmlElement, { source, bearer }: Filtering): EvaluationContext {
  const { tree, work, identifiers } = source
  return {
    node: tree.root,
    position: 1,
    size: 1,
    root: tree.root,
    here: bearer === 'same-document' ? tree.nodeOf(bearing) : null,
    elementById: (id): ElementNode | null => {
      const found = identifiers.get(id)
      if (found === 'several') throw xpathRefused('an identifier that several elements have')
      return found === undefined ? null : tree.nodeOf(found)
    },
    work,
    known: new Map(),
  }
}
