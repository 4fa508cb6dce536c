import type { Canonicalisation } from '../algorithms.ts'
import { canonicalAside, declarations, listedPrefixes } from '../canonical-writer.ts'
import { withInherited } from '../canonicalise.ts'
import {
  attribute,
  type XmlAttribute,
  type XmlDocument,
  type XmlElement,
  type XmlNode,
  xmlNamespace,
} from '../document.ts'
import { xmlMalformed } from '../malformed.ts'
import { bytesOf, canonicalAttributes, octetsOf } from '../octets.ts'
import { namespacesInScope } from '../xpath/nodes.ts'
import type { XPathWork } from '../xpath/work.ts'
import { attributesIn, type Subset } from './subset.ts'

/**
 * Canonical XML 1.0 §2 and Exclusive XML Canonicalization §3 of an arbitrary node-set, node by node.
 * Throws `xml-malformed` for what has no form here, and `budget-exceeded`.
 */
export function canonicaliseSubset(
  document: XmlDocument,
  subset: Subset,
  algorithm: Canonicalisation,
  work: XPathWork,
): Uint8Array {
  work.spend(document.text.length / 16)
  const listed = listedPrefixes(algorithm)
  const writer: SubsetWriter = { document, subset, algorithm, listed, work, pieces: [] }
  for (const node of document.before) writeAside(node, writer, '', '\n')
  writeElement(document.root, nothingAbove, writer)
  for (const node of document.behind) writeAside(node, writer, '\n', '')
  return bytesOf(writer.pieces.join(''))
}

interface SubsetWriter {
  readonly document: XmlDocument
  readonly subset: Subset
  readonly algorithm: Canonicalisation
  /** Prefixes whose declarations move as in inclusive form. */
  readonly listed: ReadonlySet<string>
  readonly work: XPathWork
  readonly pieces: string[]
}

type Namespaces = ReadonlyMap<string, string>

/** What is above an element in the output. */
interface Above {
  /** The namespaces in the set of the nearest element in the set. */
  readonly nearest: Namespaces
  /** In exclusive form: what the nearest element that utilises a prefix has in the set for it. */
  readonly utilised: ReadonlyMap<string, string | null>
}

const none: Namespaces = new Map()
const nothingAbove: Above = { nearest: none, utilised: none }

function writeAside(
  node: Exclude<XmlNode, XmlElement>,
  { document, subset, algorithm, pieces }: SubsetWriter,
  before: string,
  behind: string,
): void {
  if (!subset.members.has(node)) return
  if (node.kind === 'text') pieces.push(escapedText(node.text))
  else if (node.kind === 'instruction' || algorithm.comments === 'kept') {
    pieces.push(before, canonicalAside(node, document.text), behind)
  }
}

/** Canonical XML 1.0 §2.3: a carriage return is written as a reference, and `>` too. */
function escapedText(text: string): string {
  const escaped = text.replace(/[&<>\r]/g, (character) => escapes[character] ?? character)
  return octetsOf(escaped)
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\r': '&#xD;',
}

function writeElement(element: XmlElement, above: Above, writer: SubsetWriter): void {
  const { subset, algorithm, pieces } = writer
  const own = subset.members.has(element)
  const inSet = namespacesIn(element, above, writer)
  const attributes = attributesToWrite(element, own, writer)
  const used =
    own && algorithm.method === 'exclusive' ? utilisedBy(element, attributes, writer) : []
  const declared =
    algorithm.method === 'exclusive'
      ? exclusiveDeclarations({ own, used, inSet, above }, writer)
      : inclusiveDeclarations(own, inSet, above.nearest)
  const name = octetsOf(element.prefix === '' ? element.name : `${element.prefix}:${element.name}`)
  if (own) pieces.push(`<${name}`)
  if (declared.size > 0) pieces.push(declarations(declared))
  pieces.push(canonicalAttributes(attributes))
  if (own) pieces.push('>')
  const below = own ? { nearest: inSet, utilised: withUtilised(above, used, inSet, writer) } : above
  for (const node of element.children) {
    if (node.kind === 'element') writeElement(node, below, writer)
    else writeAside(node, writer, '', '')
  }
  if (own) pieces.push(`</${name}>`)
}

