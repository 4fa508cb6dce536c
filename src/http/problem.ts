import { STATUS_CODES } from 'node:http'
import { VerifierError } from '../core/errors.ts'
import { refusalOf } from '../store/refusal.ts'

/** RFC 9457 §3, with the stable code of the error. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: string
  readonly hint?: string
}

/** What only this room can find wrong with a request. */
export class HttpRefusal extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** The status of each code; whatever else was wrong was malformed. */
const statuses: Readonly<Record<string, number>> = {
  'not-found': 404,
  'document-too-large': 413,
  'format-unsupported': 415,
  'budget-exceeded': 422,
  'document-empty': 422,
  'document-unreadable': 422,
  'not-a-signed-document': 422,
  'xml-malformed': 422,
  'trust-unusable': 503,
}

/** The one translation of errors; the cause of what is not ours stays inside. */
export function problemOf(error: unknown): Problem {
  if (error instanceof HttpRefusal) return problem(error.status, error.code, error.message, null)
  if (error instanceof VerifierError) {
    const { code, message, hint } = refusalOf(error)
    return problem(
      Object.hasOwn(statuses, code) ? (statuses[code] ?? 400) : 400,
      code,
      message,
      hint,
    )
  }
  const known = bodyProblem(error)
  if (known !== null) return known
  const { code, message, hint } = refusalOf(error)
  return problem(500, code, message, hint)
}

/** What body-parser and the router of Express say, by their `status`. */
function bodyProblem(error: unknown): Problem | null {
  if (!(error instanceof Error) || !('status' in error)) return null
  if (error.status === 413) return problem(413, 'document-too-large', 'the body is too large', null)
  if (error.status === 415) {
    return problem(415, 'encoding-unsupported', 'send the body without Content-Encoding', null)
  }
  return typeof error.status === 'number' && error.status >= 400 && error.status < 500
    ? problem(error.status, 'request-malformed', 'the request cannot be read', null)
    : null
}

function problem(status: number, code: string, detail: string, hint: string | null): Problem {
  const title = STATUS_CODES[status] ?? 'Error'
  return { type: 'about:blank', title, status, detail, code, ...(hint !== null && { hint }) }
}
