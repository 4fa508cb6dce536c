import { fromUtf8 } from '../../core/bytes.ts'
import {
  type NamespaceScope,
  namespaceOf,
  type XmlAttribute,
  type XmlComment,
  type XmlDocument,
  type XmlElement,
  type XmlInstruction,
  type XmlNode,
  type XmlText,
} from './document.ts'
import { xmlMalformed } from './malformed.ts'
import { canonicalAttributes, compareAttributes } from './octets.ts'

/**
 * Reads what libxml2 wrote of a document into the light tree: double quotes, explicit end tags, no
 * CDATA, declarations before attributes, a handful of references. Anything else is refused, so
 * that no text has two readings.
 *
 * @param text one character for each octet of the UTF-8: strings of wide characters are slower to read and cut
 */
export function readSerialisedText(text: string): XmlDocument {
  const names = new Map<string, QualifiedName>()
  const outside = { before: [] as Aside[], behind: [] as Aside[] }
  let root: XmlElement | null = null
  let open: OpenElement | null = null
  let at = 0
  while (at < text.length) {
    const tag = text.indexOf('<', at)
    if (open !== null && tag > at) {
      addChild(open, new SerialisedText(text, at, tag))
    }
    if (tag < 0) break
    const next = text.charCodeAt(tag + 1)
    if (next === slash) {
      if (open === null) throw unreadable()
      at = after(text, '>', tag)
      open.end = at
      open = open.parent
    } else if (next === exclamationMark || next === questionMark) {
      const aside = readAside(text, tag, next)
      const siblings = root === null ? outside.before : outside.behind
      if (open === null) siblings.push(aside)
      else addChild(open, aside)
      at = aside.end
    } else {
      const element: OpenElement = readStartTag(text, tag, open, names)
      if (open === null && root !== null) throw unreadable()
      root ??= element
      if (open !== null) addChild(open, element)
      open = element
      at = element.contentStart
    }
  }
  if (root === null || open !== null) throw unreadable()
  return { text, root, ...outside }
}

/** Read when it is asked for: of a large list, what checks the signature asks for little. */
class SerialisedText implements XmlText {
  readonly kind = 'text'
  readonly #serialised: string
  readonly #start: number
  readonly #end: number

  constructor(serialised: string, start: number, end: number) {
    this.#serialised = serialised
    this.#start = start
    this.#end = end
  }

