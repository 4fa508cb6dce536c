import { cp, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExitStatus, Input, Io } from '../../src/cli/io.ts'
import { run } from '../../src/cli/run.ts'

export const root = join(import.meta.dirname, '..', '..')
export const sample = join(root, 'trust-lists', 'sample')
export const vectors = join(root, 'test-vectors')

/** The time for which `test-vectors/index.json` says what is expected. */
export const at = '2026-06-01T00:00:00Z'

export interface Ran {
  readonly status: ExitStatus
  readonly out: string
  readonly err: string
}

export interface Setting {
  readonly input?: string
  /** In place of `input`: bytes as they arrive. */
  readonly chunks?: Input
  readonly folder?: string
  readonly terminal?: 'yes' | 'no'
  readonly watched?: 'yes' | 'no'
  /** Called with each piece of output, as it comes. */
  readonly watch?: (text: string) => void
}

/** Runs a command in this process, at the time of the vectors unless told otherwise. */
export async function runCli(args: readonly string[], setting: Setting = {}): Promise<Ran> {
  const { io, ran } = testIo(setting)
  const status = await run(args, io)
  return { status, ...ran }
}

/** What a command touches inside a test, and what it has written so far. */
export function testIo(setting: Setting): { readonly io: Io; readonly ran: Omit<Ran, 'status'> } {
  const ran = { out: '', err: '' }
  const io: Io = {
    input: setting.chunks ?? once(setting.input ?? ''),
    out: async (given) => {
      const text = typeof given === 'string' ? given : Buffer.from(given).toString()
      setting.watch?.(text)
      ran.out += text
    },
    err: async (text) => {
      ran.err += text
    },
    folder: setting.folder ?? vectors,
    terminal: setting.terminal ?? 'no',
    watched: setting.watched ?? 'no',
    threads: 1,
    now: () => new Date(at),
    stopped: async () => {},
  }
  return { io, ran }
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

/** The answers of a batch, one a line. */
export async function runBatch(lines: readonly unknown[], args: readonly string[] = []) {
  const input = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
  const ran = await runCli(['verify', '--batch', '-', ...args], { input: `${input.join('\n')}\n` })
  return { ...ran, answers: jsonLines(ran.out) }
}

// biome-ignore lint/suspicious/noExplicitAny: what a command wrote is looked at member by member.
export function jsonLines(text: string): any[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'euxine-test-'))
}

/** A copy of the sample federation that a test may spoil. */
export async function copyOfSample(): Promise<string> {
  const folder = await temporaryFolder()
  await cp(sample, folder, { recursive: true })
  return folder
}

export async function fileOf(name: string, bytes: Uint8Array | string): Promise<string> {
  const path = join(await temporaryFolder(), name)
  await writeFile(path, bytes)
  return path
}
