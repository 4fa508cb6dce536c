import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { authorities, chainsOf } from './chains-material.ts'
import { benchTime, pemOf } from './chains-pki.ts'
import { type Comparison, median } from './measure.ts'
import { rawChecks } from './raw-checks.ts'

const command = join(import.meta.dirname, '..', 'dist/cli/main.js')
const lines = 100_000
const rounds = 3
const rawMilliseconds = 3_000

/**
 * The built command over a batch, its start counted: two threads against one, and against two
 * processes with half of it each. What the machine has to give is what two threads that only check
 * signatures are to one.
 */
export async function twoThreads(): Promise<Comparison[]> {
  if (!existsSync(command)) throw new Error('build first: npm run build')
  const folder = mkdtempSync(join(tmpdir(), 'euxine-bench-'))
  try {
    writeBatches(folder)
    const found = []
    for (let round = 0; round < rounds; round += 1) found.push(await measure(folder))
    const cores = availableParallelism()
    return [
      comparison(found, 'one', `one, on ${cores} cores`, '≥ 1.8'),
      comparison(found, 'processes', `two processes with half of it each, on ${cores} cores`, '–'),
      await rawThreads(cores),
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function rawThreads(cores: number): Promise<Comparison> {
  const found: { readonly two: number; readonly one: number }[] = []
  for (let round = 0; round < rounds; round += 1) {
    const one = await rawChecks(1, rawMilliseconds)
    found.push({ one, two: await rawChecks(2, rawMilliseconds) })
  }
  return {
    name: 'raw P-256 signature checks on two threads',
    ours: median(found.map(({ two }) => two)),
    theirs: median(found.map(({ one }) => one)),
    ratio: median(found.map(({ one, two }) => two / one)),
    unit: 'checks per second',
    against: `one, on ${cores} cores`,
    target: '–',
  }
}

/** Lines per second. */
type Rates = Record<'two' | 'one' | 'processes', number>

function comparison(
  found: readonly Rates[],
  peer: 'one' | 'processes',
  against: string,
  target: string,
): Comparison {
  return {
    name: '`euxine chain --batch` with two threads',
    ours: median(found.map(({ two }) => two)),
    theirs: median(found.map((rates) => rates[peer])),
    ratio: median(found.map((rates) => rates.two / rates[peer])),
    unit: 'lines per second',
    against,
    target,
  }
}

async function measure(folder: string): Promise<Rates> {
  return {
    two: await rate(() => run(folder, 'all.jsonl', 2)),
    one: await rate(() => run(folder, 'all.jsonl', 1)),
    processes: await rate(() =>
      Promise.all([run(folder, 'first.jsonl', 1), run(folder, 'second.jsonl', 1)]),
    ),
  }
}

function writeBatches(folder: string): void {
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
  const write = (name: string, some: readonly string[]): void =>
    writeFileSync(join(folder, name), `${some.join('\n')}\n`)
  write('all.jsonl', text)
  write('first.jsonl', text.slice(0, lines / 2))
  write('second.jsonl', text.slice(lines / 2))
}

function run(folder: string, batch: string, threads: number): Promise<void> {
  const args = [command, 'chain', '--batch', batch, '--threads', String(threads)]
  const child = spawn(process.execPath, args, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (status) => {
      if (status === 0) resolve()
      else reject(new Error(`the batch ended with ${status}`))
    })
  })
}

async function rate(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (lines * 1_000) / (performance.now() - start)
}
