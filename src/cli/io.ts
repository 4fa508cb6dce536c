/** What a command may touch besides files; given, so that a command can be run inside a test. */
export interface Io {
  readonly input: AsyncIterable<Uint8Array>
  /** Resolves when more may be written. */
  out(text: string): Promise<void>
  err(text: string): Promise<void>
  readonly folder: string
  /** Whether a person reads what is written. */
  readonly terminal: 'yes' | 'no'
  now(): Date
  /** Resolves when the command is to end, on SIGINT and SIGTERM. */
  stopped(): Promise<void>
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
    now: () => new Date(),
    stopped: () =>
      new Promise((resolve) => {
        process.once('SIGINT', () => resolve())
        process.once('SIGTERM', () => resolve())
      }),
  }
}

function written(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()))
  })
}
