import { type XmlDocument, type XmlElement, xmlNamespace } from './document.ts'
import { wsu } from './namespaces.ts'
import { pointerIn } from './reference-uri.ts'
import { isDs } from './signed-info.ts'

/**
 * Elements by their identifier. Without a schema nothing says which attributes are of type ID; all
 * that signature formats use are taken: Id, ID, id (in no namespace), xml:id and wsu:Id. An identifier
 * that two elements carry under any of these names identifies nothing (signature wrapping).
 */
export type Identifiers = ReadonlyMap<string, XmlElement | 'several'>

/** The element that a same-document URI points at, as an XPointer or bare, or null (XMLDSig 1.1 §4.4.3.3). */
export function pointedAt(uri: string, identifiers: Identifiers): XmlElement | null {
  const pointer = pointerIn(uri)
  const element = pointer === null ? undefined : identifiers.get(pointer.id)
  return element === undefined || element === 'several' ? null : element
}

/** What signatures look up in a document, gathered once for all of them. */
export interface DocumentIndex {
  readonly identifiers: Identifiers
  /** Every ds:Signature, in document order. */
  readonly signatures: readonly XmlElement[]
}

/** Identifiers and signatures of a document, in one walk. */
export function indexOf(document: XmlDocument): DocumentIndex {
  const index = { identifiers: new Map<string, XmlElement | 'several'>(), signatures: [] }
  addElement(document.root, index)
  return index
}

interface GrowingIndex {
  readonly identifiers: Map<string, XmlElement | 'several'>
  readonly signatures: XmlElement[]
}

/** The depth of the tree is within the budget. */
function addElement(element: XmlElement, index: GrowingIndex): void {
  if (isDs(element, 'Signature')) index.signatures.push(element)
  for (const { name, namespace, value } of element.attributes) {
    if (!identifies(name, namespace)) continue
    const other = index.identifiers.get(value)
    index.identifiers.set(value, other === undefined || other === element ? element : 'several')
  }
  for (const node of element.markup) if (node.kind === 'element') addElement(node, index)
}

function identifies(name: string, namespace: string): boolean {
  return namespace === ''
    ? name === 'Id' || name === 'ID' || name === 'id'
    : (name === 'id' && namespace === xmlNamespace) || (name === 'Id' && namespace === wsu)
}
