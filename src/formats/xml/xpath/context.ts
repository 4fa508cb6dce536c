import type { ElementNode, RootNode, XPathNode } from './nodes.ts'
import type { Expression } from './syntax.ts'
import type { XPathValue } from './values.ts'
import type { XPathWork } from './work.ts'

/** What an expression is evaluated in (XPath 1.0 §1). */
export interface EvaluationContext {
  readonly node: XPathNode
  readonly position: number
  readonly size: number
  readonly root: RootNode
  /** The element that bears the expression (XMLDSig 1.1 §6.6.3), null where it is of another document. */
  readonly here: ElementNode | null
  elementById(id: string): ElementNode | null
  readonly work: XPathWork
  /** What was found of paths that depend on no context node; of one expression in one document. */
  readonly known: Map<Expression, XPathValue>
}
