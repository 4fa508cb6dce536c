import { toUtf8 } from '../../core/bytes.ts'
import type { Canonicalisation } from './algorithms.ts'
import {
  attribute,
  type NamespaceScope,
  type XmlDocument,
  type XmlElement,
  xmlNamespace,
} from './document.ts'
import { canonicalDocument, canonicalInnermost } from './libxml.ts'

/** A node-set of the shapes that references need: a document or a subtree, perhaps with a hole. */
export interface NodeSet {
  readonly apex: XmlElement | 'document'
  /** The element that is left out with all inside it, such as an enveloped signature. */
  readonly without: XmlElement | null
  readonly comments: 'kept' | 'dropped'
}

/**
 * Canonical XML 1.0, 1.1 and exclusive. What is asked for is composed as a document of its own from
 * the canonical text, in such a way that the canonical form of that document is the one wanted;
 * libxml2 then works on it natively. (Its own subtree mode calls JavaScript for every node.)
 */
export function canonicalise(
  document: XmlDocument,
  nodes: NodeSet,
  algorithm: Canonicalisation,
): Uint8Array {
  const comments = nodes.comments === 'kept' ? algorithm.comments : 'dropped'
  const effective: Canonicalisation = { ...algorithm, comments }
  if (nodes.apex === 'document') {
    const text = cut(document.text, 0, document.text.length, nodes.without)
    return isCanonical(text, effective) ? toUtf8(text) : canonicalDocument(toUtf8(text), effective)
  }
  const bases = algorithm.method === 'inclusive-1.1' ? ancestorBases(nodes.apex) : []
  const text = standalone(document, nodes.apex, nodes.without, effective)
  if (bases.length === 0) return canonicalDocument(toUtf8(text), effective)
  const wrapped = bases.reduce(
    (inside, base) => `<x xml:base="${escaped(base)}">${inside}</x>`,
    text,
  )
  return canonicalInnermost(toUtf8(wrapped), bases.length, effective)
}

/** The text that the tree was read from is in canonical form already, unless comments must go. */
function isCanonical(text: string, { method, comments }: Canonicalisation): boolean {
  return method !== 'exclusive' && (comments === 'kept' || !text.includes('<!--'))
}

function cut(text: string, start: number, end: number, hole: XmlElement | null): string {
  if (hole === null || hole.start < start || hole.end > end) return text.slice(start, end)
  return text.slice(start, hole.start) + text.slice(hole.end, end)
}

/** The element as a document, with what it inherits written on it. */
function standalone(
  document: XmlDocument,
  apex: XmlElement,
  without: XmlElement | null,
  algorithm: Canonicalisation,
): string {
  const afterName =
    apex.start + 1 + (apex.prefix === '' ? 0 : apex.prefix.length + 1) + apex.name.length
  return [
    document.text.slice(apex.start, afterName),
    ...inheritedDeclarations(apex),
    ...(algorithm.method === 'exclusive' ? [] : inheritedAttributes(apex, algorithm.method)),
    cut(document.text, afterName, apex.end, without),
  ].join('')
}

/** Declarations in scope that the element does not make itself. */
function inheritedDeclarations(apex: XmlElement): string[] {
  const parent = apex.parent
  if (parent === null) return []
  const seen = new Set<string>(apex.scope === parent.scope ? [] : apex.scope.declared.keys())
  const written: string[] = []
  for (let scope: NamespaceScope | null = parent.scope; scope !== null; scope = scope.outer) {
    for (const [prefix, namespace] of scope.declared) {
      if (seen.has(prefix)) continue
      seen.add(prefix)
      if (namespace === '') continue
      written.push(` xmlns${prefix === '' ? '' : `:${prefix}`}="${escaped(namespace)}"`)
    }
  }
  return written
}

/**
 * Canonical XML 1.0 §2.4: the nearest of each attribute in the XML namespace that the element does
 * not have itself. Canonical XML 1.1 §2.4: of these only xml:lang and xml:space.
 */
function inheritedAttributes(
  apex: XmlElement,
  method: 'inclusive-1.0' | 'inclusive-1.1',
): string[] {
  const seen = new Set<string>()
  for (const { name, namespace } of apex.attributes) if (namespace === xmlNamespace) seen.add(name)
  const written: string[] = []
  for (let at = apex.parent; at !== null; at = at.parent) {
    for (const { name, namespace, value } of at.attributes) {
      if (namespace !== xmlNamespace || seen.has(name)) continue
      if (method === 'inclusive-1.1' && name !== 'lang' && name !== 'space') continue
      seen.add(name)
      written.push(` xml:${name}="${escaped(value)}"`)
    }
  }
  return written
}

/** xml:base of the ancestors, innermost first: Canonical XML 1.1 §2.4 joins them to the element's own. */
function ancestorBases(apex: XmlElement): string[] {
  const bases: string[] = []
  for (let at = apex.parent; at !== null; at = at.parent) {
    const base = attribute(at, 'base', xmlNamespace)
    if (base !== null) bases.push(base)
  }
  return bases
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
}

function escaped(value: string): string {
  return value.replace(/[&<"\t\n\r]/g, (character) => escapes[character] ?? character)
}