/** The namespaces of an element that are in the set, `xml` left out. */
function namespacesIn(
  element: XmlElement,
  above: Above,
  { subset, work }: SubsetWriter,
): Namespaces {
  const parts = subset.parts.get(element)
  if (parts === undefined && !subset.members.has(element)) return none
  const unchanged = element.parent !== null && element.parent.scope === element.scope
  const asAbove =
    unchanged &&
    element.parent !== null &&
    subset.members.has(element.parent) &&
    !subset.parts.has(element.parent)
  if (parts === undefined && asAbove) return above.nearest
  const found = new Map<string, string>()
  const inScope = namespacesInScope(element)
  work.spend(inScope.size)
  for (const [prefix, namespace] of inScope) {
    if (prefix !== 'xml' && (parts?.prefixes.has(prefix) ?? true)) found.set(prefix, namespace)
  }
  return found
}

/**
 * Canonical XML 1.0 §2.3: those that the nearest element in the set has not, also of an element that
 * is not in the set; and an empty default where there is none, but was one.
 */
function inclusiveDeclarations(own: boolean, inSet: Namespaces, nearest: Namespaces): Namespaces {
  if (inSet === nearest) return none
  const found = new Map<string, string>()
  for (const [prefix, namespace] of inSet) {
    if (nearest.get(prefix) !== namespace) found.set(prefix, namespace)
  }
  if (own && !inSet.has('') && nearest.has('')) found.set('', '')
  return found
}

interface ElementInSet {
  readonly own: boolean
  readonly used: readonly string[]
  readonly inSet: Namespaces
  readonly above: Above
}

/** What an element visibly utilises, and the list does not name (Exclusive XML Canonicalization §3). */
function utilisedBy(
  element: XmlElement,
  attributes: readonly XmlAttribute[],
  { listed }: SubsetWriter,
): readonly string[] {
  const prefixes = attributes.map(({ prefix }) => prefix).filter((prefix) => prefix !== '')
  const used = new Set([element.prefix, ...prefixes])
  return [...used].filter((prefix) => prefix !== 'xml' && !listed.has(prefix))
}

function withUtilised(
  { utilised }: Above,
  used: readonly string[],
  inSet: Namespaces,
  { work }: SubsetWriter,
): Above['utilised'] {
  const changed = used.filter((prefix) => utilised.get(prefix) !== (inSet.get(prefix) ?? null))
  if (changed.length === 0) return utilised
  work.spend(utilised.size)
  const now = new Map(utilised)
  for (const prefix of changed) now.set(prefix, inSet.get(prefix) ?? null)
  return now
}

/**
 * Exclusive XML Canonicalization §3: what is visibly utilised, unless the nearest element above that
 * utilises the prefix has the same for it; prefixes of the list as in inclusive form.
 */
function exclusiveDeclarations(
  { own, used, inSet, above }: ElementInSet,
  { listed }: SubsetWriter,
): Namespaces {
  const all = inclusiveDeclarations(own, inSet, above.nearest)
  const found = new Map([...all].filter(([prefix]) => listed.has(prefix)))
  for (const prefix of used) {
    const namespace = inSet.get(prefix)
    const before = above.utilised.get(prefix) ?? null
    if (namespace !== undefined && namespace !== before) found.set(prefix, namespace)
    else if (namespace === undefined && prefix === '' && before !== null) found.set('', '')
  }
  return found
}

/**
 * Canonical XML 1.0 §2.4: an element whose parent is not in the set inherits attributes of the XML
 * namespace. Canonical XML 1.1 would join xml:base there, which is not done for such sets.
 */
function attributesToWrite(
  element: XmlElement,
  own: boolean,
  { subset, algorithm, work }: SubsetWriter,
): readonly XmlAttribute[] {
  const attributes = attributesIn(subset, element)
  const orphan = own && element.parent !== null && !subset.members.has(element.parent)
  if (!orphan || algorithm.method === 'exclusive') return attributes
  for (let at: XmlElement | null = element.parent; at !== null; at = at.parent) {
    work.spend(1 + at.attributes.length / 16)
  }
  if (algorithm.method === 'inclusive-1.1' && basesAbove(element)) {
    throw xmlMalformed('xml:base above an element of a filtered node-set')
  }
  const inherited = withInherited(element, algorithm.method)
  const left = new Set(element.attributes.filter((each) => !attributes.includes(each)))
  return inherited.filter((each) => !left.has(each))
}

function basesAbove({ parent }: XmlElement): boolean {
  for (let at = parent; at !== null; at = at.parent) {
    if (attribute(at, 'base', xmlNamespace) !== null) return true
  }
  return false
}
