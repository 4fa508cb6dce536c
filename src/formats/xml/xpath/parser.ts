import { type Token, tokensOf } from './lexer.ts'
import { xpathRefused } from './refusal.ts'
import {
  type Arithmetic,
  type Axis,
  axes,
  type Comparison,
  type Expression,
  type NodeTest,
  type Step,
} from './syntax.ts'

/** Gives the namespace of a prefix, or null where it is not declared. */
export type PrefixResolver = (prefix: string) => string | null

/** Nesting of brackets and predicates: the deepest of 1,200 signatures has six. */
const deepestNesting = 50

/** Reads an expression of XPath 1.0, all of it; throws `xml-malformed`. Variables are not known. */
export function parseXPath(text: string, namespaceOf: PrefixResolver): Expression {
  const reader = new TokenReader(tokensOf(text), namespaceOf)
  const expression = orExpression(reader)
  if (reader.peek().kind !== 'end') throw xpathRefused('something behind the expression')
  return expression
}

class TokenReader {
  readonly namespaceOf: PrefixResolver
  readonly #tokens: readonly Token[]
  #at = 0
  #depth = 0

  constructor(tokens: readonly Token[], namespaceOf: PrefixResolver) {
    this.#tokens = tokens
    this.namespaceOf = namespaceOf
  }

  peek(ahead = 0): Token {
    return this.#tokens[this.#at + ahead] ?? { kind: 'end', text: '' }
  }

  next(): Token {
    const token = this.peek()
    this.#at += 1
    return token
  }

  /** Takes the next token where it is that one. */
  take(kind: Token['kind'], text: string): boolean {
    const token = this.peek()
    if (token.kind !== kind || token.text !== text) return false
    this.#at += 1
    return true
  }

  expect(text: string): void {
    if (!this.take('symbol', text)) throw xpathRefused(`"${text}" is missing`)
  }

