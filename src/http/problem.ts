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
  readonly hint: string | null

  constructor(status: number, code: string, message: string, hint: string | null = null) {
    super(message)
    this.status = status
    this.code = code
    this.hint = hint
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
  'password-wrong': 422,
  'pdf-malformed': 422,
  'xml-malformed': 422,
  'trust-unusable': 503,
}

/** The one translation of errors; the cause of what is not ours stays inside. */
export function problemOf(error: unknown): Problem {
  if (error instanceof HttpRefusal) {
    const { status, code, message, hint } = error
    return problem(status, code, message, hint ?? (status === 415 ? descriptionHint : null))
  }
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
  if (error.status === 413) {
    const most = 'limit' in error ? `has more than ${error.limit} octets` : 'is too large'
    return problem(413, 'document-too-large', `the body ${most}`, largeHint)
  }
  if (error.status === 415) {
    return problem(415, 'encoding-unsupported', 'send the body without Content-Encoding', typeHint)
  }
  return typeof error.status === 'number' && error.status >= 400 && error.status < 500
    ? problem(error.status, 'request-malformed', 'the request cannot be read', null)
    : null
}

const largeHint =
  'detached content may be given by its digests, and multipart takes a quarter less than base64; the command line reads larger files as streams'

/** Where the whole description of the service is. */
export const descriptionHint = 'GET /openapi.json describes every resource, and what each takes'

const typeHint =
  'compressed bodies are not taken: their size would be known only when they are read'

function problem(status: number, code: string, detail: string, hint: string | null): Problem {
  const title = STATUS_CODES[status] ?? 'Error'
  return { type: 'about:blank', title, status, detail, code, ...(hint !== null && { hint }) }
}
