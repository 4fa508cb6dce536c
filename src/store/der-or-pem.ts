import { tags } from '../core/der.ts'
import { type ErrorCode, VerifierError } from '../core/errors.ts'
import { pemBlocks } from '../x509/certificate.ts'

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
  const blocks = pemBlocks(bytes, kind.label)
  if (countOf(bytes, `-----BEGIN ${kind.label}-----`) > blocks.length) {
    throw notOf(kind, `a PEM block of it is cut off, or is not base64`)
  }
  if (blocks.length > 0) return blocks
  if (countOf(bytes, '-----BEGIN ') > 0)
    throw notOf(kind, `no PEM block of it is a "${kind.label}"`)
  return [bytes]
}

function notOf({ code, called }: ItemKind, why: string): VerifierError {
  return new VerifierError(code, `not ${called}: ${why}`)
}

function countOf(bytes: Uint8Array, words: string): number {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let count = 0
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length)) {
    count += 1
  }
  return count
}
