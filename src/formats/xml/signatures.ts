import type { ParseContext } from '../format.ts'
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
    ids: new Map(elements.map((element, index) => [element, idOf(element, index)])),
    warnings: [],
  }
  const signatures = elements.map((element) => readSignature(element, reading))
  return { signatures, warnings: reading.warnings }
}

function idOf(element: XmlElement, index: number): string {
  return attribute(element, 'Id') ?? `signature-${index + 1}`
}
