import { ParseOption, XmlC14NMode, XmlDocument } from 'libxml2-wasm'
import type { Canonicalisation } from '../../../src/formats/xml/algorithms.ts'

/** What libxml2 makes of a document, to compare this project's own reading and writing with. */

const options = ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NOCDATA

const modes: Readonly<Record<Canonicalisation['method'], 0 | 1 | 2>> = {
  'inclusive-1.0': XmlC14NMode.XML_C14N_1_0,
  'inclusive-1.1': XmlC14NMode.XML_C14N_1_1,
  exclusive: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0,
}

/** The root without CDATA and empty tags, or null where the document is not well-formed. */
export function serialisedRoot(xml: string): string | null {
  const document = parsed(xml)
  if (document === null) return null
  try {
    return document.root.toString({ noDeclaration: true, noEmptyTags: true })
  } finally {
    document.dispose()
  }
}

/** The canonical form of a whole document. */
export function canonicalDocument(xml: string, algorithm: Canonicalisation): string {
  const document = parsed(xml)
  if (document === null) throw new Error('the document is not well-formed')
  try {
    const { method, comments, inclusivePrefixes } = algorithm
    const mode = modes[method]
    const withComments = comments === 'kept'
    return document.canonicalizeToString(
      mode === XmlC14NMode.XML_C14N_EXCLUSIVE_1_0
        ? { mode, withComments, inclusiveNamespacePrefixes: [...inclusivePrefixes] }
        : { mode, withComments },
    )
  } finally {
    document.dispose()
  }
}

function parsed(xml: string): XmlDocument | null {
  try {
    return XmlDocument.fromBuffer(Buffer.from(xml), { option: options, encoding: 'utf-8' })
  } catch {
    // Its one way to say that a document is not well-formed.
    return null
  }
}
