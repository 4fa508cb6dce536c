import { xpathRefused } from './refusal.ts'

/** A token of XPath 1.0 §3.7. A name keeps its prefix, and `*` stands in it as it was written. */
export interface Token {
  readonly kind: 'symbol' | 'operator' | 'name' | 'literal' | 'number' | 'end'
  readonly text: string
}

/** Octets of an expression: the longest of 1,200 signatures has 800 characters. */
const longestExpression = 10_000

const nameStart = '[\\p{L}_]'
const nameCharacter = '[\\p{L}\\p{N}\\p{M}\\u00b7_.-]'
const ncName = `${nameStart}${nameCharacter}*`

/** One token at a time, each at the place where the one before ended, so that reading is linear. */
const patterns = {
  space: /[ \t\r\n]+/uy,
  literal: /"[^"]*"|'[^']*'/uy,
  number: /\d+(?:\.\d*)?|\.\d+/uy,
  name: new RegExp(`${ncName}(?::(?!:)(?:\\*|${ncName}))?`, 'uy'),
  operator: /\/\/|!=|<=|>=|[/|+=<>-]/uy,
  symbol: /::|\.\.|[().[\]@,]/uy,
} as const

const operatorNames: readonly string[] = ['and', 'or', 'mod', 'div']

/** The tokens of an expression; throws `xml-malformed`. */
export function tokensOf(expression: string): readonly Token[] {
  if (expression.length > longestExpression) {
    throw xpathRefused(`an expression of more than ${longestExpression} characters`)
  }
  const tokens: Token[] = []
  let at = 0
  while (at < expression.length) {
    const space = matched('space', expression, at)
    if (space === null) {
      const token = tokenAt(expression, at, tokens.at(-1))
      tokens.push(token)
      at += token.kind === 'literal' ? token.text.length + 2 : token.text.length
    } else at += space.length
  }
  return [...tokens, { kind: 'end', text: '' }]
}

function matched(kind: keyof typeof patterns, text: string, at: number): string | null {
  const pattern = patterns[kind]
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? null
}

function tokenAt(text: string, at: number, previous: Token | undefined): Token {
  const literal = matched('literal', text, at)
  if (literal !== null) return { kind: 'literal', text: literal.slice(1, -1) }
  const number = matched('number', text, at)
  if (number !== null) return { kind: 'number', text: number }
  const name = matched('name', text, at)
  if (name !== null) return nameOrOperator(name, previous)
  if (text[at] === '*') return { kind: endsOperand(previous) ? 'operator' : 'name', text: '*' }
  const operator = matched('operator', text, at)
  if (operator !== null) return { kind: 'operator', text: operator }
  const symbol = matched('symbol', text, at)
  if (symbol !== null) return { kind: 'symbol', text: symbol }
  throw xpathRefused('a character that belongs to no expression')
}

/** XPath 1.0 §3.7: behind an operand a name is an operator. */
function nameOrOperator(name: string, previous: Token | undefined): Token {
  if (!endsOperand(previous)) return { kind: 'name', text: name }
  if (operatorNames.includes(name)) return { kind: 'operator', text: name }
  throw xpathRefused('a name where an operator should be')
}

function endsOperand(previous: Token | undefined): boolean {
  if (previous === undefined || previous.kind === 'operator') return false
  return previous.kind !== 'symbol' || !['@', '::', '(', '[', ','].includes(previous.text)
}
