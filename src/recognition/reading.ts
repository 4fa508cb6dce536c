import { VerifierError } from '../core/errors.ts'
import { parseTime } from '../core/time.ts'

/** A value of a JSON document and where it stands there, such as `$.timeline[0].from`. */
export interface Field {
  readonly path: string
  readonly value: unknown
}

/** The members an object must and may have; any other is refused. */
export interface Members {
  readonly required: readonly string[]
  readonly optional: readonly string[]
}

/** Characters of one text; a citation with its title fits four times. */
const textLimit = 2000

/** Entries of one array; the largest bloc known, the United Nations, has 193 members. */
const listLimit = 500

/** C0, DEL, C1, bidirectional controls and zero-width characters: texts are shown to people. */
const invisible = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u

/** The members of an object; an unknown one is refused, so that a typing error never recognises. */
export function objectAt(field: Field, members: Members): ReadonlyMap<string, Field> {
  const { value, path } = field
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed(field, 'an object')
  }
  const known = [...members.required, ...members.optional]
  const found = new Map<string, Field>()
  for (const [name, member] of Object.entries(value)) {
    if (!known.includes(name)) throw unknownMember(field, name, known)
    found.set(name, { path: `${path}.${name}`, value: member })
  }
  const missing = members.required.find((name) => !found.has(name))
  if (missing !== undefined) throw malformed({ path: `${path}.${missing}`, value: undefined }, 'it')
  return found
}

/** A member that `objectAt` has found to be there. */
export function member(members: ReadonlyMap<string, Field>, name: string): Field {
  const field = members.get(name)
  if (field === undefined) throw malformed({ path: name, value: undefined }, 'it')
  return field
}

/** `{[name]: read(field)}` where the member is there, and nothing where it is not. */
export function optional<Name extends string, Value>(
  members: ReadonlyMap<string, Field>,
  name: Name,
  read: (field: Field) => Value,
): Partial<Record<Name, Value>> {
  const field = members.get(name)
  if (field === undefined) return {}
  const one: Partial<Record<Name, Value>> = {}
  one[name] = read(field)
  return one
}

/** An array of at most 500 entries, each read by `read`; throws `agreement-malformed`. */
export function listAt<Value>(field: Field, read: (entry: Field) => Value): readonly Value[] {
  const { value, path } = field
  if (!Array.isArray(value)) throw malformed(field, 'an array')
  if (value.length > listLimit) throw malformed(field, `at most ${listLimit} entries`)
  return value.map((entry: unknown, index) => read({ path: `${path}[${index}]`, value: entry }))
}

/** A list of texts in which none stands twice. */
export function distinctTextsAt(field: Field): readonly string[] {
  const texts = listAt(field, textAt)
  const twice = texts.findIndex((text, index) => texts.indexOf(text) !== index)
  if (twice === -1) return texts
  throw malformed(
    { path: `${field.path}[${twice}]`, value: texts[twice] },
    'an entry that is not there already',
  )
}

/**
 * A text that is not blank, of at most 2,000 characters, none invisible; throws
 * `agreement-malformed`.
 */
export function textAt(field: Field): string {
  const { value } = field
  if (typeof value !== 'string' || value.trim() === '') throw malformed(field, 'a text')
  if (value.length > textLimit) throw malformed(field, `at most ${textLimit} characters`)
  if (invisible.test(value)) throw malformed(field, 'a text without invisible characters')
  return value
}

/** A text of a given shape, `what` being its name in the error. */
export function shapedTextAt(field: Field, shape: RegExp, what: string): string {
  const text = textAt(field)
  if (!shape.test(text)) throw malformed(field, what)
  return text
}

/** One of a closed set of words; throws `agreement-malformed`. */
export function wordAt<Word extends string>(field: Field, words: readonly Word[]): Word {
  const word = words.find((candidate) => candidate === field.value)
  if (word === undefined) throw malformed(field, `one of ${words.join(', ')}`)
  return word
}

/** True or false, and nothing that stands for them; throws `agreement-malformed`. */
export function flagAt(field: Field): boolean {
  if (typeof field.value !== 'boolean') throw malformed(field, 'true or false')
  return field.value
}

/** A version number: 1 or more, and exact as a JSON number. */
export function countAt(field: Field): number {
  const { value } = field
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1) {
    throw malformed(field, 'a whole number of 1 or more')
  }
  return value
}

/** A time that says its zone; throws `agreement-malformed`. */
export function timeAt(field: Field): Date {
  const time = typeof field.value === 'string' ? parseTime(field.value) : null
  if (time === null) throw malformed(field, 'a time with its zone, such as 2026-01-01T00:00:00Z')
  return time
}

/** The one error of this room: where, what was found, what was expected. */
export function malformed(field: Field, expected: string, hint?: string): VerifierError {
  return new VerifierError(
    'agreement-malformed',
    field.value === undefined
      ? `The agreement lacks ${field.path}`
      : `The agreement has ${shown(field.value)} at ${field.path}; expected ${expected}`,
    {
      hint: hint ?? `docs/agreements.md says what ${field.path} means`,
      facts: { path: field.path, found: shown(field.value), expected },
    },
  )
}

function unknownMember(field: Field, name: string, known: readonly string[]): VerifierError {
  const path = `${field.path}.${shown(name)}`
  return new VerifierError('agreement-malformed', `The agreement has an unknown field at ${path}`, {
    hint: `The fields known at ${field.path} are ${known.join(', ')}`,
    facts: { path, found: shown(name), expected: 'a known field' },
  })
}

/** What was found, short, on one line, and without characters that could mislead its reader. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = JSON.stringify(value) ?? 'nothing'
  const visible = text.replace(new RegExp(invisible, 'gu'), '\ufffd')
  return visible.length > 60 ? `${visible.slice(0, 60)}…` : visible
}
