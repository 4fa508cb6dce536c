import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const sample = fileURLToPath(new URL('../../trust-lists/sample', import.meta.url))

/** A copy of the sample federation that a test may spoil, and how to throw it away. */
export async function sampleCopy(): Promise<string> {
  const folder = await emptyFolder()
  await cp(sample, folder, { recursive: true })
  await rm(join(folder, 'loaded'), { recursive: true, force: true })
  return folder
}

export function emptyFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'euxine-'))
}
