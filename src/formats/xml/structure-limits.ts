import { type Budget, budgetExceeded } from '../../core/budget.ts'
import { xmlMalformed } from './malformed.ts'

/**
 * What libxml2 does not bound by itself. Prefixes are looked up through the declarations in scope,
 * and every node takes some 450 octets of memory here. The largest of 1,200 lists and suite files
 * have 16 declarations in scope, 8 attributes in one element, and 19,000 nodes.
 */
const declarationsInScope = 1_000
const attributesOfElement = 256
const nodesOfDocument = 1_000_000

/** Counts what a document is made of while it is read, before libxml2 sees any of it. */
export class StructureLimits {
  readonly #depth: number
  readonly #most: number
  readonly #declarations: number[] = []
  #inScope = 0
  #nodes = 0

  constructor({ limits }: Budget) {
    this.#depth = limits.depth
    this.#most = Math.min(nodesOfDocument, limits.nodes)
  }

  /** Elements, attributes, comments, instructions and CDATA sections. */
  get nodes(): number {
    return this.#nodes
  }

  node(amount = 1): void {
    this.#nodes += amount
    if (this.#nodes > this.#most) throw budgetExceeded('nodes', this.#most)
  }

  element(attributes: number, declarations: number): void {
    this.node(1 + attributes + declarations)
    if (attributes + declarations > attributesOfElement) throw xmlMalformed('too many attributes')
    this.#inScope += declarations
    if (this.#inScope > declarationsInScope) {
      throw xmlMalformed('too many namespace declarations in scope')
    }
    this.#declarations.push(declarations)
    if (this.#declarations.length > this.#depth) throw budgetExceeded('depth', this.#depth)
  }

  endOfElement(): void {
    this.#inScope -= this.#declarations.pop() ?? 0
  }
}
