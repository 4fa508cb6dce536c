import { existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { authorities, chainsOf } from './chains-material.ts'
import { benchTime, pemOf } from './chains-pki.ts'
import { type Comparison, median } from './measure.ts'
import { answered, OnCores, octetsRead } from './on-cores.ts'
import { rawChecks } from './raw-checks.ts'

const command = join(import.meta.dirname, '..', 'dist/cli/main.js')
const chains = 40_000
/** More than is read in all turns: the chains again and again, and forgotten between. */
const repeats = 8
const warmUpMilliseconds = 12_000
const rounds = 11

/**
 * The built command over a batch, with two cores against with one of them (each in its turn): as
 * many threads as there are cores, as by default. All are warm, and stand still but in their turns,
 * for a machine whose speed drifts within seconds. What the machine has to give is what a thread on
 * each of the cores, with nothing to do but to check signatures, is to one.
 */
export async function twoCores(): Promise<Comparison[]> {
  if (!existsSync(command)) throw new Error('build first: npm run build')
  const folder = mkdtempSync(join(tmpdir(), 'euxine-bench-'))
  writeBatch(folder)
  const batch = (cores: string) => batchOn(cores, folder)
  const raw = (cores: string) => rawOn(cores)
  const programs = { batch: onEach(batch), raw: onEach(raw) }
  const all = Object.values(programs).flatMap(Object.values<OnCores>)
  try {
    for (const program of all) await program.warmUp(0)
    for (const program of all) await program.warmUp(warmUpMilliseconds)
    const found: { batch: Rates; raw: Rates }[] = []
    for (let round = 0; round < rounds; round += 1) {
      found.push({ batch: await ratesOf(programs.batch), raw: await ratesOf(programs.raw) })
    }
    return [
      comparison(
        '`euxine chain --batch` with two cores',
        'MB of lines',
        '≥ 1.8',
        found.map(({ batch }) => batch),
      ),
      comparison(
        'raw P-256 signature checks with two cores',
        'checks',
        '–',
        found.map(({ raw }) => raw),
      ),
    ]
  } finally {
    for (const program of all) program.end()
    rmSync(folder, { recursive: true })
  }
}

type OnEach<T> = Readonly<Record<'first' | 'second' | 'both', T>>
/** Units per second. */
type Rates = OnEach<number>

function onEach(start: (cores: string) => OnCores): OnEach<OnCores> {
  return { first: start('0'), second: start('1'), both: start('0,1') }
}

/** There and back, so that a drift from the first to the last falls on all alike. */
async function ratesOf({ first, second, both }: OnEach<OnCores>): Promise<Rates> {
  const there = [await first.rate(), await both.rate(), await second.rate()] as const
  const back = [await second.rate(), await both.rate(), await first.rate()] as const
  return {
    first: (there[0] + back[2]) / 2,
    second: (there[2] + back[0]) / 2,
    both: (there[1] + back[1]) / 2,
  }
}

function comparison(
  name: string,
  units: string,
  target: string,
  found: readonly Rates[],
): Comparison {
  const one = ({ first, second }: Rates): number => (first + second) / 2
  return {
    name,
    ours: median(found.map(({ both }) => both)),
    theirs: median(found.map(one)),
    ratio: median(found.map((rates) => rates.both / one(rates))),
    unit: `${units} per second`,
    against: 'one of them',
    target,
  }
}

function batchOn(cores: string, cwd: string): OnCores {
  const input = openSync(join(cwd, 'batch.jsonl'), 'r')
  const progress = (child: Parameters<typeof octetsRead>[0]) => octetsRead(child) / 1e6
  return new OnCores(cores, [command, 'chain', '--batch', '-'], { cwd, input, progress })
}

function rawOn(cores: string): OnCores {
  const threads = String(cores.split(',').length)
  return new OnCores(cores, ['-e', rawChecks, threads], { progress: answered })
}

function writeBatch(folder: string): void {
  const all = authorities('P-256', 4)
  writeFileSync(join(folder, 'root.der'), all.anchor)
  for (const [i, { certificate }] of all.issuers.entries()) {
    writeFileSync(join(folder, `ca${i}.der`), certificate)
  }
  const lines = chainsOf(all, chains).map(({ target }, id) => {
    const paths = { intermediates: [`ca${id % 4}.der`], anchors: ['root.der'] }
    const at = benchTime.toISOString()
    return `${JSON.stringify({ id, target: pemOf(target), ...paths, at, revocation: 'none' })}\n`
  })
  const path = join(folder, 'batch.jsonl')
  for (let i = 0; i < repeats; i += 1) writeFileSync(path, lines.join(''), { flag: 'a' })
}
