import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { authorities, chainsOf } from './chains-material.ts'
import { benchTime, pemOf } from './chains-pki.ts'
import { type Comparison, median } from './measure.ts'
import { rawChecks } from './raw-checks.ts'

const command = join(import.meta.dirname, '..', 'dist/cli/main.js')
const linesAtATime = 8_000
/** Until a thread's code is compiled: two threads take twice the lines of one for it. */
const warmUpTurns = 4
const rounds = 7
const rawMilliseconds = 2_000

/**
 * The built command over a batch that does not end: two threads against one, and against two
 * processes. All of them are started and warm, and each is given lines in its turn, for a machine
 * whose speed drifts within seconds. What the machine has to give is what two threads that only
 * check signatures are to one.
 */
export async function twoThreads(): Promise<Comparison[]> {
  if (!existsSync(command)) throw new Error('build first: npm run build')
  const folder = mkdtempSync(join(tmpdir(), 'euxine-bench-'))
  const lines = writeBatch(folder)
  const batches: Batches = {
    one: [new Batch(folder, lines, 1)],
    two: [new Batch(folder, lines, 2)],
    processes: [new Batch(folder, lines, 1), new Batch(folder, lines, 1)],
  }
  try {
    for (let turn = 0; turn < warmUpTurns; turn += 1) await ratesOf(batches)
    const found: Rates[] = []
    for (let round = 0; round < rounds; round += 1) found.push(await ratesOf(batches))
    const cores = availableParallelism()
    return [
      comparison(found, 'one', `one, on ${cores} cores`, '≥ 1.8'),
      comparison(found, 'processes', `two processes of one thread each, on ${cores} cores`, '–'),
      await rawThreads(cores),
    ]
  } finally {
    for (const batch of Object.values(batches).flat()) batch.end()
    rmSync(folder, { recursive: true })
  }
}

type Batches = Readonly<Record<'one' | 'two' | 'processes', readonly Batch[]>>
/** Lines per second. */
type Rates = Readonly<Record<'one' | 'two' | 'processes', number>>

/** There and back, so that a drift from the first to the last falls on all alike. */
async function ratesOf({ one, two, processes }: Batches): Promise<Rates> {
  const seconds = { one: 0, two: 0, processes: 0 }
  const there = [['one', one] as const, ['two', two] as const, ['processes', processes] as const]
  for (const [name, batches] of [...there, ...there.toReversed()]) {
    const start = performance.now()
    await Promise.all(batches.map((batch) => batch.answer(linesAtATime / batches.length)))
    seconds[name] += (performance.now() - start) / 1_000
  }
  const rate = (name: keyof Rates): number => (2 * linesAtATime) / seconds[name]
  return { one: rate('one'), two: rate('two'), processes: rate('processes') }
}

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

/** One running command, which waits for lines and answers them. */
class Batch {
  readonly #child: ChildProcess
  readonly #lines: readonly string[]
  #next = 0
  #open = 0
  #answered = () => {}
  #failed = (_: Error) => {}

  constructor(folder: string, lines: readonly string[], threads: number) {
    this.#lines = lines
    const args = [command, 'chain', '--batch', '-', '--threads', String(threads)]
    this.#child = spawn(process.execPath, args, {
      cwd: folder,
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#count(chunk))
    this.#child.on('exit', (code) => this.#failed(new Error(`the batch ended with ${code}`)))
  }

  answer(count: number): Promise<void> {
    const lines = Array.from(
      { length: count },
      (_, i) => this.#lines[(this.#next + i) % this.#lines.length],
    )
    this.#next += count
    this.#open = count
    return new Promise((resolve, reject) => {
      this.#answered = resolve
      this.#failed = reject
      this.#child.stdin?.write(lines.join(''))
    })
  }

  end(): void {
    this.#failed = () => {}
    this.#child.kill()
  }

  #count(chunk: Buffer): void {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) this.#open -= 1
    if (this.#open === 0) this.#answered()
  }
}

/** Enough chains that none is asked about twice while the other batches have their turns. */
function writeBatch(folder: string): readonly string[] {
  const all = authorities('P-256', 4)
  writeFileSync(join(folder, 'root.der'), all.anchor)
  for (const [i, { certificate }] of all.issuers.entries()) {
    writeFileSync(join(folder, `ca${i}.der`), certificate)
  }
  return chainsOf(all, 5 * linesAtATime).map(({ target }, id) => {
    const paths = { intermediates: [`ca${id % 4}.der`], anchors: ['root.der'] }
    const at = benchTime.toISOString()
    return `${JSON.stringify({ id, target: pemOf(target), ...paths, at, revocation: 'none' })}\n`
  })
}
