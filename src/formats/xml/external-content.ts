import { fileName, percentDecoded } from '../content-names.ts'
import type { DetachedContent } from '../format.ts'
import { isExternal } from './reference-uri.ts'
import type { ReferenceElement } from './signed-info.ts'

/** What stands outside the document, as the caller gave it. */
export interface Outside {
  readonly detached: readonly DetachedContent[]
  /** What a URI names, where a container says so itself; `detached` is not asked then. */
  readonly named?: ((uri: string) => DetachedContent | null) | undefined
}

/**
 * The content that a reference outside the document means, of those that the caller gave; nothing is
 * ever fetched. A content is found by its name: the decoded URI, or its file name where the content
 * was given by a file name alone. Where one content was given, and without a name, it is that of the
 * one reference outside the document. "several" where names leave it open.
 */
export function externalContent(
  uri: string | null,
  { detached, named }: Outside,
  siblings: readonly ReferenceElement[],
): DetachedContent | null | 'several' {
  if (named !== undefined) return uri === null ? null : named(uri)
  const [only, ...others] = detached
  // XMLDSig 1.1 §4.4.3.1: what a reference without a URI means, the application has to know.
  if (uri === null) return others.length > 0 ? 'several' : (only ?? null)
  const name = pathOf(uri)
  const { byPath, byFileName } = namesOf(detached)
  const found = byPath.get(name) ?? byFileName.get(fileName(name)) ?? []
  if (found.length > 1) return 'several'
  if (found[0] !== undefined) return found[0]
  const alone = others.length === 0 && only?.name === null && isOnlyExternal(siblings)
  return alone ? (only ?? null) : null
}

/** What a report calls the content of a reference. */
export function externalName(uri: string | null): string | null {
  return uri === null ? null : pathOf(uri)
}

/** RFC 3986 §2.1 and §6.2.2.3: decoded where it can be, without the dots that mean "here". */
function pathOf(uri: string): string {
  return percentDecoded(uri.replace(/^(?:\.\/)+/, ''))
}

type Named = ReadonlyMap<string, readonly DetachedContent[]>

interface Names {
  readonly byPath: Named
  /** Of those that were given by a file name alone. */
  readonly byFileName: Named
}

/** Looked through once: a request may give thousands of contents to thousands of references. */
function namesOf(detached: readonly DetachedContent[]): Names {
  const before = known.get(detached)
  if (before !== undefined) return before
  const byPath = new Map<string, DetachedContent[]>()
  const byFileName = new Map<string, DetachedContent[]>()
  for (const content of detached) {
    if (content.name === null) continue
    add(byPath, pathOf(content.name), content)
    if (!/[/\\]/.test(content.name)) add(byFileName, content.name, content)
  }
  const names = { byPath, byFileName }
  known.set(detached, names)
  return names
}

const known = new WeakMap<readonly DetachedContent[], Names>()

function add(to: Map<string, DetachedContent[]>, name: string, content: DetachedContent): void {
  const others = to.get(name)
  if (others === undefined) to.set(name, [content])
  else others.push(content)
}

function isOnlyExternal(references: readonly ReferenceElement[]): boolean {
  const before = onlyExternal.get(references)
  if (before !== undefined) return before
  const only = new Set(references.map(({ uri }) => uri).filter(isExternal)).size === 1
  onlyExternal.set(references, only)
  return only
}

const onlyExternal = new WeakMap<readonly ReferenceElement[], boolean>()
