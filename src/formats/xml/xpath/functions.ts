import { xmlNamespace } from '../document.ts'
import { localNameOf, namespaceNameOf } from './axes.ts'
import type { EvaluationContext } from './context.ts'
import type { ElementNode, XPathNode } from './nodes.ts'
import { inDocumentOrder } from './nodes.ts'
import { xpathRefused } from './refusal.ts'
import {
  stringToNumber,
  stringValue,
  toBoolean,
  toNumber,
  toText,
  type XPathValue,
} from './values.ts'

/** A function of the library: how many arguments it takes, and what it comes to. */
interface XPathFunction {
  readonly least: number
  readonly most: number
  call(operands: readonly XPathValue[], context: EvaluationContext): XPathValue
}

type Call = XPathFunction['call']

/** The core library of XPath 1.0 §4 with the here() of XMLDSig 1.1 §6.6.3; null for any other. */
export function functionOf(name: string): XPathFunction | null {
  return Object.hasOwn(library, name) ? (library[name] ?? null) : null
}

function takes(least: number, most: number, call: Call): XPathFunction {
  return { least, most, call }
}

const library: Readonly<Record<string, XPathFunction>> = {
  last: takes(0, 0, (_, { size }) => size),
  position: takes(0, 0, (_, { position }) => position),
  count: takes(1, 1, ([nodes]) => nodeSet(nodes).length),
  id: takes(1, 1, elementsById),
  here: takes(0, 0, (_, { here }) => {
    if (here === null) throw xpathRefused('here() outside the document of the signature')
    return [here]
  }),
  'local-name': takes(0, 1, (operands, context) => named(operands, context, localNameOf)),
  'namespace-uri': takes(0, 1, (operands, context) => named(operands, context, namespaceNameOf)),
  name: takes(0, 1, (operands, context) => named(operands, context, qualifiedName)),
  string: takes(0, 1, textOf),
  concat: takes(2, 100, (operands, context) => charged(texts(operands, context).join(''), context)),
  'starts-with': takes(2, 2, (operands, context) => {
    const [text = '', start = ''] = texts(operands, context)
    return text.startsWith(charged(start, context))
  }),
  contains: takes(2, 2, (operands, context) => search(operands, context).at >= 0),
  'substring-before': takes(2, 2, (operands, context) => {
    const { text, at } = search(operands, context)
    return text.slice(0, Math.max(0, at))
  }),
  'substring-after': takes(2, 2, (operands, context) => {
    const { text, part, at } = search(operands, context)
    return at < 0 ? '' : text.slice(at + part.length)
  }),
  substring: takes(2, 3, substring),
  'string-length': takes(
    0,
    1,
    (operands, context) => [...readThrough(textOf(operands, context), context)].length,
  ),
  'normalize-space': takes(0, 1, (operands, context) =>
    readThrough(textOf(operands, context), context)
      .split(/[ \t\r\n]+/)
      .filter((word) => word !== '')
      .join(' '),
  ),
  translate: takes(3, 3, translate),
  boolean: takes(1, 1, ([value]) => toBoolean(value ?? '')),
  not: takes(1, 1, ([value]) => !toBoolean(value ?? '')),
  true: takes(0, 0, () => true),
  false: takes(0, 0, () => false),
  lang: takes(1, 1, inLanguage),
  number: takes(0, 1, ([value], context) =>
    value === undefined
      ? stringToNumber(stringValue(context.node, context.work))
      : toNumber(value, context.work),
  ),
  sum: takes(1, 1, ([nodes], { work }) =>
    nodeSet(nodes).reduce((sum, node) => sum + stringToNumber(stringValue(node, work)), 0),
  ),
  floor: takes(1, 1, ([value = ''], { work }) => Math.floor(toNumber(value, work))),
  ceiling: takes(1, 1, ([value = ''], { work }) => Math.ceil(toNumber(value, work))),
  round: takes(1, 1, ([value = ''], { work }) => Math.round(toNumber(value, work))),
}

/** A value that has to be a node-set. */
export function nodeSet(value: XPathValue | undefined): readonly XPathNode[] {
  if (typeof value !== 'object') throw xpathRefused('a value that should be a node-set')
  return value
}

