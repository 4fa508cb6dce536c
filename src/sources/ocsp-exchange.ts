import { VerifierError } from '../core/errors.ts'
import type { Source } from './source.ts'

/** RFC 5019 §5 and RFC 6960 §A.1: requests up to this many characters of URL go by GET. */
const longestGet = 255

/** OCSPResponse { responseStatus malformedRequest (1) } in DER (RFC 6960 §4.2.1). */
const malformedRequest = '30030a0101'

/**
 * Asks a responder. A short request goes by GET, as RFC 5019 §5 asks of a client, so that caches
 * on the way can answer it; responders that know POST only are asked again by POST, which they
 * show by an HTTP status or by not understanding the request. Throws `source-refused`.
 */
export async function askResponder(
  source: Source,
  uri: string,
  request: Uint8Array,
): Promise<Uint8Array> {
  const post = { kind: 'ocsp', uri, post: request } as const
  const get = getLocation(uri, request)
  if (get === null) return source.fetch(post)
  try {
    const answer = await source.fetch({ kind: 'ocsp', uri: get, post: null })
    const understood = Buffer.from(answer).toString('hex') !== malformedRequest
    return understood ? answer : await source.fetch(post)
  } catch (error) {
    const answered = error instanceof VerifierError && typeof error.facts['status'] === 'number'
    if (answered) return source.fetch(post)
    throw error
  }
}

/** RFC 6960 §A.1.1: the base64 of the DER, escaped, after the address; null where it is too long. */
function getLocation(uri: string, request: Uint8Array): string | null {
  if (/[?#]/.test(uri)) return null
  const path = encodeURIComponent(Buffer.from(request).toString('base64'))
  const location = `${uri.replace(/\/$/, '')}/${path}`
  return location.length <= longestGet ? location : null
}
