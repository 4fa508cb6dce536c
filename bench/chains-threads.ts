import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { authorities, chainsOf } from './chains-material.ts'
import { benchTime, pemOf } from './chains-pki.ts'
import { type Comparison, median } from './measure.ts'

const command = join(import.meta.dirname, '..', 'dist/cli/main.js')
const lines = 40_000
const rounds = 3

/** The built command over a batch, with two threads and with one; its start is counted. */
export function twoThreads(): Comparison[] {
  if (!existsSync(command)) throw new Error('build first: npm run build')
  const folder = mkdtempSync(join(tmpdir(), 'euxine-bench-'))
  try {
    writeBatch(folder)
    const pairs = Array.from({ length: rounds }, () => [run(folder, 2), run(folder, 1)] as const)
    return [
      {
        name: '`euxine chain --batch` with two threads',
        ours: median(pairs.map(([two]) => two)),
        theirs: median(pairs.map(([, one]) => one)),
        ratio: median(pairs.map(([two, one]) => two / one)),
        unit: 'lines per second',
        against: `one, on ${availableParallelism()} cores`,
        target: '≥ 1.8',
      },
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function writeBatch(folder: string): void {
  const all = authorities('P-256', 4)
  writeFileSync(join(folder, 'root.der'), all.anchor)
  for (const [i, { certificate }] of all.issuers.entries()) {
    writeFileSync(join(folder, `ca${i}.der`), certificate)
  }
  const text = chainsOf(all, lines).map(({ target }, id) => {
    const paths = { intermediates: [`ca${id % 4}.der`], anchors: ['root.der'] }
    const at = benchTime.toISOString()
    return JSON.stringify({ id, target: pemOf(target), ...paths, at, revocation: 'none' })
  })
  writeFileSync(join(folder, 'batch.jsonl'), `${text.join('\n')}\n`)
}

function run(folder: string, threads: number): number {
  const args = ['chain', '--batch', 'batch.jsonl', '--threads', String(threads)]
  const start = performance.now()
  const { status } = spawnSync(process.execPath, [command, ...args], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error(`the batch ended with ${status}`)
  return (lines * 1_000) / (performance.now() - start)
}
