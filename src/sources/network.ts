import { Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import { unlessAborted } from './deadline.ts'
import { isPublicAddress } from './public-address.ts'
import { refused } from './refusal.ts'

/** What a fetch reaches the network through; tests bring their own. */
export interface Network {
  /** The addresses of a host name; given up when the signal is aborted. */
  readonly resolve: (host: string, signal: AbortSignal) => Promise<readonly string[]>
  readonly allows: (address: string) => boolean
}

/** The public network, and nothing of this machine's own. */
export const publicNetwork: Network = {
  resolve: (host, signal) => resolveName(host, signal),
  allows: isPublicAddress,
}

/**
 * The addresses that the DNS gives for a name, IPv4 first. The names of this machine's own table
 * of hosts are not asked for: a query of the DNS can be cancelled, and holds up no other work, as
 * a slow look-up through the operating system would.
 */
export async function resolveName(
  host: string,
  signal: AbortSignal,
  // RFC 1035 §4.2.1 leaves the times open: two seconds twice outlast one lost packet.
  resolver: Resolver = new Resolver({ timeout: 2_000, tries: 2 }),
): Promise<readonly string[]> {
  const cancel = () => resolver.cancel()
  signal.addEventListener('abort', cancel, { once: true })
  try {
    const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
    const found = answers.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
    const failure = answers.find((one) => one.status === 'rejected')
    if (found.length === 0 && failure !== undefined) throw failure.reason
    return found
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

/**
 * The addresses of the host of a URL. All of them have to be allowed: a name with one address of
 * the public network and one inside leads where its owner likes. Throws `source-refused`.
 */
export async function addressesOf(
  url: URL,
  network: Network,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const named = isIP(host) === 0
  const addresses = named ? await namedAddresses(url, host, network, signal) : [host]
  if (addresses.length === 0) throw refused(url.href, 'its host has no address')
  if (addresses.every(network.allows)) return addresses
  // Which address a name inside has, whoever asks a service need not learn.
  const what = named ? 'its host has an address that is none' : `${host} is no address`
  throw refused(url.href, `${what} of the public network`)
}

async function namedAddresses(
  url: URL,
  host: string,
  network: Network,
  signal: AbortSignal,
): Promise<readonly string[]> {
  try {
    return await unlessAborted(network.resolve(host, signal), signal)
  } catch (cause) {
    const why = signal.aborted ? 'it took too long' : 'its host cannot be resolved'
    throw refused(url.href, why, { cause })
  }
}
