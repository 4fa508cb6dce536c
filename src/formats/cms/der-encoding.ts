import { compareBytes } from '../../core/bytes.ts'
import {
  contentBytes,
  type DerReader,
  derMalformed,
  type Element,
  encodedBytes,
  tags,
} from '../../core/der.ts'
import { encodeDer } from '../../core/der-encoding.ts'

const constructed = 0x20

/** Universal string types whose constructed form BER allows and DER does not (X.690 §10.2). */
const stringTypes: readonly number[] = [
  tags.octetString,
  tags.utf8String,
  tags.numericString,
  tags.printableString,
  tags.teletexString,
  tags.ia5String,
  tags.visibleString,
  tags.universalString,
  tags.bmpString,
]

/** The members of a SET OF in ascending order (X.690 §11.6). */
export function sortedMembers(members: readonly Uint8Array[]): readonly Uint8Array[] {
  return [...members].sort(compareBytes)
}

/**
 * The element in DER (X.690 §10 and §11): definite, shortest lengths, strings in one piece, sets in
 * order, TRUE as 0xff. What only a schema could tell is kept as it stands: the octets of other
 * primitives, encoded default values, and the form of strings behind an implicit tag. What is DER
 * already is not copied.
 */
export function derEncodingOf(reader: DerReader, element: Element): Uint8Array {
  const { tag } = element
  if ((tag & constructed) === 0) {
    const content = primitiveContent(element)
    return isInPlace(element, [content]) ? encodedBytes(element) : encodeDer(tag, [content])
  }
  const primitive = tag & ~constructed
  if (stringTypes.includes(primitive)) {
    return encodeDer(primitive, stringSegments(reader, element, primitive))
  }
  const members = derEncodingsIn(reader, element)
  const ordered = tag === tags.set ? sortedMembers(members) : members
  return isInPlace(element, ordered) ? encodedBytes(element) : encodeDer(tag, ordered)
}

/** The members of a constructed element, each in DER, in the order in which they stand. */
export function derEncodingsIn(reader: DerReader, element: Element): Uint8Array[] {
  const inner = reader.within(element)
  const members: Uint8Array[] = []
  while (!inner.done) members.push(derEncodingOf(inner, inner.read()))
  return members
}

/** True where the parts are, octet by octet, the content that stands there, behind a DER length. */
export function isInPlace(element: Element, parts: readonly Uint8Array[]): boolean {
  const { source, contentStart, contentEnd, start, end } = element
  const length = contentEnd - contentStart
  if (end !== contentEnd || contentStart - start !== headerLength(length)) return false
  let at = source.byteOffset + contentStart
  for (const part of parts) {
    if (part.buffer !== source.buffer || part.byteOffset !== at) return false
    at += part.length
  }
  return at === source.byteOffset + contentEnd
}

/** Octets of identifier and shortest length. */
function headerLength(length: number): number {
  if (length < 0x80) return 2
  let octets = 1
  for (let rest = length; rest >= 256; rest = Math.floor(rest / 256)) octets += 1
  return 2 + octets
}

function primitiveContent(element: Element): Uint8Array {
  const content = contentBytes(element)
  const truth = content[0]
  if (element.tag !== tags.boolean || truth === undefined || truth === 0) return content
  return truth === 0xff ? content : Uint8Array.of(0xff)
}

function stringSegments(reader: DerReader, element: Element, type: number): Uint8Array[] {
  const segments: Uint8Array[] = []
  collectSegments(reader.within(element), type, segments)
  return segments
}

function collectSegments(inner: DerReader, type: number, segments: Uint8Array[]): void {
  while (!inner.done) {
    const segment = inner.read()
    const plain = segment.tag & ~constructed
    // X.690 §8.23.6 has segments of character strings as OCTET STRINGs.
    if (plain !== type && plain !== tags.octetString) {
      throw derMalformed('segment of another type', segment.start)
    }
    if (segment.tag === plain) segments.push(contentBytes(segment))
    else collectSegments(inner.within(segment), type, segments)
  }
}
