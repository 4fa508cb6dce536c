import type { Budget } from '../../core/budget.ts'
import { fromBase64Url } from './base64url.ts'
import {
  has,
  isObject,
  type JsonObject,
  joseUnreadable,
  memberOf,
  parseJsonBytes,
  parseJsonObject,
  textIn,
} from './json-text.ts'

/** One signature of a JWS (RFC 7515 §3), whichever serialisation it came in. */
export interface Jws {
  /** As it stands on the wire: the signing input begins with these very characters. */
  readonly protectedText: string
  readonly protectedHeader: JsonObject
  readonly unprotectedHeader: JsonObject
  readonly payload: Payload
  /** As it stands on the wire. */
  readonly valueText: string
  /** Null where the signature is no base64url. */
  readonly value: Uint8Array | null
}

/** What stands where the payload belongs; RFC 7515 appendix F has it empty or absent where detached. */
export type Payload =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'not-text' }

/** "alg" of either header, or null: that it should not be unprotected is a check's to say. */
export function algorithmNameOf({ protectedHeader, unprotectedHeader }: Jws): string | null {
  return textIn(protectedHeader, 'alg') ?? textIn(unprotectedHeader, 'alg')
}

export type Serialisation = 'compact' | 'json'

/** RFC 7797 §3: whether the signatures of one payload agree on how it goes under their values. */
export function encodingsIn(signatures: readonly Jws[]): 'same' | 'mixed' {
  const found = signatures.map(({ protectedHeader }) => memberOf(protectedHeader, 'b64') ?? true)
  return new Set(found).size > 1 ? 'mixed' : 'same'
}

/** RFC 7515 §7.1: three parts with dots between them; throws `document-unreadable`. */
export function readCompact(text: string, budget: Budget): Jws {
  const parts = text.split('.', 4)
  const [protectedText, payload, valueText] = parts
  if (protectedText === undefined || payload === undefined || valueText === undefined) {
    throw joseUnreadable('a compact serialisation has three parts')
  }
  if (parts.length > 3) throw joseUnreadable('a compact serialisation has no more than three parts')
  return jws(
    { protectedText, unprotectedHeader: {}, payload: textPayload(payload), valueText },
    budget,
  )
}

/** RFC 7515 §7.2.1 and §7.2.2: the general or the flattened form; throws `document-unreadable`. */
export function readJson(text: string, budget: Budget): readonly Jws[] {
  return readJsonForm(parseJsonObject(text, 'the JSON serialisation', budget), budget)
}

/** The same of an object that was read before, such as a counter-signature. */
export function readJsonForm(object: JsonObject, budget: Budget): readonly Jws[] {
  const payload = payloadOf(memberOf(object, 'payload'))
  if (!has(object, 'signatures')) return [readSignature(object, payload, budget)]
  // RFC 7515 §7.2.2: never both forms at once; two readers would find different signatures.
  if (['signature', 'protected', 'header'].some((name) => has(object, name))) {
    throw joseUnreadable('it is in the general and in the flattened serialisation at once')
  }
  const signatures = memberOf(object, 'signatures')
  if (!Array.isArray(signatures)) throw joseUnreadable('"signatures" is no array')
  return signatures.map((one: unknown) => {
    if (!isObject(one)) throw joseUnreadable('an element of "signatures" is no object')
    return readSignature(one, payload, budget)
  })
}

function payloadOf(value: unknown): Payload {
  if (value === undefined) return { kind: 'none' }
  return typeof value === 'string' ? textPayload(value) : { kind: 'not-text' }
}

function textPayload(text: string): Payload {
  return text === '' ? { kind: 'none' } : { kind: 'text', text }
}

function readSignature(object: JsonObject, payload: Payload, budget: Budget): Jws {
  const protectedText = memberOf(object, 'protected') ?? ''
  const unprotectedHeader = memberOf(object, 'header') ?? {}
  const valueText = memberOf(object, 'signature')
  if (typeof protectedText !== 'string') throw joseUnreadable('"protected" is no string')
  if (!isObject(unprotectedHeader)) throw joseUnreadable('"header" is no object')
  if (typeof valueText !== 'string') throw joseUnreadable('"signature" is no string')
  return jws({ protectedText, unprotectedHeader, payload, valueText }, budget)
}

function jws(parts: Omit<Jws, 'protectedHeader' | 'value'>, budget: Budget): Jws {
  budget.spend('signatures')
  const protectedHeader = readProtectedHeader(parts.protectedText, budget)
  return { ...parts, protectedHeader, value: fromBase64Url(parts.valueText) }
}

/** RFC 7515 §5.2, steps 2 and 3. */
function readProtectedHeader(text: string, budget: Budget): JsonObject {
  if (text === '') return {}
  const bytes = fromBase64Url(text)
  if (bytes === null) throw joseUnreadable('the protected header is no base64url')
  return parseJsonBytes(bytes, 'the protected header', budget)
}
