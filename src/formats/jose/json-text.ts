import type { Budget } from '../../core/budget.ts'
import { fromUtf8 } from '../../core/bytes.ts'
import { VerifierError } from '../../core/errors.ts'
import { parseJson } from '../../core/json.ts'

/** An object as JSON gave it; its members are looked up by `memberOf` and its like alone. */
export type JsonObject = Readonly<Record<string, unknown>>

/** The one error of a document that is no JWS. */
export function joseUnreadable(what: string, cause?: unknown): VerifierError {
  return new VerifierError('document-unreadable', `the document cannot be read as JWS: ${what}`, {
    hint: 'check that the file was written and sent whole',
    cause,
  })
}

/** Reads an object in JSON (RFC 7515 §4: no name twice); every bracket and comma counts as a node. */
export function parseJsonObject(text: string, what: string, budget: Budget): JsonObject {
  let marks = 0
  for (const mark of ['{', '[', ',']) {
    for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) marks += 1
  }
  budget.spendNodes(marks)
  const value = parsed(text, what)
  if (!isObject(value)) throw joseUnreadable(`${what} is no JSON object`)
  return value
}

function parsed(text: string, what: string): unknown {
  try {
    return parseJson(text)
  } catch (cause) {
    if (!(cause instanceof VerifierError)) throw cause
    throw joseUnreadable(`${what}: ${cause.message}`, cause)
  }
}

/** The same for octets, which have to be UTF-8 without a byte order mark (RFC 8259 §8.1). */
export function parseJsonBytes(bytes: Uint8Array, what: string, budget: Budget): JsonObject {
  const text = fromUtf8(bytes)
  if (text === null) throw joseUnreadable(`${what} is not in UTF-8`)
  return parseJsonObject(text, what, budget)
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A member of its own, or undefined: nothing is inherited from a prototype. */
export function memberOf(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

export function has(object: JsonObject, name: string): boolean {
  return Object.hasOwn(object, name)
}

/** The member where it is a string, or null. */
export function textIn(object: JsonObject, name: string): string | null {
  const value = memberOf(object, name)
  return typeof value === 'string' ? value : null
}

/** The member where it is an object, or null. */
export function objectIn(object: JsonObject, name: string): JsonObject | null {
  const value = memberOf(object, name)
  return isObject(value) ? value : null
}

/** The elements of the member where it is an array, or none. */
export function listIn(object: JsonObject, name: string): readonly unknown[] {
  const value = memberOf(object, name)
  return Array.isArray(value) ? value : []
}
