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
import { canonicalAttributes, compareAttributes } from './octets.ts'
import { PlainElement, type PlainText, type ReadElement } from './plain-element.ts'
import { characterData, decoded } from './plain-values.ts'
import type { StartTag, WrittenAttribute } from './start-tag.ts'

/** A name with its prefix, split and decoded. */
export interface QualifiedName {
  readonly prefix: string
  readonly local: string
}

const noScope: NamespaceScope = { declared: new Map(), outer: null }
const noAttributes: readonly XmlAttribute[] = []

/** Puts the light tree together; all offsets are those of the plain text. */
export class TreeBuilder {
  readonly #plain: PlainText = { text: '' }
  readonly #names = new Map<string, QualifiedName>()
  readonly #outside = {
    before: [] as (XmlComment | XmlInstruction)[],
    behind: [] as (XmlComment | XmlInstruction)[],
  }
  #root: XmlElement | null = null
  #open: PlainElement | null = null
  /** Nodes whose parent is open still: an array for each that grows has room for many more. */
  readonly #nodes: XmlMarkup[] = []
  #count = 0
  /** For each open element where its children begin among these. */
  readonly #first: number[] = []

  /** A document has few different names. */
  knownName(qualified: string): QualifiedName | undefined {
    return this.#names.get(qualified)
  }

  nameOf(qualified: string): QualifiedName {
    const known = this.#names.get(qualified)
    if (known !== undefined) return known
    const whole = decoded(qualified)
    const colon = whole.indexOf(':')
    const name =
      colon < 0
        ? { prefix: '', local: whole }
        : { prefix: whole.slice(0, colon), local: whole.slice(colon + 1) }
    this.#names.set(qualified, name)
    return name
  }

  /** An element with nothing behind its name. */
  open({ prefix, local }: QualifiedName, start: number, nameEnd: number): void {
    const scope = this.#open?.scope ?? noScope
    this.#add({
      name: local,
      prefix,
      namespace: this.#namespaceIn(scope, prefix),
      attributes: noAttributes,
      attributeText: null,
      scope,
      start,
      nameEnd,
      attributesStart: nameEnd,
      contentStart: nameEnd + 1,
    })
  }

  openWith({ prefix, local }: QualifiedName, start: number, nameEnd: number, tag: StartTag): void {
    const scope = this.#declare(tag.declarations)
    const attributesStart = nameEnd + tag.declarationText.length
    const attributes = tag.attributes.map((each) => this.#attributeIn(scope, each))
    this.#add({
      name: local,
      prefix,
      namespace: this.#namespaceIn(scope, prefix),
      ...inCanonicalOrder(attributes, tag.attributeText),
      scope,
      start,
      nameEnd,
      attributesStart,
      contentStart: attributesStart + tag.attributeText.length + 1,
    })
  }

  /** The end of the element that was opened last. */
  close(end: number): void {
    const element = this.#open
    if (element === null) throw xmlMalformed('an end tag without its start tag')
    const first = this.#first.pop() ?? 0
    if (this.#count > first) element.markup = this.#nodes.slice(first, this.#count)
    element.end = end
    this.#count = first
    this.#open = element.parent
    if (element.parent !== null) this.#addNode(element)
  }

  aside(aside: XmlComment | XmlInstruction): void {
    const { before, behind } = this.#outside
    if (this.#open !== null) this.#addNode(aside)
    else if (this.#root === null) before.push(aside)
    else behind.push(aside)
  }

  finish(text: string): XmlDocument {
    if (this.#root === null || this.#open !== null) throw xmlMalformed('it ends in the middle')
    this.#plain.text = text
    return { text, root: this.#root, ...this.#outside }
  }

  #add(read: ReadElement): void {
    const element = new PlainElement(this.#plain, this.#open, read)
    if (this.#open === null) {
      if (this.#root !== null) throw xmlMalformed('two roots')
      this.#root = element
    }
    this.#open = element
    this.#first.push(this.#count)
  }

  #addNode(node: XmlMarkup): void {
    this.#nodes[this.#count] = node
    this.#count += 1
  }

  #declare(declarations: readonly WrittenAttribute[]): NamespaceScope {
    const outer = this.#open?.scope ?? noScope
    if (declarations.length === 0) return outer
    const declared = new Map<string, string>()
    for (const { name, value } of declarations) {
      const prefix = name === 'xmlns' ? '' : decoded(name.slice('xmlns:'.length))
      if (declared.has(prefix)) throw xmlMalformed('a namespace prefix declared twice')
      declared.set(prefix, characterData(value))
    }
    return { declared, outer }
  }

  /** Most elements have the prefix of their parent. */
  #namespaceIn(scope: NamespaceScope, prefix: string): string {
    const parent = this.#open
    if (parent !== null && parent.scope === scope && parent.prefix === prefix) {
      return parent.namespace
    }
    return resolve(scope, prefix)
  }

  /** An attribute without a prefix is in no namespace (Namespaces in XML §6.2). */
  #attributeIn(scope: NamespaceScope, { name, value }: WrittenAttribute): XmlAttribute {
    const { prefix, local } = this.nameOf(name)
    const namespace = prefix === '' ? '' : resolve(scope, prefix)
    return { name: local, prefix, namespace, value: characterData(value) }
  }
}

/**
 * Canonical XML 1.0 §2.2 and §2.3: attributes by namespace name, then by local name, and their
 * references; null for the text where it is written so already.
 */
function inCanonicalOrder(
  attributes: readonly XmlAttribute[],
  written: string,
): Pick<XmlElement, 'attributes' | 'attributeText'> {
  const plain = !written.includes('&#') && !written.includes('&gt;')
  if (attributes.length < 2 && plain) return { attributes, attributeText: null }
  const sorted = [...attributes].sort(compareAttributes)
  const same = plain && sorted.every((attribute, index) => attribute === attributes[index])
  return { attributes: sorted, attributeText: same ? null : canonicalAttributes(sorted) }
}

function resolve(scope: NamespaceScope, prefix: string): string {
  const namespace = namespaceOf(scope, prefix)
  if (namespace === null) throw xmlMalformed('a namespace prefix that is not declared')
  return namespace
}
