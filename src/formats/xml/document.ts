/**
 * The light tree of an XML document: plain readonly data, made in one pass over its text.
 *
 *   const document = parseXml(bytes, budget)                  // parse.ts; throws xml-malformed
 *   const { signatures } = xmlSignatures(document, context)   // signatures.ts
 *   child(document.root, tsl, 'SchemeInformation')            // below; nothing crosses into libxml2
 *
 * The tree is what was signed where `coversDocument(signature)` holds and the signature is intact.
 * Nothing has to be disposed of: libxml2 lives inside single calls only.
 */
export interface XmlDocument {
  /**
   * The document as libxml2 wrote it, one character for each octet of its UTF-8; offsets of the
   * tree point into it. Names and values of the tree are decoded.
   */
  readonly text: string
  readonly root: XmlElement
  /** Comments and processing instructions outside the root. */
  readonly before: readonly (XmlComment | XmlInstruction)[]
  readonly behind: readonly (XmlComment | XmlInstruction)[]
}

/** An element with its offsets into the text, which canonicalisation copies from. */
export interface XmlElement {
  readonly kind: 'element'
  /** Local name. */
  readonly name: string
  readonly prefix: string
  /** Namespace name, empty where there is none. */
  readonly namespace: string
  /** In canonical order; without namespace declarations. */
  readonly attributes: readonly XmlAttribute[]
  readonly children: readonly XmlNode[]
  /** The children that are no text: what walks over these alone makes no nodes of text. */
  readonly markup: readonly XmlMarkup[]
  readonly parent: XmlElement | null
  readonly scope: NamespaceScope
  /** Offsets: the `<`, the end of the name, of the declarations, of the start tag, of the element. */
  readonly start: number
  readonly nameEnd: number
  readonly attributesStart: number
  /** The attributes in canonical form, or null where the text has them so. */
  readonly attributeText: string | null
  readonly contentStart: number
  readonly end: number
}

/** Namespace declarations of one element, behind them those of its ancestors. */
export interface NamespaceScope {
  readonly declared: ReadonlyMap<string, string>
  readonly outer: NamespaceScope | null
}

/**
 * An attribute with its value normalised (XML 1.0 §3.3.3); names without a prefix have no
 * namespace.
 */
export interface XmlAttribute {
  readonly name: string
  readonly prefix: string
  readonly namespace: string
  readonly value: string
}

/** Character data, with references and CDATA sections resolved. */
export interface XmlText {
  readonly kind: 'text'
  readonly text: string
}

/** A comment, with the offsets of all of it in the text. */
export interface XmlComment {
  readonly kind: 'comment'
  readonly text: string
  readonly start: number
  readonly end: number
}

/** A processing instruction, with the offsets of all of it in the text. */
export interface XmlInstruction {
  readonly kind: 'instruction'
  readonly text: string
  readonly start: number
  readonly end: number
}

/** The nodes that an element can hold besides text; document types are refused. */
export type XmlMarkup = XmlElement | XmlComment | XmlInstruction

/** The nodes that an element can hold. */
export type XmlNode = XmlMarkup | XmlText

/** The namespace that the prefix `xml` is always bound to (Namespaces in XML 1.0 §3). */
export const xmlNamespace = 'http://www.w3.org/XML/1998/namespace'

/** The element children, in order; with a name only those of that name. */
export function childElements(
  parent: XmlElement,
  namespace?: string,
  name?: string,
): readonly XmlElement[] {
  const found: XmlElement[] = []
  for (const node of parent.markup) {
    if (node.kind !== 'element') continue
    if (name !== undefined && (node.name !== name || node.namespace !== namespace)) continue
    found.push(node)
  }
  return found
}

/** The first child element of the name, or null. */
export function child(parent: XmlElement, namespace: string, name: string): XmlElement | null {
  for (const node of parent.markup) {
    if (node.kind === 'element' && node.name === name && node.namespace === namespace) return node
  }
  return null
}

/** The value of an attribute, or null; the namespace is empty for those without a prefix. */
export function attribute(element: XmlElement, name: string, namespace = ''): string | null {
  for (const candidate of element.attributes) {
    if (candidate.name === name && candidate.namespace === namespace) return candidate.value
  }
  return null
}

/** All text directly inside the element: comments and instructions between are no end of it. */
export function textOf(element: XmlElement): string {
  const [first] = element.children
  if (first === undefined) return ''
  if (element.children.length === 1) return first.kind === 'text' ? first.text : ''
  let text = ''
  for (const node of element.children) if (node.kind === 'text') text += node.text
  return text
}

/** The element and all elements inside it, in document order. */
export function* descendants(element: XmlElement): Generator<XmlElement> {
  const waiting: XmlElement[] = [element]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next
    for (let i = next.markup.length - 1; i >= 0; i -= 1) {
      const node = next.markup[i]
      if (node?.kind === 'element') waiting.push(node)
    }
  }
}

/** The namespace name that a prefix stands for in a scope, or null where it is not declared. */
export function namespaceOf(scope: NamespaceScope | null, prefix: string): string | null {
  if (prefix === 'xml') return xmlNamespace
  for (let at = scope; at !== null; at = at.outer) {
    const name = at.declared.get(prefix)
    if (name !== undefined) return name
  }
  return prefix === '' ? '' : null
}
