import { resolve } from 'node:path'
import { nodeCrypto } from '../crypto/node.ts'
import { listProblems } from '../store/load-trust.ts'
import { type RefreshedList, refreshTrust } from '../store/refresh-trust.ts'
import { listState } from '../store/trust-view.ts'
import { type Command, type Given, usageError } from './command.ts'
import { defaultFederation } from './default-trust.ts'
import type { ExitStatus, Io } from './io.ts'
import { show, showOptions, table } from './read-only.ts'

/** `euxine trust load`: the only command that fetches; all others read what it has kept. */
export const command: Command = {
  name: 'trust load',
  arguments: '',
  summary:
    'Loads every list of a federation, verifies it, and keeps it in the folder "loaded" of the federation.',
  options: [
    ...showOptions.filter(({ name }) => name !== 'at'),
    { name: 'from', value: 'dir', help: 'take the lists from files there, not from the network' },
  ],
  notes: 'Exit status: 0 every list is there and verified, 1 not every one, 2 not carried out.',
  run,
}

async function run(given: Given, io: Io): Promise<ExitStatus> {
  if (given.positionals.length > 0) throw usageError(command, 'it takes options only')
  const path = resolve(io.folder, given.one('trust') ?? defaultFederation)
  const from = given.one('from')
  const { federation, notice, lists } = await refreshTrust(path, {
    crypto: nodeCrypto(),
    at: io.now(),
    ...(from === null
      ? { fetch: (await import('../sources/fetch-list.ts')).fetchList }
      : { fetch: null, from: resolve(io.folder, from) }),
  })
  const loaded = lists.map(({ outcome, detail, list }) => ({
    outcome,
    detail,
    ...listState(list, io.now()),
  }))
  const problems = listProblems(lists.map(({ list }) => list))
  await show(given, io, { federation, notice, lists: loaded, problems }, [
    federation,
    ...table(lists.map(row)),
    ...problems.map(({ where, message }) => `  ${where}: ${message}`),
  ])
  return lists.every(({ list }) => list.signature === 'verified') ? 0 : 1
}

function row({ outcome, id, list, detail }: RefreshedList): string[] {
  const services = (list.list?.providers ?? []).flatMap((provider) => provider.services)
  const left = list.list?.quarantine.length ?? 0
  const found = outcome === 'absent' ? (detail ?? 'not found') : `${services.length} services`
  return [
    list.territory ?? '--',
    id,
    outcome,
    outcome === 'absent' ? '' : list.signature,
    left === 0 ? found : `${found}, ${left} left out`,
  ]
}
