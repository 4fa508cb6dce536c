import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { defaultLimits } from '../core/budget.ts'
import { concatBytes } from '../core/bytes.ts'
import { VerifierError } from '../core/errors.ts'
import type { Source } from './order.ts'

/** Bytes with the name they go by in a report. */
export interface NamedBytes {
  readonly name: string
  readonly bytes: Uint8Array
}

/** The folder that paths are relative to; null where no file may be named, as over HTTP. */
export type Base = string | null

/** Reads a source whole; throws `file-unreadable`, or `document-too-large` past the limit of bytes. */
export async function readSource(source: Source, base: Base): Promise<NamedBytes> {
  if ('bytes' in source) return { name: source.name ?? 'unnamed', bytes: source.bytes }
  return { name: nameOf(source), bytes: readFileNow(source.path, base) }
}

/** What a file goes by in a report. */
export function nameOf({ path, name }: Extract<Source, { path: string }>): string {
  return name ?? basename(path)
}

/** What the bytes of a source hold; an error of theirs names the source, where it has a name. */
export function itemsOf<T>(source: Source, bytes: Uint8Array, read: (bytes: Uint8Array) => T): T {
  try {
    return read(bytes)
  } catch (cause) {
    const name = 'path' in source ? source.path : source.name
    if (!(cause instanceof VerifierError) || name === null) throw cause
    const { code, message, facts, hint } = cause
    const about = `"${name}" is ${message}`
    throw new VerifierError(code, about, { facts, cause, ...(hint !== undefined && { hint }) })
  }
}

/**
 * Reads a file whole, and waits for it: only commands name files, and they have nothing else to do.
 * A small one takes 10 µs so, and twenty times as long by way of another thread. Throws as
 * `readSource` does.
 */
export function readFileNow(path: string, base: Base): Uint8Array {
  const whole = pathOf(path, base)
  try {
    const file = openSync(whole, 'r')
    try {
      return readOpen(file, path)
    } finally {
      closeSync(file)
    }
  } catch (cause) {
    throw cause instanceof VerifierError ? cause : unreadable(path, cause)
  }
}

/** A device or a pipe has no size to ask for; those are counted while reading. */
function readOpen(file: number, path: string): Uint8Array {
  const { size } = fstatSync(file)
  if (size > defaultLimits.bytes) throw tooLarge(path)
  if (size > 0) return readPart(file, size)
  const parts: Uint8Array[] = []
  let total = 0
  for (let part = readPart(file, partBytes); part.length > 0; part = readPart(file, partBytes)) {
    parts.push(part)
    total += part.length
    if (total > defaultLimits.bytes) throw tooLarge(path)
  }
  return concatBytes(parts)
}

/** What a pipe of Linux holds at once. */
const partBytes = 64 << 10

/** As many bytes as are wanted, or all that is left. */
function readPart(file: number, wanted: number): Uint8Array {
  const part = new Uint8Array(wanted)
  let filled = 0
  while (filled < wanted) {
    const count = readSync(file, part, filled, wanted - filled, null)
    if (count === 0) break
    filled += count
  }
  return filled < wanted ? part.subarray(0, filled) : part
}

/** Size of a file in bytes; throws `file-unreadable`. */
export async function sizeOf(path: string, base: Base): Promise<number> {
  try {
    return (await stat(pathOf(path, base))).size
  } catch (cause) {
    throw cause instanceof VerifierError ? cause : unreadable(path, cause)
  }
}

/** The path of a file that a request names; throws `request-malformed` where it may name none. */
export function pathOf(path: string, base: Base): string {
  if (base === null) {
    throw new VerifierError('request-malformed', 'a request over the network cannot name files')
  }
  return resolve(base, path)
}

function tooLarge(path: string): VerifierError {
  return new VerifierError(
    'document-too-large',
    `"${path}" is larger than ${defaultLimits.bytes} bytes`,
    { hint: 'give large content with --detached; it is hashed as a stream' },
  )
}

function unreadable(path: string, cause: unknown): VerifierError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
  return new VerifierError('file-unreadable', `"${path}" cannot be read (${code})`, {
    hint: Object.hasOwn(hints, code) ? (hints[code] ?? '') : 'check the path and its permissions',
    facts: { path, code },
    cause,
  })
}

const hints: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file; paths begin in the working folder, those of a batch in --base',
  EISDIR: 'that is a folder; name a file in it',
  EACCES: 'the file may not be read by this user',
}
