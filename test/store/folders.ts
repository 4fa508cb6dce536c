import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export const sample = fileURLToPath(new URL('../../trust-lists/sample', import.meta.url))

/** A copy of the sample federation that a test may spoil; thrown away when the test is over. */
export async function sampleCopy(): Promise<string> {
  const folder = await emptyFolder()
  await cp(sample, folder, { recursive: true })
  await rm(join(folder, 'loaded'), { recursive: true, force: true })
  return folder
}

export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'euxine-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}
