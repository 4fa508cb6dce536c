/** True for a URI that means something outside the document (XMLDSig 1.1 §4.4.3.1). */
export function isExternal(uri: string | null): boolean {
  return uri === null || (uri !== '' && !uri.startsWith('#'))
}

/** An element of the same document, as a URI points at it. */
export interface Pointer {
  readonly id: string
  readonly form: 'bare' | 'xpointer'
}

/**
 * The identifier in a same-document URI (XMLDSig 1.1 §4.4.3.3), bare or in an XPointer; null for an
 * XPointer of another form, and for what points at no element.
 */
export function pointerIn(uri: string): Pointer | null {
  if (!uri.startsWith('#')) return null
  const parts = /^#xpointer\(id\((?:'([^']+)'|"([^"]+)")\)\)$/.exec(uri)
  if (parts !== null) return { id: parts[1] ?? parts[2] ?? '', form: 'xpointer' }
  return uri.includes('(') ? null : { id: uri.slice(1), form: 'bare' }
}
