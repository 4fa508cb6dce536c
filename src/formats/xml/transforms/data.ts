import type { Source } from './source.ts'
import type { Nodes } from './subset.ts'

/** What goes from one transform to the next (XMLDSig 1.1 §4.4.3.2): octets, or nodes of a document. */
export type Data =
  | { readonly octets: Uint8Array; readonly form: 'as-is' | 'canonical' }
  | { readonly nodes: Nodes; readonly source: Source }
