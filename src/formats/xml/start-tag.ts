import { xmlMalformed } from './malformed.ts'
import { plainValue } from './plain-values.ts'

/** An attribute or a declaration as the start tag has it. */
export interface WrittenAttribute {
  /** The name with its prefix, in octets. */
  readonly name: string
  /** The value in plain form. */
  readonly value: string
}

/** What stands in a start tag behind the name. */
export interface StartTag {
  readonly declarations: readonly WrittenAttribute[]
  readonly attributes: readonly WrittenAttribute[]
  /** The declarations in plain form, each behind a space. */
  readonly declarationText: string
  /** The same of the attributes. */
  readonly attributeText: string
  /** Where the `>` or `/>` is. */
  readonly end: number
  /** False where the source has it in another form. */
  readonly plain: boolean
}

/**
 * XML 1.0 §3.1: `Attribute ::= Name Eq AttValue`, behind white space. A declaration of the prefix `xml`,
 * which can be but the one (Namespaces in XML §3), is left out.
 */
export function readStartTag(text: string, nameEnd: number): StartTag {
  const declarations: WrittenAttribute[] = []
  const attributes: WrittenAttribute[] = []
  let plain = true
  let declarationsEnd = nameEnd
  let at = nameEnd
  let start = afterSpaces(text, at)
  while (!endsTag(text, start)) {
    const read = readAttribute(text, start)
    const { name, value } = read
    const declares = name === 'xmlns' || name.startsWith('xmlns:')
    const inOrder = !declares || (attributes.length === 0 && name !== superfluous)
    plain &&= read.plain && start === at + 1 && text.charCodeAt(at) === space && inOrder
    if (!declares) attributes.push({ name, value })
    else if (name !== superfluous) declarations.push({ name, value })
    at = read.end
    if (declares) declarationsEnd = at
    start = afterSpaces(text, at)
  }
  plain &&= start === at
  const declarationText = plain ? text.slice(nameEnd, declarationsEnd) : plainText(declarations)
  const attributeText = plain ? text.slice(declarationsEnd, at) : plainText(attributes)
  return { declarations, attributes, declarationText, attributeText, end: start, plain }
}

const superfluous = 'xmlns:xml'

function plainText(attributes: readonly WrittenAttribute[]): string {
  return attributes.map(({ name, value }) => ` ${name}="${value}"`).join('')
}

const tab = 0x09
const lineFeed = 0x0a
const space = 0x20
const doubleQuote = 0x22
const apostrophe = 0x27
export const slash = 0x2f
const equals = 0x3d
export const greaterThan = 0x3e

/** White space of XML 1.0 §2.3; carriage returns have become line feeds. */
export function isSpace(code: number): boolean {
  return code === space || code === lineFeed || code === tab
}

function endsTag(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code === greaterThan || (code === slash && text.charCodeAt(at + 1) === greaterThan)
}

function afterSpaces(text: string, from: number): number {
  let at = from
  while (isSpace(text.charCodeAt(at))) at += 1
  return at
}

/** The end of a name that begins at an offset: white space, or one of `=`, `/` and `>`. */
export function afterName(text: string, start: number): number {
  let at = start
  for (let code = text.charCodeAt(at); !endsName(code); code = text.charCodeAt(at)) at += 1
  if (at === start) throw xmlMalformed('a name is missing')
  return at
}

function endsName(code: number): boolean {
  if (Number.isNaN(code)) throw xmlMalformed('it ends in the middle')
  return code === greaterThan || code === slash || code === equals || isSpace(code)
}

function readAttribute(
  text: string,
  start: number,
): WrittenAttribute & { readonly end: number; readonly plain: boolean } {
  const nameEnd = afterName(text, start)
  const sign = afterSpaces(text, nameEnd)
  const open = afterSpaces(text, sign + 1)
  const quote = text.charCodeAt(open)
  if (text.charCodeAt(sign) !== equals || (quote !== doubleQuote && quote !== apostrophe)) {
    throw xmlMalformed('an attribute without a value')
  }
  const close = text.indexOf(quote === doubleQuote ? '"' : "'", open + 1)
  if (close < 0) throw xmlMalformed('it ends in the middle')
  const written = text.slice(open + 1, close)
  const value = plainValue(written)
  const plain = value === written && quote === doubleQuote && open === nameEnd + 1
  return { name: text.slice(start, nameEnd), value, end: close + 1, plain }
}
