import { type ChainRequest, verifyChain } from '../chain.ts'
import type { ChainVerdict } from '../report/chain.ts'
import type { Online } from '../sources/online.ts'
import { type Command, type Given, type Option, usageError } from './command.ts'
import { clearLine, type Io } from './io.ts'

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
  const allowed = hosts === 'any' ? 'any' : new Set(hosts)
  return goOnline({ now, hosts: allowed, ...(progress && { progress }) })
}

/** Does the work with the network where that was asked for, and shows who waits how far it is. */
export async function withOnline<T>(
  command: Command,
  given: Given,
  io: Io,
  work: (online: Online | null) => Promise<T>,
): Promise<T> {
  const order = await onlineOrder(command, given)
  if (order === null) return work(null)
  const tell = (done: number, of: number) => {
    // Who reads the standard error no more still wants the verdict.
    const line = done < of ? `${clearLine}fetching ${done + 1} of ${of} …` : clearLine
    if (io.watched === 'yes') void io.err(line).catch(() => {})
  }
  const online = await openOnline(order, io.now, tell)
  try {
    return await work(online)
  } finally {
    online.close()
  }
}

/** The network for one thread of a batch, by a clock that goes on from the time of asking. */
export async function openBatchOnline({
  now,
  online,
}: {
  readonly now: Date
  readonly online: OnlineOrder | null
}): Promise<Online | null> {
  if (online === null) return null
  const start = performance.now()
  return openOnline(online, () => new Date(now.getTime() + performance.now() - start))
}

/** The verdict on a chain, with what the network has where there is one; `named` is the time asked for. */
export async function chainVerdict(
  request: ChainRequest,
  online: Online | null,
  named: Date | null,
): Promise<ChainVerdict> {
  if (online === null) return verifyChain(request)
  const { chainOnline } = await import('../sources/online.ts')
  return chainOnline(online, request, verifyChain, named)
}