  get text(): string {
    return value(this.#serialised.slice(this.#start, this.#end))
  }
}

const exclamationMark = 0x21
const slash = 0x2f
const greaterThan = 0x3e
const questionMark = 0x3f
const space = 0x20

/** An element whose end has not been read yet. */
interface OpenElement extends XmlElement {
  readonly parent: OpenElement | null
  children: XmlNode[]
  end: number
}

const noScope: NamespaceScope = { declared: new Map(), outer: null }

const noChildren: XmlNode[] = []

/** A literal of one member is small; a push to an empty array makes room for seventeen. */
function addChild(parent: OpenElement, node: XmlNode): void {
  if (parent.children === noChildren) parent.children = [node]
  else parent.children.push(node)
}

type Aside = XmlComment | XmlInstruction

function readAside(text: string, start: number, kind: number): Aside {
  const comment = kind === exclamationMark
  if (comment && !text.startsWith('<!--', start)) throw unreadable()
  const end = after(text, comment ? '-->' : '?>', start + (comment ? 4 : 2))
  const inside = decoded(text.slice(start + (comment ? 4 : 2), end - (comment ? 3 : 2)))
  return { kind: comment ? 'comment' : 'instruction', text: inside, start, end }
}

type Names = Map<string, QualifiedName>

interface QualifiedName {
  readonly prefix: string
  readonly local: string
}

/** Splits and decodes a name; a document has few different ones. */
function nameOf(qualified: string, names: Names): QualifiedName {
  const known = names.get(qualified)
  if (known !== undefined) return known
  const whole = decoded(qualified)
  const colon = whole.indexOf(':')
  const name =
    colon < 0
      ? { prefix: '', local: whole }
      : { prefix: whole.slice(0, colon), local: whole.slice(colon + 1) }
  names.set(qualified, name)
  return name
}

function readStartTag(
  text: string,
  start: number,
  parent: OpenElement | null,
  names: Names,
): OpenElement {
  let nameEnd = start + 1
  for (let code = text.charCodeAt(nameEnd); code !== greaterThan && code !== space; ) {
    if (Number.isNaN(code)) throw unreadable()
    nameEnd += 1
    code = text.charCodeAt(nameEnd)
  }
  const { prefix, local } = nameOf(text.slice(start + 1, nameEnd), names)
  const read = readAttributes(text, nameEnd, parent?.scope ?? noScope, names)
  return {
    kind: 'element',
    name: local,
    prefix,
    namespace: resolve(read.scope, prefix),
    attributes: read.attributes,
    children: noChildren,
    parent,
    scope: read.scope,
    start,
    nameEnd,
    attributesStart: read.attributesStart,
    attributeText: read.attributeText,
    contentStart: read.end,
    end: read.end,
  }
}

const none: readonly XmlAttribute[] = []

interface ReadAttributes {
  readonly scope: NamespaceScope
  readonly attributes: readonly XmlAttribute[]
  /** Where the namespace declarations end. */
  readonly attributesStart: number
  readonly attributeText: string | null
  /** Behind the `>`. */
  readonly end: number
}

/** Reads ` name="value"` again and again up to the `>`; libxml2 writes declarations first. */
function readAttributes(
  text: string,
  from: number,
  outer: NamespaceScope,
  names: Names,
): ReadAttributes {
  if (text.charCodeAt(from) === greaterThan) {
    return {
      scope: outer,
      attributes: none,
      attributesStart: from,
      attributeText: null,
      end: from + 1,
    }
  }
  let declared: Map<string, string> | null = null
  const found: { readonly name: QualifiedName; readonly value: string }[] = []
  let at = from
  let attributesStart = from
  while (text.charCodeAt(at) === space) {
    const equals = text.indexOf('="', at)
    const quote = text.indexOf('"', equals + 2)
    if (equals < 0 || quote < 0) throw unreadable()
    const name = nameOf(text.slice(at + 1, equals), names)
    const content = value(text.slice(equals + 2, quote))
    const declares = name.prefix === 'xmlns' || (name.prefix === '' && name.local === 'xmlns')
    if (declares && found.length > 0) throw unreadable()
    at = quote + 1
    if (!declares) {
      found.push({ name, value: content })
      continue
    }
    declared ??= new Map<string, string>()
    declared.set(name.prefix === '' ? '' : name.local, content)
    attributesStart = at
  }
  if (text.charCodeAt(at) !== greaterThan) throw unreadable()
  const scope = declared === null ? outer : { declared, outer }
  const attributes = found.map((each) => attributeIn(scope, each.name, each.value))
  const written = text.slice(attributesStart, at)
  return { scope, ...inCanonicalOrder(attributes, written), attributesStart, end: at + 1 }
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

/** An attribute without a prefix is in no namespace (Namespaces in XML §6.2). */
function attributeIn(
  scope: NamespaceScope,
  { prefix, local }: QualifiedName,
  content: string,
): XmlAttribute {
  const namespace = prefix === '' ? '' : resolve(scope, prefix)
  return { name: local, prefix, namespace, value: content }
}

function resolve(scope: NamespaceScope, prefix: string): string {
  const namespace = namespaceOf(scope, prefix)
  if (namespace === null) throw unreadable()
  return namespace
}

/** The references that libxml2 writes. */
const references: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#9;': '\t',
  '&#10;': '\n',
  '&#13;': '\r',
}

function value(octets: string): string {
  // One look at what is mostly base64, in place of one for either.
  if (!/[&\x80-\xff]/.test(octets)) return octets
  const text = decoded(octets)
  if (!text.includes('&')) return text
  return text.replace(/&[^;]*;?/g, (reference) => {
    const character = Object.hasOwn(references, reference) ? references[reference] : undefined
    if (character === undefined) throw unreadable()
    return character
  })
}

function decoded(octets: string): string {
  if (!/[\x80-\xff]/.test(octets)) return octets
  const text = fromUtf8(Buffer.from(octets, 'latin1'))
  if (text === null) throw unreadable()
  return text
}

function after(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from)
  if (found < 0) throw unreadable()
  return found + end.length
}

/** Cannot happen with what libxml2 writes; a tree that is not certain is refused. */
function unreadable(): Error {
  return xmlMalformed('it cannot be read')
}