  /** Reads what stands between brackets, within the limit of nesting. */
  nested<T>(read: () => T): T {
    this.#depth += 1
    if (this.#depth > deepestNesting) throw xpathRefused('an expression nested too deep')
    const result = read()
    this.#depth -= 1
    return result
  }
}

type Level = (reader: TokenReader) => Expression

/** Operators of one precedence, from left to right (XPath 1.0 §3.4, §3.5). */
function leftToRight(
  operators: readonly string[],
  operand: Level,
  make: (operator: string, left: Expression, right: Expression) => Expression,
): Level {
  return (reader) => {
    let left = operand(reader)
    let depth = 0
    for (;;) {
      const { kind, text } = reader.peek()
      if (kind !== 'operator' || !operators.includes(text)) return left
      depth += 1
      if (depth > longestChain) throw xpathRefused('too many operators in a row')
      reader.next()
      left = make(text, left, operand(reader))
    }
  }
}

/** Operators in a row nest to the left; real expressions have a dozen. */
const longestChain = 500

const unionExpression: Level = (reader) =>
  leftToRight(['|'], pathExpression, (_, left, right) => ({ kind: 'union', left, right }))(reader)

const unaryExpression: Level = (reader) => {
  let negative = false
  while (reader.take('operator', '-')) negative = !negative
  const operand = unionExpression(reader)
  return negative ? { kind: 'negation', operand } : operand
}

const arithmetic = (operator: string, left: Expression, right: Expression): Expression => ({
  kind: 'arithmetic',
  operator: operator as Arithmetic,
  left,
  right,
})

const comparison = (operator: string, left: Expression, right: Expression): Expression => ({
  kind: 'comparison',
  operator: operator as Comparison,
  left,
  right,
})

const multiplicative = leftToRight(['*', 'div', 'mod'], unaryExpression, arithmetic)
const additive = leftToRight(['+', '-'], multiplicative, arithmetic)
const relational = leftToRight(['<', '<=', '>', '>='], additive, comparison)
const equality = leftToRight(['=', '!='], relational, comparison)
const andExpression = leftToRight(['and'], equality, (_, left, right) => ({
  kind: 'and',
  left,
  right,
}))
const orExpression = leftToRight(['or'], andExpression, (_, left, right) => ({
  kind: 'or',
  left,
  right,
}))

/** XPath 1.0 §3.3: a location path, or an expression with predicates and steps behind it. */
function pathExpression(reader: TokenReader): Expression {
  const primary = primaryExpression(reader)
  if (primary === null) return locationPath(reader)
  const predicates = readPredicates(reader)
  const steps = relativeSteps(reader, false)
  return predicates.length === 0 && steps.length === 0
    ? primary
    : { kind: 'path', start: primary, predicates, steps }
}

const nodeTypes: readonly string[] = ['node', 'text', 'comment', 'processing-instruction']

function primaryExpression(reader: TokenReader): Expression | null {
  const { kind, text } = reader.peek()
  if (kind === 'literal') return { kind: 'literal', value: reader.next().text }
  if (kind === 'number') return { kind: 'number', value: Number(reader.next().text) }
  if (reader.take('symbol', '(')) {
    const inside = reader.nested(() => orExpression(reader))
    reader.expect(')')
    return inside
  }
  const called = kind === 'name' && reader.peek(1).kind === 'symbol' && reader.peek(1).text === '('
  if (!called || nodeTypes.includes(text)) return null
  reader.next()
  reader.expect('(')
  return { kind: 'call', name: text, operands: readOperands(reader) }
}

function readOperands(reader: TokenReader): readonly Expression[] {
  if (reader.take('symbol', ')')) return []
  const operands: Expression[] = []
  do operands.push(reader.nested(() => orExpression(reader)))
  while (reader.take('symbol', ','))
  reader.expect(')')
  return operands
}

function locationPath(reader: TokenReader): Expression {
  const { kind, text } = reader.peek()
  const absolute = kind === 'operator' && (text === '/' || text === '//')
  if (!absolute) {
    const steps = [readStep(reader), ...relativeSteps(reader, false)]
    return { kind: 'path', start: 'context', predicates: [], steps }
  }
  const alone = text === '/' && !beginsStep(reader.peek(1))
  if (alone) reader.next()
  return {
    kind: 'path',
    start: 'root',
    predicates: [],
    steps: alone ? [] : relativeSteps(reader, true),
  }
}

function beginsStep({ kind, text }: Token): boolean {
  return kind === 'name' || (kind === 'symbol' && ['.', '..', '@'].includes(text))
}

/** What `//` is short for (XPath 1.0 §2.5). */
const anywhere: Step = { axis: 'descendant-or-self', test: { kind: 'node' }, predicates: [] }

function relativeSteps(reader: TokenReader, needed: boolean): readonly Step[] {
  const steps: Step[] = []
  for (;;) {
    if (reader.take('operator', '//')) steps.push(anywhere)
    else if (!reader.take('operator', '/')) break
    steps.push(readStep(reader))
  }
  if (needed && steps.length === 0) throw xpathRefused('a path without a step')
  return steps
}

function readStep(reader: TokenReader): Step {
  if (reader.take('symbol', '.')) return { axis: 'self', test: { kind: 'node' }, predicates: [] }
  if (reader.take('symbol', '..')) return { axis: 'parent', test: { kind: 'node' }, predicates: [] }
  const axis = readAxis(reader)
  return { axis, test: readTest(reader, axis), predicates: readPredicates(reader) }
}

function readAxis(reader: TokenReader): Axis {
  if (reader.take('symbol', '@')) return 'attribute'
  if (reader.peek(1).kind !== 'symbol' || reader.peek(1).text !== '::') return 'child'
  const name = reader.next().text
  reader.next()
  const axis = axes.find((candidate) => candidate === name)
  if (axis === undefined) throw xpathRefused('an axis that there is not')
  return axis
}

function readTest(reader: TokenReader, axis: Axis): NodeTest {
  const { kind, text } = reader.next()
  if (kind !== 'name') throw xpathRefused('a step without a name or node type')
  if (nodeTypes.includes(text) && reader.take('symbol', '(')) return readNodeType(reader, text)
  if (text === '*') return { kind: 'name', namespace: null, name: null }
  const [prefix, local] = text.includes(':') ? text.split(':') : ['', text]
  if (prefix === undefined || local === undefined) throw xpathRefused('a name that is none')
  // XPath 1.0 §2.3: a name without a prefix is in no namespace, whatever the default is.
  const namespace = prefix === '' ? '' : reader.namespaceOf(prefix)
  if (namespace === null) throw xpathRefused('a prefix that is not declared')
  if (axis === 'namespace') return { kind: 'name', namespace: '', name: local }
  return { kind: 'name', namespace, name: local === '*' ? null : local }
}

function readNodeType(reader: TokenReader, type: string): NodeTest {
  if (type !== 'processing-instruction') {
    reader.expect(')')
    return { kind: type === 'text' ? 'text' : type === 'comment' ? 'comment' : 'node' }
  }
  const target = reader.peek().kind === 'literal' ? reader.next().text : null
  reader.expect(')')
  return { kind: 'instruction', target }
}

function readPredicates(reader: TokenReader): readonly Expression[] {
  const predicates: Expression[] = []
  while (reader.take('symbol', '[')) {
    predicates.push(reader.nested(() => orExpression(reader)))
    reader.expect(']')
  }
  return predicates
}
