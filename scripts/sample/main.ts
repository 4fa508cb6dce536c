import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Files } from './files.ts'
import { generateSample } from './generate.ts'

/** Folders that hold nothing but what is generated; they are emptied first. */
const generated = ['trust-lists/sample', 'test-vectors']

const repository = fileURLToPath(new URL('../..', import.meta.url))
const files = await generateSample()
await writeSample(repository, files)
const octets = [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0)
process.stdout.write(`${files.size} files, ${octets} octets\n`)

async function writeSample(root: string, all: Files): Promise<void> {
  for (const folder of generated) await rm(join(root, folder), { recursive: true, force: true })
  for (const [path, bytes] of all) {
    const target = join(root, path)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, bytes)
  }
}
