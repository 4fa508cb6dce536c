import { fileName } from './content-names.ts'
import type { DetachedContent, Octets } from './format.ts'

/**
 * Which of the contents given belongs to the signature: the only one, or the one its name tells.
 * @param endings those of a detached signature's name that its content's name lacks
 */
export function chooseDetached(
  detached: readonly DetachedContent[],
  documentName: string | null,
  endings: RegExp,
): DetachedContent | null {
  const [only] = detached
  if (detached.length === 1 && only !== undefined) return only
  const wanted = contentName(documentName, endings)
  const named = detached.filter(({ name }) => name !== null && fileName(name) === wanted)
  return wanted !== null && named.length === 1 ? (named[0] ?? null) : null
}

/** What the content of a detached signature is called by the name of its file, or null. */
export function contentName(documentName: string | null, endings: RegExp): string | null {
  return documentName === null ? null : fileName(documentName).replace(endings, '')
}

/** The octets of a content: whole, by digests, or nowhere, and then `name` is what it is called. */
export function detachedOctets(content: DetachedContent | null, name: string | null): Octets {
  if (content === null) return { kind: 'missing', name }
  if (content.bytes !== null) return { kind: 'bytes', bytes: content.bytes }
  return { kind: 'digests', digests: content.digests }
}
