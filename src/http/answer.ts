import type { Response } from 'express'
import { formatTime } from '../core/time.ts'
import { problemOf } from './problem.ts'

/** Answers in JSON; times as everywhere in the contract. */
export function sendJson(response: Response, status: number, body: object): void {
  response.status(status).type('application/json').send(JSON.stringify(body, timesAsText))
}

/** Answers with a problem (RFC 9457 §3). */
export function sendProblem(response: Response, error: unknown): void {
  const problem = problemOf(error)
  // RFC 9110 §15.5.9: the body is still on its way; the rest of it is not waited for.
  if (problem.status === 408) response.setHeader('connection', 'close')
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem))
}

/** JSON.stringify calls toJSON first; the value itself is still in its place. */
function timesAsText(this: unknown, key: string, value: unknown): unknown {
  const original = (this as Readonly<Record<string, unknown>>)[key]
  return original instanceof Date ? formatTime(original) : value
}
