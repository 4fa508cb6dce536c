import type {
  NamespaceScope,
  XmlAttribute,
  XmlElement,
  XmlMarkup,
  XmlNode,
  XmlText,
} from './document.ts'
import { characterData } from './plain-values.ts'

/** The plain text, which is there once all is read. */
export interface PlainText {
  text: string
}

/** What a start tag says of its element, with offsets into the plain text. */
export type ReadElement = Omit<XmlElement, 'kind' | 'children' | 'markup' | 'end' | 'parent'>

const noMarkup: readonly XmlMarkup[] = []

/**
 * An element of the plain text. Text stands wherever no other child does, and becomes nodes when it
 * is asked for: of a large list, what checks the signature asks for little.
 */
export class PlainElement implements XmlElement {
  readonly kind = 'element'
  readonly name: string
  readonly prefix: string
  readonly namespace: string
  readonly attributes: readonly XmlAttribute[]
  readonly attributeText: string | null
  readonly parent: PlainElement | null
  readonly scope: NamespaceScope
  readonly start: number
  readonly nameEnd: number
  readonly attributesStart: number
  readonly contentStart: number
  end: number
  markup: readonly XmlMarkup[] = noMarkup
  readonly #plain: PlainText
  #children: readonly XmlNode[] | null = null

  constructor(plain: PlainText, parent: PlainElement | null, read: ReadElement) {
    this.name = read.name
    this.prefix = read.prefix
    this.namespace = read.namespace
    this.attributes = read.attributes
    this.attributeText = read.attributeText
    this.parent = parent
    this.scope = read.scope
    this.start = read.start
    this.nameEnd = read.nameEnd
    this.attributesStart = read.attributesStart
    this.contentStart = read.contentStart
    this.end = read.contentStart
    this.#plain = plain
  }

  get children(): readonly XmlNode[] {
    this.#children ??= this.#withText()
    return this.#children
  }

  #withText(): readonly XmlNode[] {
    const nodes: XmlNode[] = []
    let at = this.contentStart
    for (const node of this.markup) {
      if (node.start > at) nodes.push(new PlainCharacters(this.#plain, at, node.start))
      nodes.push(node)
      at = node.end
    }
    // Before the end tag: `</`, the name and `>`.
    const contentEnd = this.end - (this.nameEnd - this.start) - 2
    if (contentEnd > at) nodes.push(new PlainCharacters(this.#plain, at, contentEnd))
    return nodes
  }
}

/** Decoded when it is asked for. */
class PlainCharacters implements XmlText {
  readonly kind = 'text'
  readonly #plain: PlainText
  readonly #start: number
  readonly #end: number

  constructor(plain: PlainText, start: number, end: number) {
    this.#plain = plain
    this.#start = start
    this.#end = end
  }

  get text(): string {
    return characterData(this.#plain.text.slice(this.#start, this.#end))
  }
}
