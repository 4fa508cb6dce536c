import { fromBase64, fromLatin1 } from '../core/bytes.ts'
import { tags } from '../core/der.ts'
import { type ErrorCode, VerifierError } from '../core/errors.ts'

/** What a file is to hold: how PEM labels it (RFC 7468), and what is said where it does not. */
export interface ItemKind {
  readonly label: string
  readonly called: string
  readonly code: ErrorCode
}

/**
 * DER as it stands, or what is in the PEM blocks of the label (RFC 7468 §2). A block that is not
 * whole, or is no base64, is never passed over: the next one would be taken for it. Throws the code
 * of the kind.
 */
export function derOrPem(bytes: Uint8Array, kind: ItemKind): readonly Uint8Array[] {
  // A SEQUENCE of 128 octets or more; the second octet is none of ASCII, in which PEM is written.
  if (bytes[0] === tags.sequence && (bytes[1] ?? 0) >= 0x80) return [bytes]
  const text = fromLatin1(bytes)
  const blocks = blocksOf(text, kind)
  if (blocks.length > 0) return blocks
  if (text.includes('-----BEGIN ')) throw notOf(kind, `no PEM block of it is a "${kind.label}"`)
  return [bytes]
}

function blocksOf(text: string, kind: ItemKind): readonly Uint8Array[] {
  const begin = `-----BEGIN ${kind.label}-----`
  const blocks: Uint8Array[] = []
  for (let at = text.indexOf(begin); at >= 0; ) {
    const stop = text.indexOf(`-----END ${kind.label}-----`, at)
    const der = stop < 0 ? null : fromBase64(text.slice(at + begin.length, stop))
    if (der === null) throw notOf(kind, 'a PEM block of it is cut off, or is not base64')
    blocks.push(der)
    at = text.indexOf(begin, stop)
  }
  return blocks
}

function notOf({ code, called }: ItemKind, why: string): VerifierError {
  return new VerifierError(code, `not ${called}: ${why}`)
}