function textOf([value]: readonly XPathValue[], context: EvaluationContext): string {
  return value === undefined ? stringValue(context.node, context.work) : toText(value, context.work)
}

function texts(operands: readonly XPathValue[], { work }: EvaluationContext): readonly string[] {
  return operands.map((operand) => toText(operand, work))
}

/** For what is done to a text as a whole; what is read from the document is counted there. */
function charged(text: string, { work }: EvaluationContext): string {
  work.spend(text.length / 16)
  return text
}

/** For what looks at every character by itself: results of functions are in no document, and nest. */
function readThrough(text: string, { work }: EvaluationContext): string {
  work.spend(text.length)
  return text
}

/** Characters compared in the time of one step; a search may compare all of the part at every place. */
const comparedInOneStep = 64

function search(
  operands: readonly XPathValue[],
  context: EvaluationContext,
): { readonly text: string; readonly part: string; readonly at: number } {
  const [text = '', part = ''] = texts(operands, context)
  context.work.spend((text.length * part.length) / comparedInOneStep)
  return { text, part, at: text.indexOf(part) }
}

/** XPath 1.0 §4.1: of the first node, or of the context node. */
function named(
  [nodes]: readonly XPathValue[],
  { node }: EvaluationContext,
  nameOf: (node: XPathNode) => string,
): string {
  const [first] = nodes === undefined ? [node] : nodeSet(nodes)
  return first === undefined ? '' : nameOf(first)
}

function qualifiedName(node: XPathNode): string {
  if (node.kind !== 'element' && node.kind !== 'attribute') return localNameOf(node)
  const { prefix, name } = node.source
  return prefix === '' ? name : `${prefix}:${name}`
}

/** XPath 1.0 §4.1, with the identifiers of this room: two elements of one identifier are an error. */
function elementsById([value = '']: readonly XPathValue[], context: EvaluationContext): XPathValue {
  const { work, elementById } = context
  const listed =
    typeof value === 'object' ? value.map((node) => stringValue(node, work)) : [toText(value, work)]
  const found = new Set<ElementNode>()
  for (const id of listed.flatMap((each) => readThrough(each, context).split(/[ \t\r\n]+/))) {
    const element = id === '' ? null : elementById(id)
    if (element !== null) found.add(element)
  }
  return inDocumentOrder([...found])
}

/** XPath 1.0 §4.2: characters from a rounded position on; NaN has none. */
function substring(operands: readonly XPathValue[], context: EvaluationContext): string {
  const [value = '', from = '', length] = operands
  const text = [...readThrough(toText(value, context.work), context)]
  const first = Math.round(toNumber(from, context.work))
  const behind =
    length === undefined ? Infinity : first + Math.round(toNumber(length, context.work))
  return text.filter((_, index) => index + 1 >= first && index + 1 < behind).join('')
}

function translate(operands: readonly XPathValue[], context: EvaluationContext): string {
  const [text = '', from = '', to = ''] = texts(operands, context).map((each) =>
    readThrough(each, context),
  )
  const replacements = [...to]
  const table = new Map<string, string>()
  ;[...from].forEach((character, index) => {
    if (!table.has(character)) table.set(character, replacements[index] ?? '')
  })
  return [...text].map((character) => table.get(character) ?? character).join('')
}

/** XPath 1.0 §4.3: the nearest xml:lang is the language or a dialect of it. */
function inLanguage(operands: readonly XPathValue[], context: EvaluationContext): boolean {
  const wanted = textOf(operands, context).toLowerCase()
  for (let at: XPathNode | null = context.node; at !== null; at = at.parent) {
    if (at.kind !== 'element') continue
    context.work.spend(1 + at.source.attributes.length / 16)
    const own = at.source.attributes.find(
      ({ name, namespace }) => name === 'lang' && namespace === xmlNamespace,
    )
    if (own === undefined) continue
    const language = own.value.toLowerCase()
    return language === wanted || language.startsWith(`${wanted}-`)
  }
  return false
}
