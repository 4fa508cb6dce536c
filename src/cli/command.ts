import { parseArgs } from 'node:util'
import { VerifierError } from '../core/errors.ts'
import type { ExitStatus, Io } from './io.ts'

/** An option; without `value` it is a flag. */
export interface Option {
  readonly name: string
  /** How the help names its value. */
  readonly value?: string
  readonly many?: 'repeatable'
  readonly help: string
}

/** A command: its help is made of the same table that its arguments are read by. */
export interface Command {
  readonly name: string
  readonly arguments: string
  readonly summary: string
  readonly options: readonly Option[]
  /** What the help says after the options. */
  readonly notes?: string
  run(given: Given, io: Io): Promise<ExitStatus>
}

/** The arguments of one call. */
export interface Given {
  readonly positionals: readonly string[]
  one(name: string): string | null
  many(name: string): readonly string[]
  has(name: string): boolean
}

/** Reads the arguments by the command's table; throws `request-malformed`. */
export function parseArguments(command: Command, args: readonly string[]): Given {
  const options = Object.fromEntries(
    command.options.map(({ name, value, many }) => [
      name,
      {
        type: value === undefined ? 'boolean' : 'string',
        multiple: many === 'repeatable',
      } as const,
    ]),
  )
  const { values, positionals } = parsed(command, args, options)
  return {
    positionals,
    one: (name) => (typeof values[name] === 'string' ? values[name] : null),
    many: (name) => [values[name] ?? []].flat().filter((value) => typeof value === 'string'),
    has: (name) => values[name] === true,
  }
}

function parsed(
  command: Command,
  args: readonly string[],
  options: Record<string, { type: 'boolean' | 'string'; multiple: boolean }>,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (cause) {
    const message = cause instanceof Error ? (cause.message.split(/\.\s/)[0] ?? '') : ''
    throw usageError(command, message, cause)
  }
}

/** A call that does not fit the command. */
export function usageError(command: Command, message: string, cause?: unknown): VerifierError {
  return new VerifierError('request-malformed', message, {
    hint: `euxine ${command.name} --help lists its options`,
    cause,
  })
}

/** What `--help` prints of a command; made from the table that its arguments are read by. */
export function helpText(command: Command): string {
  const options = [...command.options, { name: 'help', help: 'show this text' }]
  const rows = options.map((option): readonly [string, string] => [
    `--${option.name}${'value' in option && option.value ? ` <${option.value}>` : ''}`,
    `${option.help}${'many' in option && option.many ? '; repeatable' : ''}`,
  ])
  const usage = `Usage: euxine ${[command.name, command.arguments, '[options]'].filter(Boolean).join(' ')}`
  const notes = command.notes === undefined ? '' : `\n${command.notes}\n`
  return `${usage}\n\n${command.summary}\n\nOptions:\n${columns(rows)}\n${notes}`
}

/** Two columns, the first as wide as it must be. */
export function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n')
}
