import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { Agent, type Dispatcher, request } from 'undici'
import { concatBytes } from '../core/bytes.ts'
import { VerifierError } from '../core/errors.ts'
import { isPublicAddress } from './public-address.ts'

/** What one fetch may consume; every number says where it comes from. */
export interface FetchLimits {
  /** Bytes of the body: 50 MB, twenty-five times the largest list known. */
  readonly bytes: number
  /** Milliseconds for the whole fetch, redirects included. */
  readonly milliseconds: number
  /** Redirects that are followed; browsers follow 20, a list needs one or two. */
  readonly redirects: number
}

const defaultFetchLimits: FetchLimits = {
  bytes: 50 * 1024 * 1024,
  milliseconds: 60_000,
  redirects: 5,
}

/** What a fetch reaches the network through; tests bring their own. */
export interface Network {
  /** The addresses of a host name. */
  readonly resolve: (host: string) => Promise<readonly string[]>
  readonly allows: (address: string) => boolean
}

const publicNetwork: Network = {
  resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  allows: isPublicAddress,
}

/**
 * Fetches one file over http or https. The name of every hop is resolved here, all its addresses
 * have to be public, and the connection goes to the address that was looked at, so that a second
 * answer of the DNS cannot lead elsewhere. Throws `source-refused`.
 */
export async function fetchList(
  location: string,
  limits: FetchLimits = defaultFetchLimits,
  network: Network = publicNetwork,
): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(limits.milliseconds)
  let url = addressOf(location, location)
  for (let hop = 0; hop <= limits.redirects; hop += 1) {
    const outcome = await fetchHop(url, limits, network, signal)
    if (outcome instanceof Uint8Array) return outcome
    url = addressOf(outcome.redirect, location, url)
  }
  throw refused(location, `more than ${limits.redirects} redirects`)
}

function addressOf(text: string, location: string, base?: URL): URL {
  const url = URL.canParse(text, base?.href) ? new URL(text, base) : null
  if (url === null) throw refused(location, 'it is no address')
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw refused(location, `only http and https are fetched, not ${url.protocol}`)
  }
  if (url.username !== '' || url.password !== '') {
    throw refused(location, 'an address with a user name or a password')
  }
  return url
}

async function fetchHop(
  url: URL,
  limits: FetchLimits,
  network: Network,
  signal: AbortSignal,
): Promise<Uint8Array | { readonly redirect: string }> {
  const address = await addressFor(url, network)
  const agent = new Agent({
    connect: { lookup: (_host, options, answer) => answerWith(address, options, answer) },
    headersTimeout: limits.milliseconds,
    bodyTimeout: limits.milliseconds,
  })
  try {
    const headers = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'euxine' }
    const response = await request(url, { dispatcher: agent, signal, headers })
    return await readResponse(url, response, limits)
  } catch (cause) {
    if (cause instanceof VerifierError) throw cause
    throw refused(url.href, reasonOf(cause, signal), cause)
  } finally {
    await agent.destroy()
  }
}

async function addressFor(url: URL, network: Network): Promise<string> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const addresses = isIP(host) > 0 ? [host] : await resolveName(url, host, network)
  const [first] = addresses
  if (first === undefined) throw refused(url.href, 'its host has no address')
  const other = addresses.find((address) => !network.allows(address))
  if (other !== undefined) throw refused(url.href, `${other} is no address of the public network`)
  return first
}

async function resolveName(url: URL, host: string, network: Network): Promise<readonly string[]> {
  try {
    return await network.resolve(host)
  } catch (cause) {
    throw refused(url.href, 'its host cannot be resolved', cause)
  }
}

type Answer = (
  error: null,
  address: string | { address: string; family: number }[],
  family?: number,
) => void

function answerWith(address: string, options: { all?: boolean | undefined }, answer: Answer): void {
  const family = isIP(address)
  if (options.all === true) answer(null, [{ address, family }])
  else answer(null, address, family)
}

async function readResponse(
  url: URL,
  { statusCode, headers, body }: Dispatcher.ResponseData,
  limits: FetchLimits,
): Promise<Uint8Array | { readonly redirect: string }> {
  // A body that is left unread ends with the agent, in an error that nobody else would take.
  body.on('error', () => undefined)
  if (statusCode >= 300 && statusCode < 400) {
    const { location } = headers
    if (typeof location !== 'string') throw refused(url.href, 'a redirect without a location')
    return { redirect: location }
  }
  if (statusCode !== 200) throw refused(url.href, `the server answered ${statusCode}`)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    const bytes: Uint8Array = chunk
    size += bytes.length
    if (size > limits.bytes) throw refused(url.href, `it is larger than ${limits.bytes} bytes`)
    chunks.push(bytes)
  }
  return concatBytes(chunks)
}

function reasonOf(cause: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'it took too long'
  return cause instanceof Error ? cause.message : 'it cannot be fetched'
}

function refused(location: string, why: string, cause?: unknown): VerifierError {
  return new VerifierError('source-refused', `"${location}" was not fetched: ${why}`, {
    hint: 'fetch the file by other means and give its folder with --from',
    facts: { location },
    cause,
  })
}
