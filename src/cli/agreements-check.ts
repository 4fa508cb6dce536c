import { join, resolve } from 'node:path'
import { readAgreements } from '../store/agreements.ts'
import { readFederationFolder } from '../store/federation-folder.ts'
import { isFolder } from '../store/folder.ts'
import { type Command, type Given, usageError } from './command.ts'
import { defaultFederation } from './default-trust.ts'
import type { ExitStatus, Io } from './io.ts'
import { show, showOptions } from './read-only.ts'

/**
 * `euxine agreements check`: exits 1 where an agreement is wrong by itself or in its federation.
 */
export const command: Command = {
  name: 'agreements check',
  arguments: '[folder]',
  summary:
    'Checks the agreements of a federation, or those of a folder as if they were its own: terms, levels, lists, evidence.',
  options: showOptions.filter(({ name }) => name !== 'at'),
  notes: 'Exit status: 0 nothing is wrong, 1 something is, 2 not carried out.',
  run,
}

async function run(given: Given, io: Io): Promise<ExitStatus> {
  const [named, ...more] = given.positionals
  if (more.length > 0) throw usageError(command, 'name one folder')
  const path = given.one('trust') ?? defaultFederation
  const { federation, folder } = readFederationFolder(resolve(io.folder, path))
  const own = join(folder, federation.agreements ?? 'agreements')
  const sources = [...federation.listsOfLists, ...federation.members.flatMap(({ lists }) => lists)]
  const checked = named === undefined ? own : resolve(io.folder, named)
  if (!isFolder(checked)) throw usageError(command, `${checked} is no folder`)
  const { agreements, problems } = readAgreements(checked, {
    listIds: new Set(sources.map(({ id }) => id)),
    fictional: federation.fictional ? 'yes' : 'no',
  })
  const lines = problems.map(({ where, code, message }) => `${where}: ${message} [${code}]`)
  const sum = `${agreements.length} agreements stand, ${problems.length} problems`
  const sound = agreements.map(({ id, version, sha256 }) => ({ id, version, sha256 }))
  await show(given, io, { agreements: sound, problems }, [...lines, sum])
  return problems.length === 0 ? 0 : 1
}
