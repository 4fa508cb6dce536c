import type { ParsedSignature, Reference } from '../format.ts'
import type { XmlElement } from './document.ts'

/**
 * A ds:Signature as read (XMLDSig 1.1 §4): a `ParsedSignature` with what the tree's reader must
 * know of it. Whether digests and value verify is decided elsewhere, as for every other format.
 */
export interface XmlSignature extends ParsedSignature {
  readonly element: XmlElement
  readonly references: readonly XmlReference[]
}

/** A ds:Reference (XMLDSig 1.1 §4.4.3), with what of the document it covers. */
export interface XmlReference extends Reference {
  /** The URI as it stands, or null where the attribute is absent. */
  readonly uri: string | null
  readonly covers: Coverage
}

/**
 * What of the tree the octets of a reference hold. `document`: everything under the root but the
 * signature itself, so that whoever reads the root reads what was signed; `element`: one element,
 * but for the signature where that stands inside it; `unknown`: nothing, or it cannot be said.
 */
export type Coverage =
  | { readonly of: 'document' }
  | { readonly of: 'element'; readonly element: XmlElement }
  | { readonly of: 'unknown' }

/** True where some reference of the signature covers the whole document but the signature itself. */
export function coversDocument(signature: XmlSignature): boolean {
  return signature.references.some((reference) => reference.covers.of === 'document')
}
