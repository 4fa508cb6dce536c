import type { DetachedContent } from '../format.ts'

/** Endings of a detached signature's name that its content's name lacks. */
const signatureEndings = /\.(jws|jades|json|jose)$/i

/** Which of the contents given belongs to the signature: the only one, or the one its name tells. */
export function chooseDetached(
  detached: readonly DetachedContent[],
  documentName: string | null,
): DetachedContent | null {
  const [only] = detached
  if (detached.length === 1 && only !== undefined) return only
  const wanted = contentName(documentName)
  const named = detached.filter(({ name }) => name !== null && fileName(name) === wanted)
  return wanted !== null && named.length === 1 ? (named[0] ?? null) : null
}

/** What the content of a detached signature is called by the name of its file, or null. */
export function contentName(documentName: string | null): string | null {
  return documentName === null ? null : fileName(documentName).replace(signatureEndings, '')
}

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
      const plain = decoded(uri)
      return whole.get(uri) ?? whole.get(plain) ?? files.get(fileName(plain)) ?? null
    },
    isAmbiguous: (uri) => files.get(fileName(decoded(uri))) === null,
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

/** The URI with its percent-encoding undone (RFC 3986 §2.1), or as it stands where that cannot be. */
export function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri)
  } catch {
    // What is not well encoded names itself.
    return uri
  }
}

function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}
