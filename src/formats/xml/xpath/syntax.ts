/** An expression of XPath 1.0 §3, with the prefixes of its names resolved. */
export type Expression =
  | { readonly kind: 'or' | 'and'; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: 'comparison'
      readonly operator: Comparison
      readonly left: Expression
      readonly right: Expression
    }
  | {
      readonly kind: 'arithmetic'
      readonly operator: Arithmetic
      readonly left: Expression
      readonly right: Expression
    }
  | { readonly kind: 'negation'; readonly operand: Expression }
  | { readonly kind: 'union'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'literal'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Expression[] }
  | PathExpression

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>='
export type Arithmetic = '+' | '-' | '*' | 'div' | 'mod'

/** A location path (§2), or steps and predicates behind another expression (§3.3). */
export interface PathExpression {
  readonly kind: 'path'
  readonly start: 'root' | 'context' | Expression
  /** Of what the path starts with, where that is an expression. */
  readonly predicates: readonly Expression[]
  readonly steps: readonly Step[]
}

/** XPath 1.0 §2.1. */
export interface Step {
  readonly axis: Axis
  readonly test: NodeTest
  readonly predicates: readonly Expression[]
}

/** XPath 1.0 §2.2. */
export const axes = [
  'ancestor',
  'ancestor-or-self',
  'attribute',
  'child',
  'descendant',
  'descendant-or-self',
  'following',
  'following-sibling',
  'namespace',
  'parent',
  'preceding',
  'preceding-sibling',
  'self',
] as const

export type Axis = (typeof axes)[number]

/** XPath 1.0 §2.3; null stands for any namespace or name. */
export type NodeTest =
  | { readonly kind: 'name'; readonly namespace: string | null; readonly name: string | null }
  | { readonly kind: 'node' | 'text' | 'comment' }
  | { readonly kind: 'instruction'; readonly target: string | null }
