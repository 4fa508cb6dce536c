import { child, childElements, type XmlElement } from '../document.ts'
import { ds } from '../namespaces.ts'

/**
 * The namespaces of XAdES as found: TS 101 903 V1.1.1, V1.2.2, V1.3.2 (which EN 319 132-1 keeps) and
 * what V1.4.1 added to it.
 */
const versions = [
  'http://uri.etsi.org/01903/v1.1.1#',
  'http://uri.etsi.org/01903/v1.2.2#',
  'http://uri.etsi.org/01903/v1.3.2#',
  'http://uri.etsi.org/01903/v1.4.1#',
] as const

/** Evidence records in XAdES (EN 319 132-3 §5). */
const evidence = 'http://uri.etsi.org/19132/v1.1.1#'

const namespaces: ReadonlySet<string> = new Set([...versions, evidence])

/** Types of the reference to SignedProperties: EN 319 132-1 §4.4.2, and by version as TS 101 903 had it. */
export const signedPropertiesTypes: ReadonlySet<string> = new Set([
  'http://uri.etsi.org/01903#SignedProperties',
  ...versions.map((version) => `${version}SignedProperties`),
])

/** The Type of the reference from a countersignature to what it countersigns (EN 319 132-1 §5.2.7.1). */
export const countersignedType = 'http://uri.etsi.org/01903#CountersignedSignature'

/** True for an element of that local name in any namespace of XAdES. */
export function isXades(element: XmlElement | null | undefined, name: string): boolean {
  return element?.name === name && namespaces.has(element.namespace)
}

/** The child elements of any version of XAdES, in order; with a name only those of that name. */
export function propertiesIn(parent: XmlElement, name?: string): readonly XmlElement[] {
  return childElements(parent).filter(
    (element) => namespaces.has(element.namespace) && (name === undefined || element.name === name),
  )
}

/** The first such child of the name, or null. */
export function propertyIn(parent: XmlElement | null, name: string): XmlElement | null {
  if (parent === null) return null
  for (const node of parent.markup) {
    if (node.kind === 'element' && isXades(node, name)) return node
  }
  return null
}

/**
 * A child of XMLDSig's name and type: V1.1.1 and V1.2.2 had them in their own namespaces, later
 * versions in that of XMLDSig.
 */
export function dsChild(parent: XmlElement | null, name: string): XmlElement | null {
  if (parent === null) return null
  return child(parent, ds, name) ?? propertyIn(parent, name)
}
