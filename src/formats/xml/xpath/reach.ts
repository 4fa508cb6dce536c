import type { Expression, PathExpression } from './syntax.ts'

/**
 * True where an expression says the same of a text, comment, instruction, attribute or namespace as
 * of the element that it is in: it looks at elements up the tree alone, or at nothing of the context
 * node. `not(ancestor-or-self::ds:Signature)` is such a one, and is asked of elements only. What is
 * not certain to be one is none.
 */
export function looksAtElementsOnly(expression: Expression): boolean {
  switch (expression.kind) {
    case 'literal':
    case 'number':
      return true
    case 'or':
    case 'and':
    case 'comparison':
    case 'arithmetic':
    case 'union':
      return looksAtElementsOnly(expression.left) && looksAtElementsOnly(expression.right)
    case 'negation':
      return looksAtElementsOnly(expression.operand)
    case 'call':
      return ofOperandsOnly(expression.name, expression.operands)
    case 'path':
      return pathLooksUp(expression)
  }
}

/** Functions that without an argument speak of the context node (XPath 1.0 §4), and lang(), which always does. */
const ofContext: readonly string[] = [
  'local-name',
  'namespace-uri',
  'name',
  'string',
  'string-length',
  'normalize-space',
  'number',
]

function ofOperandsOnly(name: string, operands: readonly Expression[]): boolean {
  if (name === 'lang' || (operands.length === 0 && ofContext.includes(name))) return false
  return operands.every(looksAtElementsOnly)
}

/** Predicates and further steps speak of what the first step found, which is the same. */
function pathLooksUp({ start, steps }: PathExpression): boolean {
  if (start === 'root') return true
  if (start !== 'context') return looksAtElementsOnly(start)
  const [first] = steps
  return first?.axis === 'ancestor-or-self' && first.test.kind === 'name'
}
