import { contentOf } from './axes.ts'
import { childrenOf, type ParentNode, type XPathNode } from './nodes.ts'
import type { XPathWork } from './work.ts'

/** XPath 1.0 §1: what an expression comes to. Node-sets are in document order, each node once. */
export type XPathValue = string | number | boolean | readonly XPathNode[]

/** XPath 1.0 §4.3, boolean(). */
export function toBoolean(value: XPathValue): boolean {
  if (typeof value === 'number') return value !== 0 && !Number.isNaN(value)
  return typeof value === 'boolean' ? value : value.length > 0
}

/** XPath 1.0 §4.4, number(). */
export function toNumber(value: XPathValue, work: XPathWork): number {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  return stringToNumber(toText(value, work))
}

/** Optional white space, a minus, digits with a point; nothing else is a number. */
export function stringToNumber(text: string): number {
  const number = /^[ \t\r\n]*(-?(?:\d+(?:\.\d*)?|\.\d+))[ \t\r\n]*$/.exec(text)?.[1]
  return number === undefined ? Number.NaN : Number(number)
}

/** XPath 1.0 §4.2, string(): of a node-set that of its first node. */
export function toText(value: XPathValue, work: XPathWork): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return numberText(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  const [first] = value
  return first === undefined ? '' : stringValue(first, work)
}

/** Decimal, without an exponent (XPath 1.0 §4.2). */
function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity'
  if (Number.isInteger(value)) return BigInt(value).toString()
  const text = String(value)
  if (!text.includes('e')) return text
  return value.toFixed(100).replace(/0+$/, '')
}

/** XPath 1.0 §5: the string-value of a node. Its length counts as work. */
export function stringValue(node: XPathNode, work: XPathWork): string {
  const text = ownStringValue(node, work)
  work.spend(1 + text.length / 16)
  return text
}

function ownStringValue(node: XPathNode, work: XPathWork): string {
  switch (node.kind) {
    case 'root':
    case 'element':
      return textInside(node, work)
    case 'attribute':
      return node.source.value
    case 'namespace':
      return node.uri
    case 'instruction':
      return contentOf(node).replace(/^[^ \t\r\n]*[ \t\r\n]*/, '')
    default:
      return contentOf(node)
  }
}

function textInside(node: ParentNode, work: XPathWork): string {
  let text = ''
  for (const child of childrenOf(node)) {
    work.spend(1)
    if (child.kind === 'text') text += contentOf(child)
    else if (child.kind === 'element') text += textInside(child, work)
  }
  return text
}
