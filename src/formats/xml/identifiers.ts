import { descendants, type XmlDocument, type XmlElement, xmlNamespace } from './document.ts'

/**
 * Elements by their identifier. Without a schema nothing says which attributes are of type ID; all
 * that signature formats use are taken: Id, ID, id (in no namespace) and xml:id. An identifier
 * that two elements carry under any of these names identifies nothing (signature wrapping).
 */
export type Identifiers = ReadonlyMap<string, XmlElement | 'several'>

const names = new Set(['Id', 'ID', 'id'])

export function identifiersOf(document: XmlDocument): Identifiers {
  const found = new Map<string, XmlElement | 'several'>()
  for (const element of descendants(document.root)) {
    for (const { name, namespace, value } of element.attributes) {
      const identifies =
        (namespace === '' && names.has(name)) || (namespace === xmlNamespace && name === 'id')
      if (!identifies) continue
      const other = found.get(value)
      found.set(value, other === undefined || other === element ? element : 'several')
    }
  }
  return found
}
