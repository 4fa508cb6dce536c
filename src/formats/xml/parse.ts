import { type Budget, budgetExceeded } from '../../core/budget.ts'
import { fromLatin1 } from '../../core/bytes.ts'
import type { XmlDocument } from './document.ts'
import { xmlInUtf8 } from './encoding.ts'
import { requireWellFormed } from './libxml.ts'
import { xmlMalformed } from './malformed.ts'
import { readTree } from './read-tree.ts'

/**
 * Octets of one XML document: 58 MiB took 700 MB of memory and four seconds; the largest trust list
 * known has 2 MB. (libxml2 itself refuses a single text of more than 10 million octets.)
 */
export const largestXml = 64 * 1024 * 1024

/**
 * Reads a document: XML 1.0 with namespaces, no DTD, no entities but the five. Throws
 * `xml-malformed` or `budget-exceeded`. libxml2 decides what is well-formed, once the document is
 * within the limits; the tree is ours, since one that lives in WebAssembly is slow to read.
 */
export function parseXml(bytes: Uint8Array, budget: Budget): XmlDocument {
  if (bytes.length === 0) throw xmlMalformed('it is empty')
  if (bytes.length > largestXml) throw budgetExceeded('bytes', largestXml)
  budget.spend('bytes', bytes.length)
  const utf8 = xmlInUtf8(bytes)
  const octets = fromLatin1(utf8)
  refuseOtherVersions(octets)
  const document = readTree(octets, budget)
  requireWellFormed(utf8)
  return document
}

/** XML 1.1 has other line ends and other characters, and no canonical form (Canonical XML 1.1 §1.3). */
function refuseOtherVersions(octets: string): void {
  if (/^<\?xml\s+version\s*=\s*["'](?!1\.0["'])/.test(octets)) {
    throw xmlMalformed('a version other than 1.0')
  }
}
