import type { Request } from 'express'
import { fromUtf8 } from '../core/bytes.ts'
import { VerifierError } from '../core/errors.ts'
import { parseJson } from '../core/json.ts'
import type { VerifyOrder } from '../store/order.ts'
import { multipartOrder } from './multipart.ts'
import { HttpRefusal } from './problem.ts'

/** The order of a body about a document, in JSON or multipart; throws `request-malformed`, or 415. */
export async function documentOrder<T extends Pick<VerifyOrder, 'document' | 'detached'>>(
  request: Request,
  read: (json: unknown) => T,
): Promise<T> {
  const type = requireType(request, ['application/json', 'multipart/form-data'])
  return type === 'application/json'
    ? read(jsonOf(request))
    : multipartOrder(request.headers, bodyOf(request), read)
}

/** RFC 9110 §8.3: the type without its parameters. */
export function requireType(request: Request, accepted: readonly string[]): string {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (accepted.includes(type)) return type
  throw new HttpRefusal(415, 'media-type-unsupported', `send ${accepted.join(' or ')}`)
}

/** The JSON of a body; throws `request-malformed`. */
export function jsonOf(request: Request): unknown {
  const text = fromUtf8(bodyOf(request))
  if (text === null) throw new VerifierError('request-malformed', 'the body is not UTF-8')
  if (text === '') throw new VerifierError('request-malformed', 'the body is empty')
  return parseJson(text)
}

function bodyOf(request: Request): Uint8Array {
  return request.body instanceof Uint8Array ? request.body : new Uint8Array()
}
