import { type Budget, budgetExceeded } from '../../core/budget.ts'
import { xmlMalformed } from './malformed.ts'

/**
 * What libxml2 does not bound by itself. Prefixes are looked up through the declarations in scope,
 * and every node takes some 450 octets of memory here. The largest of 1,200 lists and suite files
 * have 16 declarations in scope, 8 attributes in one element, and 19,000 nodes.
 */
const declarationsInScope = 1_000
const attributesOfElement = 256
const nodesOfDocument = 1_000_000

/**
 * Refuses, in one pass before anything is parsed, document type declarations and structures beyond
 * the limits. It is exact for well-formed text; whatever is not well-formed libxml2 refuses.
 */
export function checkStructure(text: string, budget: Budget): void {
  const declarations: number[] = []
  let inScope = 0
  let nodes = 0
  const limit = Math.min(nodesOfDocument, budget.limits.nodes)
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const next = text.charCodeAt(at + 1)
    nodes += 1
    if (nodes > limit) throw budgetExceeded('nodes', limit)
    if (next === exclamationMark) {
      at = afterDeclaration(text, at)
    } else if (next === questionMark) {
      at = after(text, '?>', at)
    } else if (next === slash) {
      at = after(text, '>', at)
      nodes -= 1
      inScope -= declarations.pop() ?? 0
    } else {
      const tag = startTag(text, at)
      nodes += tag.attributes
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
