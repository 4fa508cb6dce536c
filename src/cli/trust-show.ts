import { VerifierError } from '../core/errors.ts'
import { listStates, listsOf, type ServiceStateView } from '../store/trust-view.ts'
import type { Trust } from '../trust.ts'
import { type Command, type Given, usageError } from './command.ts'
import type { ExitStatus, Io } from './io.ts'
import { federationOf, show, showOptions, table, timeShown } from './read-only.ts'

/**
 * `euxine trust show`: the lists as a verification would use them at a time, and what was left out.
 */
export const command: Command = {
  name: 'trust show',
  arguments: '[CC]',
  summary: 'Shows the lists of a federation, or those of one state whole, and what was left out.',
  options: showOptions,
  run,
}

async function run(given: Given, io: Io): Promise<ExitStatus> {
  const [territory, ...more] = given.positionals
  if (more.length > 0) throw usageError(command, 'name one state')
  const trust = await federationOf(given, io)
  const at = timeShown(given, io)
  if (territory === undefined) await showAll(trust, at, given, io)
  else await showState(trust, territory, at, given, io)
  return 0
}

async function showAll(trust: Trust, at: Date, given: Given, io: Io): Promise<void> {
  const { federation, fictional, problems } = trust
  const lists = listStates(trust, at)
  const rows = lists.map((list) => [
    list.territory ?? '--',
    list.id,
    list.usable ? 'usable' : 'NOT USABLE',
    list.signature,
    list.freshness ?? 'unread',
    `until ${list.nextUpdate ?? 'unstated'}`,
    `${list.services} services`,
  ])
  const head = `${federation}${fictional ? ' (fictional)' : ''}`
  const left = problems.map(({ where, message }) => `${where}: ${message}`)
  const text = [head, ...table(rows), ...(left.length > 0 ? ['', 'Left out or odd:', ...left] : [])]
  await show(given, io, { federation, fictional, lists, problems }, text)
}

async function showState(
  trust: Trust,
  territory: string,
  at: Date,
  given: Given,
  io: Io,
): Promise<void> {
  const lists = listsOf(trust, territory, at)
  if (lists.length === 0) {
    throw new VerifierError('not-found', `no trust list of "${territory}"`, {
      hint: 'euxine trust show lists the states that have one',
    })
  }
  const text = lists.flatMap((list) => [
    `${list.id}: ${list.schemeName ?? 'not read'} (${list.signature}, ${list.freshness ?? 'unread'})`,
    ...list.content.flatMap(({ name, services }) => [
      `  ${name}`,
      ...services.flatMap(({ states }) => states.slice(0, 1).map(serviceLine)),
    ]),
    ...list.quarantine.map(({ what, where, reason }) => `  left out: ${what} ${where}: ${reason}`),
  ])
  await show(given, io, { lists }, text)
}

function serviceLine({ name, type, status, startingTime }: ServiceStateView): string {
  return `    ${name}: ${lastPart(type)}, ${lastPart(status)} since ${startingTime}`
}

/** The telling end of a URI. */
function lastPart(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1)
}
