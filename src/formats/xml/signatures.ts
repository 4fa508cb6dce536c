import type { DetachedContent, ParseContext } from '../format.ts'
import { boundedCanonicaliser } from './bounded.ts'
import { attribute, type XmlDocument, type XmlElement } from './document.ts'
import { indexOf } from './identifiers.ts'
import type { Warning } from './key-info.ts'
import { parseXml } from './parse.ts'
import { readSignature } from './read-signature.ts'
import type { Reading } from './reading.ts'
import type { XmlSignature } from './signature.ts'

/** The signatures of one document, whatever is wrong with them, and what was left out. */
export interface XmlSignatures {
  readonly signatures: readonly XmlSignature[]
  /** What was left out while reading and why, such as a certificate that cannot be read. */
  readonly warnings: readonly Warning[]
  /** What was given beside the document and some reference of a signature is to, or its policy is. */
  readonly used: ReadonlySet<DetachedContent>
}

/** The document and its signatures, from octets; throws `xml-malformed` or `budget-exceeded`. */
export function readXmlSignatures(
  bytes: Uint8Array,
  context: ParseContext,
): XmlSignatures & { readonly document: XmlDocument } {
  const document = parseXml(bytes, context.budget)
  return { document, ...xmlSignatures(document, context) }
}

/** Every ds:Signature of a document, in document order, those inside others included. */
export function xmlSignatures(document: XmlDocument, context: ParseContext): XmlSignatures {
  const { identifiers, signatures: elements } = indexOf(document)
  context.budget.spend('signatures', elements.length)
  const reading: Reading = {
    document,
    budget: context.budget,
    crypto: context.crypto,
    detached: context.detached,
    named: context.named,
    identifiers,
    canonicalise: boundedCanonicaliser(document),
    ids: idsOf(elements),
    warnings: [],
    used: new Set(),
  }
  const signatures = elements.map((element) => readSignature(element, reading))
  return { signatures, warnings: reading.warnings, used: reading.used }
}

/** An identifier that a report may show: no controls, no marks of direction, 200 characters at most. */
const plain = /^[\p{L}\p{M}\p{N}_.:-]{1,200}$/u

/** What the signatures are reported by: their Id where it is plain and no other has it, else a number. */
function idsOf(elements: readonly XmlElement[]): ReadonlyMap<XmlElement, string> {
  const counts = new Map<string, number>()
  const own = elements.map((element) => attribute(element, 'Id'))
  for (const id of own) if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1)
  return new Map(
    elements.map((element, index) => {
      const id = own[index] ?? null
      if (id !== null && plain.test(id) && counts.get(id) === 1) return [element, id]
      const numbered = `signature-${index + 1}`
      return [element, counts.has(numbered) ? `signature#${index + 1}` : numbered]
    }),
  )
}
