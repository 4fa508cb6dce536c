import { VerifierError } from '../core/errors.ts'
import { parseJson } from '../core/json.ts'
import { parseTime } from '../core/time.ts'

/** A field of a JSON document, with the path by which an error names it. */
export interface Field {
  readonly path: string
  readonly value: unknown
}

/** What an error of these readers says about the file as a whole. */
export interface Subject {
  readonly code: 'trust-list-malformed' | 'trust-unusable'
  readonly file: string
}

/** Reads JSON with errors that name the file, the path of the field, and what was expected there. */
export class FieldReader {
  readonly #subject: Subject

  constructor(subject: Subject) {
    this.#subject = subject
  }

  parse(json: string): Field {
    try {
      return { path: '', value: parseJson(json) }
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : 'not JSON'
      throw this.#error('', `cannot be read (${why})`, 'check the file with a JSON tool', cause)
    }
  }

  /** An object with no members but those named: a misspelt one is an error, never ignored. */
  object(field: Field, members: readonly string[]): Readonly<Record<string, unknown>> {
    const { value } = field
    if (!isRecord(value)) throw this.malformed(field, 'must be an object')
    const stranger = Object.keys(value).find((name) => !members.includes(name))
    if (stranger !== undefined) {
      throw this.malformed(
        member(field, stranger),
        `is not known here; known: ${members.join(', ')}`,
      )
    }
    return value
  }

  /** The member of an object that `object` has seen; its value is undefined where it is absent. */
  member(field: Field, name: string): Field {
    return member(field, name)
  }

  text(field: Field): string {
    if (typeof field.value !== 'string' || field.value === '')
      throw this.malformed(field, 'must be a text that is not empty')
    return field.value
  }

  optionalText(field: Field): string | null {
    return field.value === undefined ? null : this.text(field)
  }

  oneOf<T extends string>(field: Field, words: readonly T[]): T {
    const word = words.find((candidate) => candidate === field.value)
    if (word === undefined) throw this.malformed(field, `must be one of ${words.join(', ')}`)
    return word
  }

  boolean(field: Field): boolean {
    if (typeof field.value !== 'boolean') throw this.malformed(field, 'must be true or false')
    return field.value
  }

  wholeNumber(field: Field): number {
    const { value } = field
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
      throw this.malformed(field, 'must be a whole number from 0')
    return value
  }

  time(field: Field): Date {
    const time = typeof field.value === 'string' ? parseTime(field.value) : null
    if (time === null)
      throw this.malformed(field, 'must be a time with a zone, such as 2026-01-01T00:00:00Z')
    return time
  }

  sha256(field: Field): string {
    if (typeof field.value !== 'string' || !/^[0-9a-f]{64}$/.test(field.value))
      throw this.malformed(field, 'must be a SHA-256 in 64 lower-case hexadecimal digits')
    return field.value
  }

  /** The elements of an array; an absent one is empty. */
  list<T>(field: Field, read: (element: Field) => T): T[] {
    if (field.value === undefined) return []
    if (!Array.isArray(field.value)) throw this.malformed(field, 'must be an array')
    return field.value.map((value, index) => read({ path: `${field.path}[${index}]`, value }))
  }

  malformed(field: Field, what: string): VerifierError {
    return this.#error(field.path, what)
  }

  #error(path: string, what: string, hint?: string, cause?: unknown): VerifierError {
    const { code, file } = this.#subject
    return new VerifierError(code, `${file}: ${path === '' ? 'the file' : path} ${what}`, {
      hint: hint ?? `correct ${path === '' ? 'the file' : path} in ${file}`,
      facts: { file, path },
      ...(cause !== undefined && { cause }),
    })
  }
}

function member(field: Field, name: string): Field {
  const value =
    isRecord(field.value) && Object.hasOwn(field.value, name) ? field.value[name] : undefined
  return { path: field.path === '' ? name : `${field.path}.${name}`, value }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
