import type { Canonicalisation } from './algorithms.ts'
import {
  type NamespaceScope,
  namespaceOf,
  type XmlAttribute,
  type XmlComment,
  type XmlDocument,
  type XmlElement,
  type XmlInstruction,
  type XmlMarkup,
} from './document.ts'
import { xmlMalformed } from './malformed.ts'
import { canonicalAttributes, compareOctets, escapedValue, octetsOf } from './octets.ts'

/**
 * Canonical XML 1.0 §2 and Exclusive XML Canonicalization §3, from the text that the tree was read
 * from. That text is nearly canonical: what is not is rewritten, and all between is copied in long
 * stretches: 3 ms for a list of 2 MB, where libxml2's canonicaliser, the oracle in the tests, takes 17.
 */
export interface CanonicalWriter {
  readonly text: string
  readonly without: ReadonlySet<XmlElement>
  readonly algorithm: Canonicalisation
  /** Prefixes whose declarations move as in inclusive form. */
  readonly inclusive: ReadonlySet<string>
  /** True where the text has a carriage return, whose reference is written in another way. */
  readonly carriageReturns: boolean
  readonly pieces: string[]
  /** Up to where the text has been copied or left out. */
  copied: number
}

/** A writer that has written nothing yet; `without` are the elements to leave out. */
export function canonicalWriter(
  document: XmlDocument,
  without: ReadonlySet<XmlElement>,
  algorithm: Canonicalisation,
): CanonicalWriter {
  return {
    text: document.text,
    without,
    algorithm,
    inclusive: listedPrefixes(algorithm),
    carriageReturns: hasCarriageReturns(document),
    pieces: [],
    copied: 0,
  }
}

/** Exclusive XML Canonicalization §3: the prefixes of the list, the default one as an empty string. */
export function listedPrefixes({ inclusivePrefixes }: Canonicalisation): ReadonlySet<string> {
  return new Set(inclusivePrefixes.map((token) => (token === '#default' ? '' : token)))
}

/** Looked for once: a document may have a thousand signatures. */
function hasCarriageReturns(document: XmlDocument): boolean {
  const before = carriageReturns.get(document)
  if (before !== undefined) return before
  const found = document.text.includes('&#13;')
  carriageReturns.set(document, found)
  return found
}

const carriageReturns = new WeakMap<XmlDocument, boolean>()

/** Writes the apex of a subtree with all inside it; the attributes are those it has and inherits. */
export function writeApex(
  writer: CanonicalWriter,
  apex: XmlElement,
  attributes: readonly XmlAttribute[],
): void {
  writer.copied = apex.start
  const inherits = writer.algorithm.method !== 'exclusive'
  const attributeText =
    attributes === apex.attributes ? apex.attributeText : canonicalAttributes(attributes)
  const declared = inherits
    ? allInScope(apex.scope)
    : newlyUsed(apex, nothingRendered, writer.inclusive)
  writeElement(apex, attributeText, declared, nothingRendered, writer)
  skipTo(writer, apex.end, apex.end)
}

const nothingRendered: NamespaceScope = { declared: new Map(), outer: null }

/** Copies up to an offset and leaves out what follows up to another. */
function skipTo(writer: CanonicalWriter, until: number, from: number): void {
  if (until > writer.copied) {
    const stretch = writer.text.slice(writer.copied, until)
    // Attributes with references are written anew, so that these stand in text.
    writer.pieces.push(writer.carriageReturns ? stretch.replaceAll('&#13;', '&#xD;') : stretch)
  }
  writer.copied = from
}

function writeElement(
  element: XmlElement,
  attributeText: string | null,
  declared: Map<string, string> | null,
  outer: NamespaceScope,
  writer: CanonicalWriter,
): void {
  if (declared !== null || element.attributesStart !== element.nameEnd) {
    skipTo(writer, element.nameEnd, element.attributesStart)
    if (declared !== null) writer.pieces.push(declarations(declared))
  }
  if (attributeText !== null) {
    skipTo(writer, element.attributesStart, element.contentStart - 1)
    writer.pieces.push(attributeText)
  }
  const rendered = declared === null ? outer : { declared, outer }
  for (const node of element.markup) writeNode(node, rendered, writer)
}

