import { lstat, mkdir, open, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { VerifierError } from '../core/errors.ts'
import type { PlannedFile } from './extract-paths.ts'

/** Whether a file that is there already may be replaced. */
export type Existing = 'keep' | 'replace'

/**
 * Writes files into a folder, which is made where it is not there. Nothing is written where one of
 * them is there already, or would go where a link leads (`file-unwritable`).
 */
export async function writeFiles(
  folder: string,
  files: readonly PlannedFile[],
  existing: Existing,
): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    for (const { components } of files) await refuseTaken(folder, components, existing)
    for (const file of files) await writeInside(folder, file, existing)
  } catch (cause) {
    if (cause instanceof VerifierError) throw cause
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    throw new VerifierError('file-unwritable', `"${folder}" cannot be written to (${code})`, {
      hint: notAFolder.includes(code)
        ? 'a file is where the folder would be: name another with --out'
        : 'check the folder and its permissions',
      cause,
    })
  }
}

/**
 * A folder that nobody named, only the document's name: where a link lies there, whoever sent the
 * document may have laid it (`file-unwritable`).
 */
export async function refuseLink(folder: string): Promise<void> {
  const found = await lstat(folder).catch(() => null)
  if (!found?.isSymbolicLink()) return
  throw new VerifierError('file-unwritable', `"${folder}" is a link to elsewhere`, {
    hint: 'name the folder that is meant with --out',
  })
}

/** What the system says where a file is in the way of a folder. */
const notAFolder: readonly string[] = ['EEXIST', 'ENOTDIR']

/** Every folder on the way must be one, and no link to one: a link would lead elsewhere. */
async function refuseTaken(
  folder: string,
  components: readonly string[],
  existing: Existing,
): Promise<void> {
  for (let depth = 1; depth <= components.length; depth += 1) {
    const path = join(folder, ...components.slice(0, depth))
    const found = await lstat(path).catch(() => null)
    if (found === null) return
    const last = depth === components.length
    const fits = last ? existing === 'replace' && !found.isDirectory() : found.isDirectory()
    if (!fits) throw taken(path, last && !found.isDirectory() ? 'replaceable' : 'not')
  }
}

function taken(path: string, what: 'replaceable' | 'not'): VerifierError {
  const hint = 'name another folder with --out'
  return new VerifierError('file-unwritable', `"${path}" is there already`, {
    hint: what === 'replaceable' ? `${hint}, or add --force` : hint,
  })
}

/** What is replaced is taken away first: it may be a link, and would be written through. */
async function writeInside(
  folder: string,
  { components, content }: PlannedFile,
  existing: Existing,
): Promise<void> {
  const path = join(folder, ...components)
  await mkdir(dirname(path), { recursive: true })
  if (existing === 'replace') await rm(path, { force: true })
  const file = await open(path, 'wx')
  try {
    await writeFile(file, content)
  } catch (cause) {
    // What is not the whole of what was signed is not left behind.
    await rm(path, { force: true })
    throw cause
  } finally {
    await file.close()
  }
}
