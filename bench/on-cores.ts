import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** How long a process runs before its turn is measured: until what it lost by standing is read. */
const settleMilliseconds = 200
const turnMilliseconds = 1_500

/** What a program has done so far, in units of its own. */
export type Progress = (child: ChildProcess) => number | Promise<number>

/** A program that runs on the cores given alone, and stands still but in its turn. */
export class OnCores {
  readonly #child: ChildProcess
  readonly #progress: Progress

  /** `cores` as taskset (util-linux) reads them: Node has no call for it. */
  constructor(
    cores: string,
    args: readonly string[],
    { cwd, input, progress }: { cwd?: string; input?: number; progress: Progress },
  ) {
    this.#child = spawn('taskset', ['-c', cores, process.execPath, ...args], {
      cwd,
      stdio: [input ?? 'ignore', 'ignore', 'inherit', 'ipc'],
    })
    this.#child.on('error', (cause) => {
      throw new Error('install taskset (util-linux): cores cannot be told apart without', { cause })
    })
    this.#progress = progress
  }

  /** Runs until its code is compiled, then stands still. */
  async warmUp(milliseconds: number): Promise<void> {
    this.#child.kill('SIGCONT')
    await sleep(milliseconds)
    this.#child.kill('SIGSTOP')
  }

  /** Units per second over one turn; throws where the program has ended. */
  async rate(): Promise<number> {
    this.#child.kill('SIGCONT')
    await sleep(settleMilliseconds)
    const [from, start] = [await this.#progress(this.#child), performance.now()]
    await sleep(turnMilliseconds)
    const [to, end] = [await this.#progress(this.#child), performance.now()]
    this.#child.kill('SIGSTOP')
    if (this.#child.exitCode !== null) throw new Error(`ended with ${this.#child.exitCode}`)
    return ((to - from) * 1_000) / (end - start)
  }

  end(): void {
    this.#child.kill('SIGKILL')
  }
}

/** Octets of the standard input that have been read: the program does nothing for being measured. */
export function octetsRead({ pid }: ChildProcess): number {
  const found = /^pos:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/fdinfo/0`, 'latin1'))
  return Number(found?.[1])
}

/** Asks a program that answers every message with a number. */
export function answered(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('message', (count) => resolve(Number(count)))
    child.send('count')
  })
}
