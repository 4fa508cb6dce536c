/**
 * Bytes of base64url (RFC 7515 §2: RFC 4648 §5 without padding, white space or other characters), or
 * null. The bits that pad the last character must be zero (RFC 4648 §3.5), so that one byte string
 * has one text.
 */
export function fromBase64Url(text: string): Uint8Array | null {
  const rest = text.length % 4
  if (rest === 1 || !/^[A-Za-z0-9_-]*$/.test(text)) return null
  const last = text.length === 0 ? 0 : alphabet.indexOf(text[text.length - 1] ?? '')
  const padding = rest === 2 ? last & 15 : rest === 3 ? last & 3 : 0
  return padding === 0 ? Buffer.from(text, 'base64url') : null
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Base64url of RFC 7515 §2, without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url')
}
