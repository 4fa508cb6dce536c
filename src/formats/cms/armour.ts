import { fromBase64, fromLatin1 } from '../../core/bytes.ts'
import { tags } from '../../core/der.ts'
import { VerifierError } from '../../core/errors.ts'
import { pemBlocks } from '../../x509/certificate.ts'

/** RFC 7468 §8 and §9; OpenSSL still reads the last. */
const pemLabels = ['CMS', 'PKCS7', 'PKCS #7 SIGNED DATA'] as const

/** Octets that tell what a file is: the header of a ContentInfo takes 19 at most. */
const head = 64

/** id-data to id-encryptedData (1.2.840.113549.1.7) and S/MIME's content types (…1.9.16.1). */
const contentTypePrefixes = ['2a864886f70d0107', '2a864886f70d01091001'] as const

/** True where the bytes begin as a ContentInfo in BER, in PEM, or in bare base64. */
export function looksLikeCms(bytes: Uint8Array): boolean {
  return beginsAsContentInfo(bytes) || pemLabelIn(bytes) !== null || looksLikeBase64(bytes)
}

/** A ContentInfo in BER, and what stands around its PEM block; RFC 7468 §2 allows text before it. */
export interface Unwrapped {
  readonly der: Uint8Array
  readonly around: 'nothing' | 'text before' | 'text after'
}

/** The ContentInfo, whatever it is wrapped in. */
export function unwrapCms(bytes: Uint8Array): Unwrapped {
  if (beginsAsContentInfo(bytes)) return { der: bytes, around: 'nothing' }
  const label = pemLabelIn(bytes)
  if (label !== null) return pemContent(bytes, label)
  const der = fromBase64(fromLatin1(bytes))
  if (der === null) {
    throw new VerifierError('not-a-signed-document', 'the text begins as base64 and is not', {
      hint: 'give the signature in DER, PEM or base64 without anything around it',
    })
  }
  return { der, around: 'nothing' }
}

/** SEQUENCE, a length of any form, and the OBJECT IDENTIFIER of a CMS content type (RFC 5652 §3). */
function beginsAsContentInfo(bytes: Uint8Array): boolean {
  const lengthOctet = bytes[1] ?? 0
  const at = lengthOctet <= 0x80 ? 2 : 2 + (lengthOctet & 0x7f)
  if (bytes[0] !== tags.sequence || bytes[at] !== tags.oid) return false
  const oid = Buffer.from(bytes.subarray(at + 2, at + head)).toString('hex')
  return contentTypePrefixes.some((prefix) => oid.startsWith(prefix))
}

/** A file that another reader would open as something else is not taken for a signature (polyglots). */
const otherFormat = /%PDF-|^PK|^\s*[<{]/

function pemLabelIn(bytes: Uint8Array): (typeof pemLabels)[number] | null {
  // RFC 7468 §2 lets explanatory text stand before the block; a kilobyte of it is plenty.
  const text = fromLatin1(bytes.subarray(0, 1024))
  if (otherFormat.test(text)) return null
  return pemLabels.find((label) => text.includes(`-----BEGIN ${label}-----`)) ?? null
}

function pemContent(bytes: Uint8Array, label: string): Unwrapped {
  const text = fromLatin1(bytes)
  const [der] = pemBlocks(bytes, label)
  const begun = text.match(anyBegin)?.length ?? 0
  if (der !== undefined && begun === 1) return { der, around: textAround(text, label) }
  const found = begun > 1 ? 'more than one PEM block' : `no whole PEM block of ${label}`
  throw new VerifierError('not-a-signed-document', `the file holds ${found}`, {
    hint: 'give one signature at a time',
  })
}

/** Of any label, readable or not: another reader might open that block and show another document. */
const anyBegin = new RegExp(`-----BEGIN (?:${pemLabels.join('|')})-----`, 'g')

function textAround(text: string, label: string): Unwrapped['around'] {
  const begin = `-----BEGIN ${label}-----`
  const end = `-----END ${label}-----`
  const after = text.slice(text.indexOf(end, text.indexOf(begin)) + end.length)
  if (after.trim() !== '') return 'text after'
  return text.trimStart().startsWith(begin) ? 'nothing' : 'text before'
}

function looksLikeBase64(bytes: Uint8Array): boolean {
  const text = fromLatin1(bytes.subarray(0, head * 2)).replace(/[ \t\r\n]+/g, '')
  const start = fromBase64(text.slice(0, text.length - (text.length % 4)))
  return start !== null && beginsAsContentInfo(start)
}
