import { fileName, percentDecoded } from '../content-names.ts'
import type { DetachedContent } from '../format.ts'

/** Finds contents by the references of a signature to them. */
export interface ContentIndex {
  /** The one content that a URI can mean, or null where there is none or more than one. */
  find(uri: string): DetachedContent | null
  /** Whether several have the name that it ends in. */
  isAmbiguous(uri: string): boolean
}

/**
 * By the whole URI, as it stands or with its percent-encoding undone, or else by the file name at its
 * end: what is given comes from a folder, where URIs have no place.
 */
export function contentIndex(detached: readonly DetachedContent[]): ContentIndex {
  const whole = new Map<string, DetachedContent | null>()
  const files = new Map<string, DetachedContent | null>()
  for (const content of detached) {
    if (content.name === null) continue
    put(whole, content.name, content)
    put(files, fileName(content.name), content)
  }
  return {
    find(uri) {
      const plain = percentDecoded(uri)
      return whole.get(uri) ?? whole.get(plain) ?? files.get(fileName(plain)) ?? null
    },
    isAmbiguous: (uri) => files.get(fileName(percentDecoded(uri))) === null,
  }
}

/** Two contents of one name are as good as none. */
function put(
  index: Map<string, DetachedContent | null>,
  name: string,
  content: DetachedContent,
): void {
  index.set(name, index.has(name) ? null : content)
}
