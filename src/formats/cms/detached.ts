import type { DetachedContent, Octets } from '../format.ts'

/** Endings of a detached signature's name that its content's name lacks. */
const signatureEndings = /\.(p7s|p7m|p7b|sig|csig|cms|pkcs7)$/i

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

/** The octets of the content: whole, by digests, or nowhere. */
export function detachedOctets(content: DetachedContent | null): Octets {
  if (content === null) return { kind: 'missing', name: null }
  if (content.bytes !== null) return { kind: 'bytes', bytes: content.bytes }
  return { kind: 'digests', digests: content.digests }
}

function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}
