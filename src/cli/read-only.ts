import { resolve } from 'node:path'
import { printable } from '../core/printable.ts'
import { nodeCrypto } from '../crypto/node.ts'
import { loadTrust } from '../store/load-trust.ts'
import { timeOf } from '../store/order-values.ts'
import type { Trust } from '../trust.ts'
import type { Given, Option } from './command.ts'
import { defaultFederation } from './default-trust.ts'
import type { Io } from './io.ts'
import { answerFormat } from './order-options.ts'

/** The options of commands that show what a federation says. */
export const showOptions: readonly Option[] = [
  {
    name: 'trust',
    value: 'dir|federation.json',
    help: 'the shared trust list (default: the trust-lists of this package, a fictional sample)',
  },
  { name: 'at', value: 'time', help: 'the time to show it for (default: now)' },
  { name: 'format', value: 'text|json', help: 'default: text on a terminal, json otherwise' },
]

/** The federation that the options name. */
export function federationOf(given: Given, io: Io): Promise<Trust> {
  const path = given.one('trust') ?? defaultFederation
  return loadTrust(resolve(io.folder, path), { crypto: nodeCrypto(), at: io.now() })
}

/** The time that `--at` names, else the present; throws `request-malformed`. */
export function timeShown(given: Given, io: Io): Date {
  const at = given.one('at')
  return at === null ? io.now() : timeOf(at)
}

/** Writes JSON, or lines of text that no name from a file can steer. */
export async function show(
  given: Given,
  io: Io,
  json: object,
  lines: readonly string[],
): Promise<void> {
  const text =
    answerFormat(given, io) === 'json' ? JSON.stringify(json) : lines.map(printable).join('\n')
  await io.out(`${text}\n`)
}

/** Cells in columns, each as wide as it must be. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: count }, (_, at) =>
    Math.max(...rows.map((row) => row[at]?.length ?? 0)),
  )
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
