import type { UnsupportedAlgorithm } from '../../core/algorithm-names.ts'
import type { Budget } from '../../core/budget.ts'
import { fromBase64 } from '../../core/bytes.ts'
import type { DigestAlgorithm } from '../../core/digests.ts'
import { VerifierError } from '../../core/errors.ts'
import { digestAlgorithmOf } from '../xml/algorithms.ts'
import {
  attribute,
  child,
  childElements,
  descendants,
  textOf,
  type XmlElement,
} from '../xml/document.ts'
import { ds } from '../xml/namespaces.ts'
import { parseXml } from '../xml/parse.ts'
import { mostEntries } from './zip-directory.ts'

/** An ASiCManifest (EN 319 162-1 annex A.4): what one signature or time assertion is over. */
export interface Manifest {
  /** The URI of the signature, or null where none is named. */
  readonly signature: string | null
  readonly objects: readonly DataObject[]
  /** How it departs from the schema, or null. */
  readonly departure: string | null
}

/** DataObjectReference (annex A.4): a file with its digest, which is null where it cannot be read. */
export interface DataObject {
  readonly uri: string | null
  readonly mediaType: string | null
  readonly digestAlgorithm: DigestAlgorithm | UnsupportedAlgorithm
  readonly digest: Uint8Array | null
}

/** The namespaces of EN 319 162-1 and of TS 102 918 before it, and their spellings in the wild. */
export const asicNamespaces = /^http:\/\/uri\.etsi\.org\/0?2918\/v1(?:\.\d){1,2}#$/

/**
 * Reads a manifest, or null where it is none. References are taken wherever they stand: one that is
 * compared although the schema has it elsewhere can break a signature, never mend one.
 */
export function readManifest(bytes: Uint8Array, budget: Budget): Manifest | null {
  const root = rootOf(bytes, budget)
  if (root === null || root.name !== 'ASiCManifest' || !asicNamespaces.test(root.namespace))
    return null
  const within = (name: string) =>
    [...descendants(root)].filter((one) => one.name === name && one.namespace === root.namespace)
  const [signature, ...more] = within('SigReference')
  const objects = within('DataObjectReference')
  return {
    signature: more.length > 0 || signature === undefined ? null : attribute(signature, 'URI'),
    objects: objects.slice(0, mostEntries).map(readObject),
    departure: departureOf(root, objects.length),
  }
}

function rootOf(bytes: Uint8Array, budget: Budget): XmlElement | null {
  try {
    return parseXml(bytes, budget).root
  } catch (cause) {
    if (!(cause instanceof VerifierError) || cause.code === 'budget-exceeded') throw cause
    return null
  }
}

function readObject(element: XmlElement): DataObject {
  const method = child(element, ds, 'DigestMethod')
  const value = child(element, ds, 'DigestValue')
  return {
    uri: attribute(element, 'URI'),
    mediaType: attribute(element, 'MimeType'),
    digestAlgorithm: digestAlgorithmOf((method && attribute(method, 'Algorithm')) ?? ''),
    digest: value === null ? null : fromBase64(textOf(value)),
  }
}

/** ASiCManifestType: SigReference, one DataObjectReference or more, and extensions, none of them critical. */
function departureOf(root: XmlElement, objects: number): string | null {
  const [first, ...others] = childElements(root)
  if (first?.name !== 'SigReference' || childElements(first).length > 0) {
    return 'it does not begin with a plain SigReference'
  }
  const extensions = others.at(-1)?.name === 'ASiCManifestExtensions' ? others.pop() : undefined
  if (others.length === 0) return 'it references no data object'
  if (others.length !== objects || others.some(({ name }) => name !== 'DataObjectReference')) {
    return 'it has other members than data object references'
  }
  if (objects > mostEntries) return `it has more than ${mostEntries} references`
  const critical =
    extensions !== undefined &&
    childElements(extensions).some((one) =>
      /^(?:true|1)$/.test(attribute(one, 'Critical')?.trim() ?? ''),
    )
  return critical ? 'it has a critical extension, and none is known' : null
}
