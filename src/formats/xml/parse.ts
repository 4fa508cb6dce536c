import { type Budget, budgetExceeded } from '../../core/budget.ts'
import type { XmlDocument } from './document.ts'
import { decodeXml } from './encoding.ts'
import { serialisedDocument } from './libxml.ts'
import { xmlMalformed } from './malformed.ts'
import { readSerialisedText } from './serialised-text.ts'
import { checkStructure } from './structure.ts'

/**
 * Octets of one XML document: 61 MiB took 800 MB of memory and four seconds; the largest trust list
 * known has 2 MB. (libxml2 itself refuses a single text of more than 10 million octets.)
 */
export const largestXml = 64 * 1024 * 1024

/**
 * Reads a document: XML 1.0 with namespaces, no DTD, no entities but the five. Throws
 * `xml-malformed` or `budget-exceeded`. libxml2 decides what is well-formed, and resolves encoding,
 * line ends, references and CDATA; the tree is read from what it writes.
 */
export function parseXml(bytes: Uint8Array, budget: Budget): XmlDocument {
  if (bytes.length === 0) throw xmlMalformed('it is empty')
  if (bytes.length > largestXml) throw budgetExceeded('bytes', largestXml)
  budget.spend('bytes', bytes.length)
  const { text, utf8 } = decodeXml(bytes)
  refuseOtherVersions(text)
  checkStructure(text, budget)
  return readSerialisedText(serialisedDocument(utf8))
}

/** XML 1.1 has other line ends and other characters, and no canonical form (Canonical XML 1.1 §1.3). */
function refuseOtherVersions(text: string): void {
  if (/^<\?xml\s+version\s*=\s*["'](?!1\.0["'])/.test(text)) {
    throw xmlMalformed('a version other than 1.0')
  }
}
