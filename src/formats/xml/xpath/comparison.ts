import type { XPathNode } from './nodes.ts'
import type { Comparison } from './syntax.ts'
import {
  stringToNumber,
  stringValue,
  toBoolean,
  toNumber,
  toText,
  type XPathValue,
} from './values.ts'
import type { XPathWork } from './work.ts'

/**
 * XPath 1.0 §3.4. A comparison with a node-set is true where it is for some node; each string-value
 * is taken once, so that two node-sets take the time of their sum and not of their product.
 */
export function compare(
  operator: Comparison,
  left: XPathValue,
  right: XPathValue,
  work: XPathWork,
): boolean {
  const sets = typeof left === 'object' || typeof right === 'object'
  if (!sets) return compareSimple(operator, left, right, work)
  if (typeof left === 'boolean' || typeof right === 'boolean') {
    return compareSimple(operator, toBoolean(left), toBoolean(right), work)
  }
  if (operator === '=' || operator === '!=') return compareEqual(operator, left, right, work)
  return compareOrder(operator, numbersOf(left, work), numbersOf(right, work))
}

function compareSimple(
  operator: Comparison,
  left: XPathValue,
  right: XPathValue,
  work: XPathWork,
): boolean {
  if (operator !== '=' && operator !== '!=') {
    return compareOrder(operator, [toNumber(left, work)], [toNumber(right, work)])
  }
  const kinds = [typeof left, typeof right]
  const same = kinds.includes('boolean')
    ? toBoolean(left) === toBoolean(right)
    : kinds.includes('number')
      ? toNumber(left, work) === toNumber(right, work)
      : toText(left, work) === toText(right, work)
  return same === (operator === '=')
}

function compareEqual(
  operator: '=' | '!=',
  left: XPathValue,
  right: XPathValue,
  work: XPathWork,
): boolean {
  const numeric = typeof left === 'number' || typeof right === 'number'
  const [one, other] = numeric
    ? [new Set(numbersOf(left, work)), new Set(numbersOf(right, work))]
    : [new Set(textsOf(left, work)), new Set(textsOf(right, work))]
  if (one.size === 0 || other.size === 0) return false
  if (operator === '=') return anyShared(one, other)
  // Some pair differs unless all are one value; NaN differs from itself.
  return one.size > 1 || other.size > 1 || !anyShared(one, other)
}

function anyShared(one: ReadonlySet<unknown>, other: ReadonlySet<unknown>): boolean {
  for (const each of one) if (!Number.isNaN(each) && other.has(each)) return true
  return false
}

function compareOrder(
  operator: Comparison,
  left: readonly number[],
  right: readonly number[],
): boolean {
  const ordered = (values: readonly number[]) => values.filter((value) => !Number.isNaN(value))
  const least = (values: readonly number[]) =>
    ordered(values).reduce((a, b) => Math.min(a, b), Infinity)
  const most = (values: readonly number[]) =>
    ordered(values).reduce((a, b) => Math.max(a, b), -Infinity)
  if (ordered(left).length === 0 || ordered(right).length === 0) return false
  switch (operator) {
    case '<':
      return least(left) < most(right)
    case '<=':
      return least(left) <= most(right)
    case '>':
      return most(left) > least(right)
    default:
      return most(left) >= least(right)
  }
}

function numbersOf(value: XPathValue, work: XPathWork): readonly number[] {
  return typeof value === 'object'
    ? valuesOf(value, work).map(stringToNumber)
    : [toNumber(value, work)]
}

function textsOf(value: XPathValue, work: XPathWork): readonly string[] {
  return typeof value === 'object' ? valuesOf(value, work) : [toText(value, work)]
}

function valuesOf(nodes: readonly XPathNode[], work: XPathWork): readonly string[] {
  return nodes.map((node) => stringValue(node, work))
}
