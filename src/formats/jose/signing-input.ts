import { concatBytes } from '../../core/bytes.ts'
import type { Check } from '../../core/conclusion.ts'
import type { ParseContext, ParsedSignature, Reference } from '../format.ts'
import { toBase64Url } from './base64url.ts'
import type { Warn } from './evidence.ts'
import { memberOf } from './json-text.ts'
import type { Jws } from './serialisation.ts'

/** What the value of a signature is over, and what that says of the reader's own data. */
export interface SignedContent {
  readonly signedBytes: ParsedSignature['signedBytes']
  readonly references: readonly Reference[]
  readonly checks: readonly Check[]
}

/** What the content of a signature is looked for with. */
export interface ContentContext
  extends Pick<ParseContext, 'detached' | 'documentName' | 'crypto' | 'budget'> {
  readonly warn: Warn
}

/** RFC 7797 §3: the payload goes under the value in base64url, unless "b64" is false. */
export function isEncoded({ protectedHeader }: Jws): boolean {
  return memberOf(protectedHeader, 'b64') !== false
}

/** A stretch of the payload, as the reader calls it. */
export interface Piece {
  readonly name: string
  readonly bytes: Uint8Array
  /** As the signature states it. */
  readonly mediaType: string | null
}

/**
 * RFC 7515 §5.1 step 5: the header as it stands, a dot, and the payload; each piece of it in base64url
 * of its own, unless "b64" is false (TS 119 182-1 §5.2.8.3.2). A JWS has no digest of its payload: the
 * references made here name the pieces for the reader, by digests of the very octets that go under
 * the value, which alone decides.
 */
export function overPieces(
  jws: Jws,
  pieces: readonly Piece[],
  { crypto, budget }: ContentContext,
): Pick<SignedContent, 'signedBytes' | 'references'> {
  const encoded = isEncoded(jws)
  const parts: Uint8Array[] = [Buffer.from(`${jws.protectedText}.`, 'latin1')]
  for (const { bytes } of pieces) {
    // Encoded, an octet takes four: as text, as octets, and once more when they are joined.
    budget.spend('bytes', encoded ? 4 * bytes.length : bytes.length)
    parts.push(encoded ? Buffer.from(toBase64Url(bytes), 'latin1') : bytes)
  }
  const signed = concatBytes(parts)
  const whole = pieces.length > 1 ? [joined(pieces, encoded ? null : signed)] : pieces
  const references = whole.flatMap(({ name, bytes, mediaType }): readonly Reference[] => {
    const expectedDigest = crypto.digest('SHA-256', bytes)
    if (expectedDigest === null) return []
    const octets = { kind: 'bytes', bytes } as const
    const stated = mediaType === null ? {} : { mediaType }
    return [{ name, kind: 'full', digestAlgorithm: 'SHA-256', expectedDigest, octets, ...stated }]
  })
  return { signedBytes: { kind: 'bytes', bytes: signed }, references }
}

/**
 * Several pieces are signed as one: nothing that goes under the value tells where one ends and the next
 * begins, so that no piece by itself is what was signed. Unencoded they are the end of what is signed.
 */
function joined(pieces: readonly Piece[], signed: Uint8Array | null): Piece {
  const size = pieces.reduce((sum, { bytes }) => sum + bytes.length, 0)
  return {
    name: pieces.map(({ name }) => name).join(' + '),
    bytes: signed?.subarray(signed.length - size) ?? concatBytes(pieces.map(({ bytes }) => bytes)),
    mediaType: null,
  }
}

/** What is signed is nowhere to be found; `name` is what the signature calls it. */
export function missingContent(name: string, checks: readonly Check[]): SignedContent {
  return { signedBytes: { kind: 'missing', name }, references: [], checks }
}

/** What is signed is not told, or not in a way that is read: nothing that is given could help. */
export function unknownContent(checks: readonly Check[]): SignedContent {
  const signedBytes = { kind: 'missing', name: 'payload', because: 'not-processed' } as const
  return { signedBytes, references: [], checks }
}
