import { type Budget, budgetExceeded } from '../../core/budget.ts'
import { xmlMalformed } from './malformed.ts'

/**
 * What libxml2 does not bound by itself. Its canonicalisation looks every used prefix up in a list
 * of all declarations in scope, and sorts attributes by insertion: both quadratic without a bound.
 * No list or suite file seen has more than 40 declarations in scope, or 12 attributes.
 */
const declarationsInScope = 1_000
const attributesOfElement = 256

/**
 * Refuses, in one pass before anything is parsed, document type declarations and structures beyond
 * the limits. It is exact for well-formed text; whatever is not well-formed libxml2 refuses.
 */
export function checkStructure(text: string, budget: Budget): void {
  const declarations: number[] = []
  let inScope = 0
  let nodes = 0
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const next = text.charCodeAt(at + 1)
    if (next === exclamationMark) {
      at = afterDeclaration(text, at)
    } else if (next === questionMark) {
      at = after(text, '?>', at)
    } else if (next === slash) {
      at = after(text, '>', at)
      inScope -= declarations.pop() ?? 0
    } else {
      const tag = startTag(text, at)
      nodes += 1 + tag.attributes
      if (nodes > budget.limits.nodes) throw budgetExceeded('nodes', budget.limits.nodes)
      if (tag.attributes > attributesOfElement) throw xmlMalformed('too many attributes')
      if (inScope + tag.declarations > declarationsInScope) {
        throw xmlMalformed('too many namespace declarations in scope')
      }
      if (!tag.empty) {
        declarations.push(tag.declarations)
        inScope += tag.declarations
        if (declarations.length > budget.limits.depth) {
          throw budgetExceeded('depth', budget.limits.depth)
        }
      }
      at = tag.end
    }
  }
  budget.spendNodes(nodes)
}

const exclamationMark = 0x21
const doubleQuote = 0x22
const apostrophe = 0x27
const slash = 0x2f
const equals = 0x3d
const greaterThan = 0x3e
const questionMark = 0x3f

/** A comment or a CDATA section; the only other thing behind `<!` is a DTD, and none is read. */
function afterDeclaration(text: string, at: number): number {
  if (text.startsWith('<!--', at)) return after(text, '-->', at + 4)
  if (text.startsWith('<![CDATA[', at)) return after(text, ']]>', at + 9)
  throw xmlMalformed('a document type declaration; none is read')
}

function after(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from)
  if (found < 0) throw xmlMalformed('it ends in the middle')
  return found + end.length
}

function startTag(
  text: string,
  start: number,
): { end: number; empty: boolean; attributes: number; declarations: number } {
  let attributes = 0
  let declarations = 0
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === greaterThan) {
      const empty = text.charCodeAt(at - 1) === slash
      return { end: at + 1, empty, attributes, declarations }
    }
    if (code === equals) {
      attributes += 1
    } else if (code === doubleQuote || code === apostrophe) {
      at = text.indexOf(code === doubleQuote ? '"' : "'", at + 1)
      if (at < 0) break
    } else if (code === letterX && text.startsWith('xmlns', at)) {
      declarations += 1
      at += 4
    }
  }
  throw xmlMalformed('it ends in the middle')
}

const letterX = 0x78
