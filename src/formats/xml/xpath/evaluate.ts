import { nodesOnAxis } from './axes.ts'
import { compare } from './comparison.ts'
import type { EvaluationContext } from './context.ts'
import { functionOf, nodeSet } from './functions.ts'
import { inDocumentOrder, type XPathNode } from './nodes.ts'
import { xpathRefused } from './refusal.ts'
import type { Arithmetic, Axis, Expression, PathExpression, Step } from './syntax.ts'
import { toBoolean, toNumber, type XPathValue } from './values.ts'
import type { XPathWork } from './work.ts'

/** The value of an expression of XPath 1.0 §3; throws `xml-malformed` or `budget-exceeded`. */
export function evaluate(expression: Expression, context: EvaluationContext): XPathValue {
  context.work.spend(1)
  switch (expression.kind) {
    case 'literal':
      context.work.spend(expression.value.length / 16)
      return expression.value
    case 'number':
      return expression.value
    case 'or':
      return truth(expression.left, context) || truth(expression.right, context)
    case 'and':
      return truth(expression.left, context) && truth(expression.right, context)
    case 'comparison': {
      const left = evaluate(expression.left, context)
      return compare(expression.operator, left, evaluate(expression.right, context), context.work)
    }
    case 'arithmetic':
      return calculate(
        expression.operator,
        toNumber(evaluate(expression.left, context), context.work),
        toNumber(evaluate(expression.right, context), context.work),
      )
    case 'negation':
      return -toNumber(evaluate(expression.operand, context), context.work)
    case 'union': {
      const left = nodeSet(evaluate(expression.left, context))
      return union([left, nodeSet(evaluate(expression.right, context))], context.work)
    }
    case 'call':
      return call(expression.name, expression.operands, context)
    case 'path':
      return path(expression, context)
  }
}

/** The boolean that an expression comes to. */
export function truth(expression: Expression, context: EvaluationContext): boolean {
  return toBoolean(evaluate(expression, context))
}

function calculate(operator: Arithmetic, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case 'div':
      return left / right
    case 'mod':
      return left % right
  }
}

function call(
  name: string,
  operands: readonly Expression[],
  context: EvaluationContext,
): XPathValue {
  const known = functionOf(name)
  if (known === null) throw xpathRefused('a function that is not of XPath 1.0')
  if (operands.length < known.least || operands.length > known.most) {
    throw xpathRefused(`a wrong number of arguments of ${name}()`)
  }
  return known.call(
    operands.map((operand) => evaluate(operand, context)),
    context,
  )
}

function path(expression: PathExpression, context: EvaluationContext): XPathValue {
  if (expression.start !== 'root') return pathFrom(expression, context)
  const before = context.known.get(expression)
  if (before !== undefined) return before
  const found = pathFrom(expression, context)
  context.known.set(expression, found)
  return found
}

function pathFrom(
  { start, predicates, steps }: PathExpression,
  context: EvaluationContext,
): readonly XPathNode[] {
  let nodes: readonly XPathNode[] =
    start === 'context'
      ? [context.node]
      : start === 'root'
        ? [context.root]
        : nodeSet(evaluate(start, context))
  nodes = filtered(nodes, predicates, context)
  for (const step of steps) nodes = afterStep(nodes, step, context)
  return nodes
}

function afterStep(
  nodes: readonly XPathNode[],
  { axis, test, predicates }: Step,
  context: EvaluationContext,
): readonly XPathNode[] {
  const found = nodes.map((node) =>
    filtered(nodesOnAxis(node, axis, test, context.work), predicates, context),
  )
  const [only] = found
  // What one axis finds is there once, and only has to be turned round.
  if (found.length === 1 && only !== undefined) return isReverse(axis) ? [...only].reverse() : only
  return union(found, context.work)
}

/** XPath 1.0 §2.4. */
function isReverse(axis: Axis): boolean {
  return axis.startsWith('ancestor') || axis.startsWith('preceding')
}

/** XPath 1.0 §2.4: a number is a position along the axis. */
function filtered(
  nodes: readonly XPathNode[],
  predicates: readonly Expression[],
  context: EvaluationContext,
): readonly XPathNode[] {
  let left = nodes
  for (const predicate of predicates) {
    const size = left.length
    left = left.filter((node, index) => {
      const position = index + 1
      const value = evaluate(predicate, { ...context, node, position, size })
      return typeof value === 'number' ? value === position : toBoolean(value)
    })
  }
  return left
}

/** Every node once, in document order. */
function union(sets: readonly (readonly XPathNode[])[], work: XPathWork): readonly XPathNode[] {
  const all = new Set<XPathNode>()
  for (const set of sets) {
    work.spend(set.length)
    for (const node of set) all.add(node)
  }
  const nodes = [...all]
  const inOrder = nodes.every((node, index) => index === 0 || before(nodes[index - 1], node))
  return inOrder ? nodes : inDocumentOrder(nodes)
}

function before(a: XPathNode | undefined, b: XPathNode): boolean {
  return a === undefined || a.order < b.order
}
