import { type Budget, budgetExceeded } from '../../core/budget.ts'
import { fromUtf8 } from '../../core/bytes.ts'
import type { Canonicalisation } from './algorithms.ts'
import { readCanonicalText } from './canonical-text.ts'
import type { XmlDocument } from './document.ts'
import { decodeXml } from './encoding.ts'
import { canonicalDocument } from './libxml.ts'
import { xmlMalformed } from './malformed.ts'
import { checkStructure } from './structure.ts'

/**
 * Octets of one XML document. libxml2 needs about eight times as much memory, inside a WebAssembly
 * module of 2 GiB; the largest trust list known has 2 MB.
 */
export const largestXml = 64 * 1024 * 1024

const asItStands: Canonicalisation = {
  method: 'inclusive-1.0',
  comments: 'kept',
  inclusivePrefixes: [],
}

/**
 * Reads a document: XML 1.0 with namespaces, no DTD, no entities but the five. Throws
 * `xml-malformed` or `budget-exceeded`. libxml2 decides what is well-formed; the tree is then read
 * from its canonical form, where there is one way only to write anything.
 */
export function parseXml(bytes: Uint8Array, budget: Budget): XmlDocument {
  if (bytes.length === 0) throw xmlMalformed('it is empty')
  if (bytes.length > largestXml) throw budgetExceeded('bytes', largestXml)
  budget.spend('bytes', bytes.length)
  const { text, utf8 } = decodeXml(bytes)
  refuseOtherVersions(text)
  checkStructure(text, budget)
  const canonical = fromUtf8(canonicalDocument(utf8, asItStands))
  if (canonical === null) throw xmlMalformed('it has no canonical form')
  return readCanonicalText(canonical)
}

/** XML 1.1 has other line ends and other characters, and no canonical form (Canonical XML 1.1 §1.3). */
function refuseOtherVersions(text: string): void {
  if (/^<\?xml\s+version\s*=\s*["'](?!1\.0["'])/.test(text)) {
    throw xmlMalformed('a version other than 1.0')
  }
}
