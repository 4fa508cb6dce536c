import { fromLatin1 } from '../../core/bytes.ts'
import type { Canonicalisation } from './algorithms.ts'
import {
  type CanonicalWriter,
  canonicalAside,
  canonicalWriter,
  writeApex,
} from './canonical-writer.ts'
import {
  attribute,
  type XmlAttribute,
  type XmlDocument,
  type XmlElement,
  xmlNamespace,
} from './document.ts'
import { canonicalInnermost } from './libxml.ts'
import { bytesOf, compareAttributes, escapedValue, octetsOf } from './octets.ts'

/** A node-set of the shapes that references need: a document or a subtree, perhaps with a hole. */
export interface NodeSet {
  readonly apex: XmlElement | 'document'
  /** What is left out with all inside it, such as an enveloped signature: an element, or several. */
  readonly without: XmlElement | ReadonlySet<XmlElement> | null
  readonly comments: 'kept' | 'dropped'
}

/** Canonical XML 1.0, 1.1 and exclusive, each with or without comments. */
export function canonicalise(
  document: XmlDocument,
  nodes: NodeSet,
  algorithm: Canonicalisation,
): Uint8Array {
  const comments = nodes.comments === 'kept' ? algorithm.comments : 'dropped'
  const without = leftOut(nodes)
  if (nodes.apex !== 'document' && without.has(nodes.apex)) return new Uint8Array()
  const writer = canonicalWriter(document, without, { ...algorithm, comments })
  if (nodes.apex === 'document') writeDocument(writer, document)
  else if (algorithm.method === 'exclusive') writeApex(writer, nodes.apex, nodes.apex.attributes)
  else return inclusiveSubtree(writer, nodes.apex, algorithm.method)
  return bytesOf(writer.pieces.join(''))
}

/** The elements that a node-set leaves out. */
export function leftOut({ without }: NodeSet): ReadonlySet<XmlElement> {
  if (without === null) return nothing
  return 'kind' in without ? new Set([without]) : without
}

const nothing: ReadonlySet<XmlElement> = new Set()

/** Canonical XML 1.0 §2.1: a line feed between what stands outside the root and the root. */
function writeDocument(writer: CanonicalWriter, { text, root, before, behind }: XmlDocument): void {
  const written = ({ kind }: { kind: string }) =>
    kind === 'instruction' || writer.algorithm.comments === 'kept'
  for (const aside of before.filter(written)) {
    writer.pieces.push(canonicalAside(aside, text), '\n')
  }
  if (!writer.without.has(root)) writeApex(writer, root, root.attributes)
  for (const aside of behind.filter(written)) {
    writer.pieces.push('\n', canonicalAside(aside, text))
  }
}

function inclusiveSubtree(
  writer: CanonicalWriter,
  apex: XmlElement,
  method: 'inclusive-1.0' | 'inclusive-1.1',
): Uint8Array {
  writeApex(writer, apex, withInherited(apex, method))
  const octets = bytesOf(writer.pieces.join(''))
  const bases = method === 'inclusive-1.1' ? ancestorBases(apex) : []
  return bases.length === 0 ? octets : withJoinedBase(octets, bases, writer.algorithm)
}

/**
 * Canonical XML 1.0 §2.4: the nearest of each attribute in the XML namespace that the apex does not
 * have itself. Canonical XML 1.1 §2.4: of these only xml:lang and xml:space.
 */
export function withInherited(
  apex: XmlElement,
  method: 'inclusive-1.0' | 'inclusive-1.1',
): readonly XmlAttribute[] {
  const found = new Map<string, XmlAttribute>()
  for (let at = apex.parent; at !== null; at = at.parent) {
    for (const candidate of at.attributes) {
      const { name, namespace } = candidate
      if (namespace !== xmlNamespace || found.has(name)) continue
      if (attribute(apex, name, xmlNamespace) !== null) continue
      if (method === 'inclusive-1.1' && name !== 'lang' && name !== 'space') continue
      found.set(name, candidate)
    }
  }
  return found.size === 0
    ? apex.attributes
    : [...apex.attributes, ...found.values()].sort(compareAttributes)
}

/** xml:base of the ancestors, innermost first. */
function ancestorBases(apex: XmlElement): string[] {
  const bases: string[] = []
  for (let at = apex.parent; at !== null; at = at.parent) {
    const base = attribute(at, 'base', xmlNamespace)
    if (base !== null) bases.push(base)
  }
  return bases
}

/**
 * Canonical XML 1.1 §2.4 joins xml:base of the ancestors to that of the apex. So rare, and so
 * intricate (appendix A), that libxml2 does it, for the start tag alone.
 */
function withJoinedBase(
  octets: Uint8Array,
  bases: readonly string[],
  algorithm: Canonicalisation,
): Uint8Array {
  const written = fromLatin1(octets)
  const [start = '', name = ''] = /^<([^ >]+)(?: [^=]+="[^"]*")*>/.exec(written) ?? []
  const end = `</${name}>`
  const wrapped = bases.reduce(
    (text, base) => `<x xml:base="${octetsOf(escapedValue(base))}">${text}</x>`,
    `${start}${end}`,
  )
  const joined = fromLatin1(canonicalInnermost(bytesOf(wrapped), bases.length, algorithm))
  return bytesOf(`${joined.slice(0, -end.length)}${written.slice(start.length)}`)
}
