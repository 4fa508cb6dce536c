import { fromLatin1, fromUtf8 } from '../../../core/bytes.ts'

const xmp = 'adobe:ns:meta/'
const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
/** Elements within each other: as deep as XML may go elsewhere. */
const deepest = 100
/** Characters of the name of an element: those of XMP stay below fifty. */
const longestName = 200

/**
 * Whether octets are a packet of XMP (ISO 16684-1 §7.3): one element `x:xmpmeta` or `rdf:RDF`, closed
 * as it was opened, and nothing that declares types or entities. This is no parser of XML: what it
 * lets through is not read, and need only be harmless to whoever does read it.
 */
export function isMetadataPacket(bytes: Uint8Array): boolean {
  const text = decoded(bytes)
  if (text === null || text.includes('<!DOCTYPE') || text.includes('<!ENTITY')) return false
  const open: string[] = []
  let roots = 0
  for (let place = 0; ; ) {
    const start = text.indexOf('<', place)
    const between = text.slice(place, start === -1 ? undefined : start)
    if (open.length === 0 && !/^[\s\ufeff\0]*$/.test(between)) return false
    if (start === -1) return roots === 1 && open.length === 0
    const piece = pieceAt(text, start)
    if (piece === null) return false
    place = piece.end
    if (piece.kind === 'close' && open.pop() !== piece.name) return false
    if (piece.kind !== 'open' && piece.kind !== 'empty') continue
    if (open.length === 0 && (++roots > 1 || !isRoot(piece))) return false
    if (piece.kind === 'open' && open.push(piece.name) > deepest) return false
  }
}

interface Piece {
  readonly kind: 'open' | 'empty' | 'close' | 'skipped'
  readonly name: string
  readonly attributes: string
  readonly end: number
}

/** A tag, comment, instruction or section of characters; null where it is none of them. */
function pieceAt(text: string, start: number): Piece | null {
  if (text.startsWith('<!--', start)) return skipped(text, start, '-->')
  if (text.startsWith('<?', start)) return skipped(text, start, '?>')
  if (text.startsWith('<![CDATA[', start)) return skipped(text, start, ']]>')
  const last = endOfTag(text, start)
  if (last === null) return null
  const found = /^<(\/?)([A-Za-z_][\w:.-]*)/.exec(
    text.slice(start, Math.min(last, start + longestName)),
  )
  if (found === null) return null
  const [whole, slash, name = ''] = found
  const attributes = text.slice(start + whole.length, last)
  const kind = slash === '/' ? 'close' : attributes.endsWith('/') ? 'empty' : 'open'
  return { kind, name, attributes, end: last + 1 }
}

/** Where the tag closes: quotes may hold the sign that closes it, and none holds one that opens. */
function endOfTag(text: string, start: number): number | null {
  let quote = ''
  for (let place = start + 1; place < text.length; place++) {
    const character = text.charAt(place)
    if (character === '<') return null
    if (character === quote) quote = ''
    else if (quote === '' && (character === '"' || character === "'")) quote = character
    else if (quote === '' && character === '>') return place
  }
  return null
}

function skipped(text: string, start: number, end: string): Piece | null {
  const found = text.indexOf(end, start)
  if (found === -1) return null
  return { kind: 'skipped', name: '', attributes: '', end: found + end.length }
}

function isRoot({ name, attributes }: Piece): boolean {
  const namespace = /(^|:)xmpmeta$/.test(name) ? xmp : /(^|:)RDF$/.test(name) ? rdf : null
  return namespace !== null && attributes.includes(namespace)
}

/** UTF-8, or UTF-16 with its mark. */
function decoded(bytes: Uint8Array): string | null {
  const [first, second] = bytes
  const even = bytes.subarray(0, bytes.length - (bytes.length % 2))
  if (first === 0xfe && second === 0xff) return Buffer.from(even).swap16().toString('utf16le')
  if (first === 0xff && second === 0xfe) return Buffer.from(even).toString('utf16le')
  return fromUtf8(bytes) ?? fromLatin1(bytes)
}
