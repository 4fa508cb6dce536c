import { statSync } from 'node:fs'
import { VerifierError } from '../core/errors.ts'

/**
 * What tells that a file which is read more than once is still the same: the file itself, its size,
 * and when it was last written to. Who writes to a file cannot set the time of its last change.
 */
export interface FileState {
  readonly device: bigint
  readonly inode: bigint
  readonly size: bigint
  readonly modified: bigint
  readonly changed: bigint
}

/** The state of a file; throws `file-unreadable`. */
export function fileState(path: string): FileState {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true })
    return { device: dev, inode: ino, size, modified: mtimeNs, changed: ctimeNs }
  } catch (cause) {
    throw new VerifierError('file-unreadable', `"${path}" cannot be read to its end`, { cause })
  }
}

/**
 * Throws `file-unreadable` where a file is another than before: of what was read of it, some might
 * be of one document, and some of another.
 */
export function refuseChanged(path: string, before: FileState): void {
  const now = fileState(path)
  const same = (Object.keys(before) as (keyof FileState)[]).every((key) => before[key] === now[key])
  if (same) return
  throw new VerifierError('file-unreadable', `"${path}" was changed while it was read`, {
    hint: 'ask again when nothing writes to it, or give a copy',
  })
}
