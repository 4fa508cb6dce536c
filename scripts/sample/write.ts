import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Files } from './files.ts'

/** Folders that hold nothing but what is generated; they are emptied first. */
const generated = ['trust-lists/sample', 'test-vectors']

export async function writeSample(root: string, files: Files): Promise<void> {
  for (const folder of generated) await rm(join(root, folder), { recursive: true, force: true })
  for (const [path, bytes] of files) {
    const target = join(root, path)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, bytes)
  }
}
