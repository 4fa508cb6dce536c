import type { Online } from '../sources/online.ts'
import { type Command, type Given, type Option, usageError } from './command.ts'

/** The options of commands that may fetch what a verdict needs. */
export const onlineOptions: readonly Option[] = [
  {
    name: 'online',
    help: 'fetch the certificates, CRLs and OCSP responses that are needed, from the public network',
  },
  {
    name: 'allow-host',
    value: 'host',
    many: 'repeatable',
    help: 'with --online: fetch from this host, and from no other that is not named so',
  },
]

/** What may be fetched, as plain data: the hosts, or any of the public network. */
export interface OnlineOrder {
  readonly hosts: readonly string[] | 'any'
}

/** Null where nothing is to be fetched; throws `request-malformed`. */
export async function onlineOrder(command: Command, given: Given): Promise<OnlineOrder | null> {
  const named = given.many('allow-host')
  if (!given.has('online')) {
    if (named.length === 0) return null
    throw usageError(command, '--allow-host without --online: nothing is fetched')
  }
  const { allowedHost } = await import('../sources/location.ts')
  const hosts = named.map((text) => {
    const host = allowedHost(text)
    if (host === null) throw usageError(command, `--allow-host ${text}: not the name of a host`)
    return host
  })
  return { hosts: hosts.length === 0 ? 'any' : hosts }
}

/** Opens the network as it was ordered; its modules are loaded only then. */
export async function openOnline(
  { hosts }: OnlineOrder,
  now: () => Date,
  progress?: (done: number, of: number) => void,
): Promise<Online> {
  const { goOnline } = await import('../sources/online.ts')
  return goOnline({
    now,
    hosts: hosts === 'any' ? 'any' : new Set(hosts),
    ...(progress && { progress }),
  })
}
