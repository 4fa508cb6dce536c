import { childElements, type XmlElement } from './document.ts'
import { ds } from './namespaces.ts'
import {
  hasText,
  isDs,
  isMalformed,
  type Malformed,
  type ReferenceElement,
  readReferences,
  structure,
} from './signed-info.ts'

/**
 * References in all manifests of one signature: DSS reads as many files of a container. A SignedInfo
 * has fewer, since its references are digested before anything is known of the signer.
 */
export const largestManifests = 1_000

/** The Type of a reference to a manifest (XMLDSig 1.1 §5.1). */
export const manifestType = `${ds}Manifest`

/** The manifests that are signed with an element: itself, or those that a ds:Object holds. */
export function manifestsIn(element: XmlElement): readonly XmlElement[] {
  if (isDs(element, 'Manifest')) return [element]
  return isDs(element, 'Object') ? childElements(element, ds, 'Manifest') : []
}

/** The references of a ds:Manifest (XMLDSig 1.1 §5.1), at most so many. */
export function readManifest(
  element: XmlElement,
  limit: number,
): readonly ReferenceElement[] | Malformed {
  if (hasText(element)) return structure('text in Manifest')
  const references = childElements(element)
  if (references.length === 0) return structure('a Manifest without a Reference')
  const read = readReferences(references, limit)
  return isMalformed(read) && read.because === 'limit'
    ? { ...read, malformed: `more than ${largestManifests} references in manifests` }
    : read
}
