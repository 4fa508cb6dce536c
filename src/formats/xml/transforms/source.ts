import type { Budget } from '../../../core/budget.ts'
import { boundedCanonicaliser, type Canonicaliser } from '../bounded.ts'
import type { XmlDocument, XmlElement } from '../document.ts'
import { type Identifiers, indexOf } from '../identifiers.ts'
import { parseXml } from '../parse.ts'
import { type XPathTree, xpathTree } from '../xpath/nodes.ts'
import { type XPathWork, xpathWork } from '../xpath/work.ts'

/** A document with what is made of it once, whatever number of references ask. */
export interface Source {
  readonly document: XmlDocument
  readonly identifiers: Identifiers
  readonly canonicalise: Canonicaliser
  readonly tree: XPathTree
  readonly work: XPathWork
}

type Known = Pick<Source, 'document' | 'identifiers' | 'canonicalise'>

/** The source of a document that is read already. */
export function sourceOf(
  { document, identifiers, canonicalise }: Known,
  work: XPathWork = xpathWork(document.text.length),
): Source {
  const before = sources.get(document)
  if (before !== undefined) return before
  const source: Source = {
    document,
    identifiers,
    canonicalise,
    tree: xpathTree(document),
    work,
  }
  sources.set(document, source)
  return source
}

const sources = new WeakMap<XmlDocument, Source>()

/**
 * XMLDSig 1.1 §4.4.3.2: octets that a transform wants as nodes are parsed, those of one content
 * once. Expressions over them are counted with those of the document whose reference it was. Throws `xml-malformed` or `budget-exceeded`.
 */
export function parsedSource(octets: Uint8Array, own: Source, budget: Budget): Source {
  const before = parsed.get(octets)
  if (before !== undefined) return before
  const document = parseXml(octets, budget)
  const { identifiers } = indexOf(document)
  const canonicalise = boundedCanonicaliser(document)
  own.work.allow(document.text.length)
  const source = sourceOf({ document, identifiers, canonicalise }, own.work)
  parsed.set(octets, source)
  return source
}

const parsed = new WeakMap<Uint8Array, Source>()

/** True for an element that stands in another, or is it. */
export function isInside(element: XmlElement, outer: XmlElement): boolean {
  return element.start >= outer.start && element.end <= outer.end
}
