import { VerifierError } from '../core/errors.ts'
import { type Command, columns, helpText, parseArguments } from './command.ts'
import { type ExitStatus, type Io, readerHasGone } from './io.ts'
import { reportError } from './report-error.ts'

/** A command that is loaded only when it is called: a cold start reads no other's modules. */
interface Entry {
  readonly name: string
  readonly summary: string
  load(): Promise<{ readonly command: Command }>
}

const entries: readonly Entry[] = [
  {
    name: 'verify',
    summary: 'validate signed documents and decide their recognition',
    load: () => import('./verify.ts'),
  },
  {
    name: 'extract',
    summary: 'give back the data that is really signed',
    load: () => import('./extract.ts'),
  },
  {
    name: 'chain',
    summary: 'build and validate the path of a certificate',
    load: () => import('./chain.ts'),
  },
  {
    name: 'trust load',
    summary: 'load the lists of a federation, from the network or from files',
    load: () => import('./trust-load.ts'),
  },
  {
    name: 'trust check',
    summary: 'verify the signature of every trust list in folders',
    load: () => import('./trust-check.ts'),
  },
  {
    name: 'trust show',
    summary: 'show the lists of a federation and what was left out',
    load: () => import('./trust-show.ts'),
  },
  {
    name: 'agreements check',
    summary: 'check agreements for what must not stand in them',
    load: () => import('./agreements-check.ts'),
  },
  {
    name: 'agreements show',
    summary: 'show the agreements of a federation',
    load: () => import('./agreements-show.ts'),
  },
  {
    name: 'agreements matrix',
    summary: 'show who recognises whom at a time',
    load: () => import('./agreements-matrix.ts'),
  },
  { name: 'serve', summary: 'answer over HTTP', load: () => import('./serve.ts') },
]

/** Commands of the contract whose work is not there yet; refused, never ignored. */
const unbuilt: readonly string[] = ['replay', 'trust diff']

/**
 * Runs one command; whatever goes wrong ends as a message on stderr and status 2. That nobody reads the
 * answer any more, as behind head, is no fault to be spoken of: status 2 alone.
 */
export async function run(args: readonly string[], io: Io): Promise<ExitStatus> {
  try {
    return await dispatch(args, io)
  } catch (error) {
    // Where the standard error cannot be written to either, the status alone says it.
    if (!readerHasGone(error)) await reportError(writingFault(error), io).catch(() => {})
    return 2
  }
}

/** The error of a full disk behind the standard output is none of the program. */
function writingFault(error: unknown): unknown {
  const failed = error instanceof Error && 'syscall' in error && error.syscall === 'write'
  if (!failed || !('code' in error)) return error
  return new VerifierError('file-unwritable', `the output cannot be written (${error.code})`, {
    hint: 'what was written before is not the whole; ask again where there is room',
    cause: error,
  })
}

async function dispatch(args: readonly string[], io: Io): Promise<ExitStatus> {
  const [first] = args
  if (first === undefined || first === '--help' || first === 'help') {
    await io.out(overview(entries))
    return first === undefined ? 2 : 0
  }
  if (first === '--version') {
    await io.out(`${await version()}\n`)
    return 0
  }
  const found = await findCommand(args)
  if (found === null) return unknownCommand(args, io)
  const { command, rest } = found
  if (rest.includes('--help')) {
    await io.out(helpText(command))
    return 0
  }
  return command.run(parseArguments(command, rest), io)
}

/** The command that the first words name, with the words that are left; null where there is none. */
export async function findCommand(
  args: readonly string[],
): Promise<{ readonly command: Command; readonly rest: readonly string[] } | null> {
  const entry = entries.find(({ name }) => named(args, name))
  if (entry === undefined) return null
  const { command } = await entry.load()
  return { command, rest: args.slice(entry.name.split(' ').length) }
}

function named(args: readonly string[], name: string): boolean {
  return name.split(' ').every((word, at) => args[at] === word)
}

async function unknownCommand(args: readonly string[], io: Io): Promise<ExitStatus> {
  const missing = unbuilt.find((name) => named(args, name))
  if (missing !== undefined) {
    throw new VerifierError('request-malformed', `"${missing}" is not there yet`, {
      hint: 'euxine --help lists the commands that are',
    })
  }
  const group = entries.filter(({ name }) => name.startsWith(`${args[0]} `))
  if (group.length > 0 && (args[1] === undefined || args[1] === '--help')) {
    await io.out(overview(group))
    return args[1] === undefined ? 2 : 0
  }
  const words = args.slice(0, 2).filter((word) => !word.startsWith('-'))
  throw new VerifierError('request-malformed', `no such command: "${words.join(' ')}"`, {
    hint: 'euxine --help lists the commands',
  })
}

function overview(shown: readonly Entry[]): string {
  const rows = shown.map(({ name, summary }) => [name, summary] as const)
  return `Usage: euxine <command> [options]

Verifies electronic signatures and decides their recognition between the Black Sea states.

Commands:
${columns(rows)}

euxine <command> --help lists its options.
`
}

async function version(): Promise<string> {
  const { readFile } = await import('node:fs/promises')
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8')
  return String(JSON.parse(text).version)
}
