import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { VerifierError } from '../core/errors.ts'

/** Largest file of trust data: the cap of fetched lists; the largest list known has 2 MB. */
export const largestTrustFile = 50 * 1024 * 1024

/** The bytes of a file, or null where there is none; throws `file-unreadable`. */
export async function readIfThere(path: string): Promise<Uint8Array | null> {
  try {
    const { size } = await stat(path)
    if (size > largestTrustFile) throw new Error(`it has ${size} bytes`)
    return await readFile(path)
  } catch (cause) {
    if (isAbsent(cause)) return null
    throw unreadable(path, cause)
  }
}

/** The bytes of a file; throws `file-unreadable`, also where there is none. */
export async function readNeeded(path: string): Promise<Uint8Array> {
  const bytes = await readIfThere(path)
  if (bytes === null) throw unreadable(path, 'there is no such file')
  return bytes
}

/** Files with their paths, all read at once; throws `file-unreadable`. */
export function readAll(
  paths: readonly string[],
): Promise<readonly { readonly path: string; readonly bytes: Uint8Array }[]> {
  return Promise.all(paths.map(async (path) => ({ path, bytes: await readNeeded(path) })))
}

/** Paths of the files of a folder and of the folders in it, sorted; none where there is no folder. */
export async function filesUnder(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true, recursive: true })
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
export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
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
