import {
  type NamespaceScope,
  namespaceOf,
  type XmlAttribute,
  type XmlDocument,
  type XmlElement,
  type XmlNode,
} from './document.ts'
import { xmlMalformed } from './malformed.ts'

/**
 * Reads Canonical XML into the light tree. The input was written by the canonicaliser
 * (Canonical XML 1.0 §1.1, §2.3): double quotes, explicit end tags, no CDATA, no references but
 * those of §2.3. Anything else is refused, so that no text has two readings.
 */
export function readCanonicalText(text: string): XmlDocument {
  let root: XmlElement | null = null
  let open: OpenElement | null = null
  let at = 0
  while (at < text.length) {
    const tag = text.indexOf('<', at)
    if (open !== null && tag > at) {
      open.children.push({ kind: 'text', text: unescaped(text.slice(at, tag)) })
    }
    if (tag < 0) break
    const next = text.charCodeAt(tag + 1)
    if (next === 0x2f) {
      if (open === null) throw notCanonical()
      at = after(text, '>', tag)
      open.contentEnd = tag
      open.end = at
      open = open.parent
    } else if (next === 0x21 || next === 0x3f) {
      at = readAside(text, tag, next, open)
    } else {
      const element: OpenElement = readStartTag(text, tag, open)
      if (open === null) {
        if (root !== null) throw notCanonical()
        root = element
      } else {
        open.children.push(element)
      }
      open = element
      at = element.contentStart
    }
  }
  if (root === null || open !== null) throw notCanonical()
  return { text, root }
}

/** An element whose end has not been read yet. */
interface OpenElement extends XmlElement {
  readonly parent: OpenElement | null
  readonly children: XmlNode[]
  contentEnd: number
  end: number
}

const noScope: NamespaceScope = { declared: new Map(), outer: null }

function readAside(text: string, start: number, kind: number, open: OpenElement | null): number {
  const comment = kind === 0x21
  const end = after(text, comment ? '-->' : '?>', start + 2)
  const inside = text.slice(start + (comment ? 4 : 2), end - (comment ? 3 : 2))
  open?.children.push({ kind: comment ? 'comment' : 'instruction', text: inside })
  return end
}

function readStartTag(text: string, start: number, parent: OpenElement | null): OpenElement {
  const close = text.indexOf('>', start)
  const space = text.indexOf(' ', start)
  const plain = space < 0 || space > close
  const qualified = text.slice(start + 1, plain ? close : space)
  const outer = parent?.scope ?? noScope
  const { scope, attributes, end } = plain
    ? { scope: outer, attributes: none, end: close }
    : readAttributes(text, space, outer)
  if (close < 0) throw notCanonical()
  const colon = qualified.indexOf(':')
  const prefix = colon < 0 ? '' : qualified.slice(0, colon)
  return {
    kind: 'element',
    name: colon < 0 ? qualified : qualified.slice(colon + 1),
    prefix,
    namespace: resolve(scope, prefix),
    attributes,
    children: [],
    parent,
    scope,
    start,
    contentStart: end + 1,
    contentEnd: end + 1,
    end: end + 1,
  }
}

const none: readonly XmlAttribute[] = []

/** Reads ` name="value"` again and again up to the `>`; gives the offset of that. */
function readAttributes(
  text: string,
  from: number,
  outer: NamespaceScope,
): { scope: NamespaceScope; attributes: readonly XmlAttribute[]; end: number } {
  const declared = new Map<string, string>()
  const found: [string, string][] = []
  let at = from
  while (text.charCodeAt(at) === 0x20) {
    const equals = text.indexOf('="', at)
    const quote = text.indexOf('"', equals + 2)
    if (equals < 0 || quote < 0) throw notCanonical()
    const name = text.slice(at + 1, equals)
    const value = unescaped(text.slice(equals + 2, quote))
    if (name === 'xmlns') declared.set('', value)
    else if (name.startsWith('xmlns:')) declared.set(name.slice(6), value)
    else found.push([name, value])
    at = quote + 1
  }
  if (text.charCodeAt(at) !== 0x3e) throw notCanonical()
  const scope = declared.size === 0 ? outer : { declared, outer }
  return { scope, attributes: found.map(([name, value]) => named(scope, name, value)), end: at }
}

/** An attribute without a prefix is in no namespace (Namespaces in XML §6.2). */
function named(scope: NamespaceScope, qualified: string, value: string): XmlAttribute {
  const colon = qualified.indexOf(':')
  if (colon < 0) return { name: qualified, prefix: '', namespace: '', value }
  const prefix = qualified.slice(0, colon)
  return { name: qualified.slice(colon + 1), prefix, namespace: resolve(scope, prefix), value }
}

function resolve(scope: NamespaceScope, prefix: string): string {
  const namespace = namespaceOf(scope, prefix)
  if (namespace === null) throw notCanonical()
  return namespace
}

/** The references that a canonicaliser writes (Canonical XML 1.0 §2.3). */
const references: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x9;': '\t',
  '&#xA;': '\n',
  '&#xD;': '\r',
}

function unescaped(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&[^;]*;?/g, (reference) => {
    const character = Object.hasOwn(references, reference) ? references[reference] : undefined
    if (character === undefined) throw notCanonical()
    return character
  })
}

function after(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from)
  if (found < 0) throw notCanonical()
  return found + end.length
}

/** Cannot happen with what libxml2 writes; a tree that is not certain is refused. */
function notCanonical(): Error {
  return xmlMalformed('its canonical form cannot be read')
}
