import { VerifierError } from './errors.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const encoder = new TextEncoder()

/** Compares two byte strings for equality; not constant time, for public data only. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0
}

/** Orders byte strings as DER orders the members of a SET OF (X.690 §11.6). */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b)
}

/** The parts as one byte string; a single part is given back as it is, without a copy. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1 && parts[0] !== undefined) return parts[0]
  return Buffer.concat(parts)
}

/** Octets as they are, or copied together where they come in parts. */
export function wholeOf(
  octets: { readonly bytes: Uint8Array } | { readonly parts: readonly Uint8Array[] },
): Uint8Array {
  return 'parts' in octets ? concatBytes(octets.parts) : octets.bytes
}

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('hex')
}

/** Bytes of a hexadecimal string of either case, or null if it is not one. */
export function fromHex(text: string): Uint8Array | null {
  return text.length % 2 === 0 && /^[0-9a-fA-F]*$/.test(text) ? Buffer.from(text, 'hex') : null
}

/** Base64 of RFC 4648 §4, padded. */
export function toBase64(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('base64')
}

/**
 * Bytes of base64 text (RFC 4648 §4; white space of XML allowed, padding required), or null. Nothing
 * but the alphabet is taken (§3.3), and no bits that the padding leaves over (§3.5): what is taken
 * has one spelling.
 */
export function fromBase64(text: string): Uint8Array | null {
  const compact = /\s/.test(text) ? text.replace(/[ \t\r\n]+/g, '') : text
  const bytes = Buffer.from(compact, 'base64')
  // Buffer skips what is no base64, takes base64url and letters above U+00FF by their low octet.
  return bytes.toString('base64') === compact ? bytes : null
}

/** Text of UTF-8 bytes, or null where they are not well-formed UTF-8. */
export function fromUtf8(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes)
  } catch {
    return null
  }
}

/** The text in UTF-8; a lone surrogate, which UTF-8 has no octets for, becomes U+FFFD. */
export function toUtf8(text: string): Uint8Array {
  return encoder.encode(text)
}

/** Octets that are taken for text: half of what V8 can hold in one string (2^29 - 24 characters). */
const longestText = 2 ** 28

/** Text of ISO 8859-1 bytes; throws `document-too-large` past the longest text. */
export function fromLatin1(bytes: Uint8Array): string {
  if (bytes.length > longestText) {
    throw new VerifierError('document-too-large', `text of ${bytes.length} octets`, {
      hint: 'give it in DER: text is read up to 256 MiB',
    })
  }
  return asBuffer(bytes).toString('latin1')
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