function writeNode(node: XmlMarkup, rendered: NamespaceScope, writer: CanonicalWriter): void {
  if (node.kind === 'element') {
    if (writer.without.has(node)) {
      skipTo(writer, node.start, node.end)
    } else {
      const declared = newDeclarations(node, rendered, writer)
      writeElement(node, node.attributeText, declared, rendered, writer)
    }
  } else if (node.kind === 'comment' && writer.algorithm.comments === 'dropped') {
    skipTo(writer, node.start, node.end)
  } else if (writer.carriageReturns || node.kind === 'instruction') {
    // What looks like a reference in a comment or an instruction is none.
    skipTo(writer, node.start, node.end)
    writer.pieces.push(canonicalAside(node, writer.text))
  }
}

/**
 * A comment or an instruction as Canonical XML 1.0 §2.3 writes it: as it stands, but that libxml2
 * writes a space behind the target of an instruction where nothing follows it.
 */
export function canonicalAside(
  { kind, text: inside, start, end }: XmlComment | XmlInstruction,
  text: string,
): string {
  const bare = kind === 'instruction' && /^[^ ]* $/.test(inside)
  return bare ? `${text.slice(start, end - 3)}?>` : text.slice(start, end)
}

function newDeclarations(
  element: XmlElement,
  rendered: NamespaceScope,
  writer: CanonicalWriter,
): Map<string, string> | null {
  if (usesWhatParentUses(element)) return null
  if (writer.algorithm.method === 'exclusive') {
    const listed =
      writer.inclusive.size === 0
        ? []
        : declaredBy(element).filter((prefix) => writer.inclusive.has(prefix))
    return newlyUsed(element, rendered, listed)
  }
  let found: Map<string, string> | null = null
  for (const prefix of declaredBy(element)) {
    found = addIfNew(prefix, element.scope, rendered, found)
  }
  return found
}

/** So that its parent, which was written, has rendered all that it needs: true of most elements. */
function usesWhatParentUses({ attributes, parent, prefix, scope }: XmlElement): boolean {
  return attributes.length === 0 && parent?.scope === scope && parent.prefix === prefix
}

/**
 * Exclusive XML Canonicalization §3: visibly utilised, or in the list, and not in force in the
 * output. What the list names changes only where something is declared.
 */
function newlyUsed(
  element: XmlElement,
  rendered: NamespaceScope,
  declaredHere: Iterable<string>,
): Map<string, string> | null {
  let found = addIfNew(element.prefix, element.scope, rendered, null)
  for (const { prefix } of element.attributes) {
    if (prefix !== '') found = addIfNew(prefix, element.scope, rendered, found)
  }
  for (const prefix of declaredHere) found = addIfNew(prefix, element.scope, rendered, found)
  return found
}

/** The prefixes that an element declares. */
function declaredBy(element: XmlElement): readonly string[] {
  return element.attributesStart === element.nameEnd ? [] : [...element.scope.declared.keys()]
}

function addIfNew(
  prefix: string,
  scope: NamespaceScope,
  rendered: NamespaceScope,
  found: Map<string, string> | null,
): Map<string, string> | null {
  if (prefix === 'xml') return found
  const namespace = namespaceOf(scope, prefix)
  // A prefix of the list that is not declared here is none of this element.
  if (namespace === null || namespace === namespaceOf(rendered, prefix)) return found
  return (found ?? new Map<string, string>()).set(prefix, namespace)
}

/** Canonical XML 1.0 §2.3 for an apex: every declaration in scope; an empty one says nothing there. */
function allInScope(scope: NamespaceScope): Map<string, string> {
  const found = new Map<string, string>()
  for (let at: NamespaceScope | null = scope; at !== null; at = at.outer) {
    for (const [prefix, namespace] of at.declared) {
      if (prefix !== 'xml' && !found.has(prefix)) found.set(prefix, namespace)
    }
  }
  if (found.get('') === '') found.delete('')
  return found
}

/** In the order of their prefixes, the default one first (Canonical XML 1.0 §2.2). */
export function declarations(declared: ReadonlyMap<string, string>): string {
  const sorted = [...declared].sort(([a], [b]) => compareOctets(a, b))
  const written = sorted.map(([prefix, namespace]) => {
    // Canonical XML 1.0 §1.3: relative namespace names have no canonical form.
    if (namespace !== '' && !/^[A-Za-z][A-Za-z0-9+.-]*:/.test(namespace)) {
      throw xmlMalformed('a relative namespace name; such a document has no canonical form')
    }
    return ` xmlns${prefix === '' ? '' : `:${prefix}`}="${escapedValue(namespace)}"`
  })
  return octetsOf(written.join(''))
}
