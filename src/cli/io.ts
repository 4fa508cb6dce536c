import { availableParallelism } from 'node:os'

/** What a command may touch besides files; given, so that a command can be run inside a test. */
export interface Io {
  readonly input: Input
  /** Resolves when more may be written; rejects with EPIPE where nobody reads any more. */
  out(text: string | Uint8Array): Promise<void>
  err(text: string): Promise<void>
  readonly folder: string
  /** Whether a person reads what is written. */
  readonly terminal: 'yes' | 'no'
  /** Whether a person watches the standard error. */
  readonly watched: 'yes' | 'no'
  /** How many threads the machine runs at once. */
  readonly threads: number
  now(): Date
  /** Resolves when the command is to end, on SIGINT and SIGTERM. */
  stopped(): Promise<void>
}

/** Bytes as they arrive; `destroy` ends the waiting for more. */
export interface Input extends AsyncIterable<Uint8Array> {
  destroy?(): unknown
}

/** 0: accepted; 1: decided otherwise; 2: the request could not be carried out. */
export type ExitStatus = 0 | 1 | 2

/** The process itself as `Io`: the one place where the command line meets the clock and signals. */
export function processIo(): Io {
  return {
    input: process.stdin,
    out: (text) => written(process.stdout, text),
    err: (text) => written(process.stderr, text),
    folder: process.cwd(),
    terminal: process.stdout.isTTY === true ? 'yes' : 'no',
    watched: process.stderr.isTTY === true ? 'yes' : 'no',
    threads: availableParallelism(),
    now: () => new Date(),
    stopped: () =>
      new Promise((resolve) => {
        process.once('SIGINT', () => resolve())
        process.once('SIGTERM', () => resolve())
      }),
  }
}

/** True of the error of writing to a reader that has seen enough, such as head. */
export function readerHasGone(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED'
}

/** Back to the first column, and nothing to the right of it (ECMA-48, CR and EL). */
export const clearLine = '\r\u001b[K'

function written(stream: NodeJS.WriteStream, text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()))
  })
}
