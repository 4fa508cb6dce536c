import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { VerifierError } from '../core/errors.ts'

/** Largest file of trust data: the cap of fetched lists; the largest list known has 2 MB. */
const largestTrustFile = 50 * 1024 * 1024

/**
 * The bytes of a file, or null where there is none; throws `file-unreadable`. Trust data is some
 * hundred small files, read before anything else can be done: waiting for each costs more than it.
 */
export function readIfThere(path: string): Uint8Array | null {
  try {
    const { size } = statSync(path)
    if (size > largestTrustFile) throw new Error(`it has ${size} bytes`)
    return readFileSync(path)
  } catch (cause) {
    if (isAbsent(cause)) return null
    throw unreadable(path, cause)
  }
}

/** The bytes of a file; throws `file-unreadable`, also where there is none. */
export function readNeeded(path: string): Uint8Array {
  const bytes = readIfThere(path)
  if (bytes === null) throw unreadable(path, 'there is no such file')
  return bytes
}

/** Files with their paths; throws `file-unreadable`. */
export function readAll(
  paths: readonly string[],
): readonly { readonly path: string; readonly bytes: Uint8Array }[] {
  return paths.map((path) => ({ path, bytes: readNeeded(path) }))
}

/** Paths of the files of a folder and of the folders in it, sorted; none where there is no folder. */
export function filesUnder(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
  } catch (cause) {
    if (isAbsent(cause)) return []
    throw unreadable(folder, cause)
  }
}

/** Whether the path is a folder; throws `file-unreadable` where there is nothing. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch (cause) {
    throw unreadable(path, cause)
  }
}

function isAbsent(cause: unknown): boolean {
  if (!(cause instanceof Error) || !('code' in cause)) return false
  return cause.code === 'ENOENT' || cause.code === 'ENOTDIR'
}

function unreadable(path: string, cause: unknown): VerifierError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new VerifierError('file-unreadable', `"${path}" cannot be read: ${why}`, {
    hint: 'check the path and its permissions',
    facts: { path },
    ...(cause instanceof Error && { cause }),
  })
}
