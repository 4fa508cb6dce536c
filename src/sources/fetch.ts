import { Agent, type Dispatcher, request } from 'undici'
import { VerifierError } from '../core/errors.ts'
import { readBody, tooLarge } from './body.ts'
import { connectTo } from './connect.ts'
import { type AllowedHosts, readLocation } from './location.ts'
import { addressesOf, type Network } from './network.ts'
import { refused } from './refusal.ts'

/** What is to be fetched: by GET, or by POST where there is something to send. */
export interface FetchOrder {
  readonly uri: string
  readonly post: { readonly type: string; readonly bytes: Uint8Array } | null
}

/** What a fetch is carried out with. */
export interface FetchSetting {
  readonly network: Network
  readonly hosts: AllowedHosts
  /** Bytes of the body. */
  readonly bytes: number
  /** Redirects that are followed; browsers follow 20, a file of a CA needs one or two. */
  readonly redirects: number
  /** Ends all of it: the DNS, the connection, the headers, the body, and every redirect. */
  readonly signal: AbortSignal
}

/**
 * Fetches over http or https, in the end of a chain of redirects. At every hop the name is
 * resolved here, all its addresses have to be public, and the connection goes to one that was
 * looked at, so that a second answer of the DNS cannot lead elsewhere. What media type the answer
 * claims is not looked at: whoever reads it finds out. Throws `source-refused`.
 */
export async function fetchSource(order: FetchOrder, setting: FetchSetting): Promise<Uint8Array> {
  let url = readLocation(order.uri, setting.hosts)
  for (let hop = 0; hop <= setting.redirects; hop += 1) {
    const outcome = await fetchHop(url, order, setting)
    if (outcome instanceof Uint8Array) return outcome
    url = readLocation(outcome.redirect, setting.hosts, url)
  }
  throw refused(order.uri, `more than ${setting.redirects} redirects`)
}

type Hop = Uint8Array | { readonly redirect: string }

async function fetchHop(url: URL, { post }: FetchOrder, setting: FetchSetting): Promise<Hop> {
  const { network, signal } = setting
  const agent = agentTo(await addressesOf(url, network, signal), url, signal)
  try {
    const response = await request(url, {
      dispatcher: agent,
      signal,
      method: post === null ? 'GET' : 'POST',
      headers: {
        accept: '*/*',
        'accept-encoding': 'identity',
        'user-agent': 'euxine',
        ...(post !== null && { 'content-type': post.type }),
      },
      body: post?.bytes ?? null,
    })
    return await readResponse(url, response, post === null ? 'GET' : 'POST', setting)
  } catch (cause) {
    if (cause instanceof VerifierError) throw cause
    throw refused(url.href, reasonOf(cause, signal), { cause })
  } finally {
    await agent.destroy()
  }
}

/** An agent for one hop, with connections to these addresses only. */
function agentTo(addresses: readonly string[], url: URL, signal: AbortSignal): Agent {
  return new Agent({
    connect: (_options, connected) => connectTo(addresses, url, signal, connected),
    // 16 KiB of headers, as Node's own server and client take.
    maxHeaderSize: 16_384,
    // The signal ends the whole; these would end parts of it sooner.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
}

/**
 * RFC 9110 §15.4. A 301 and a 302 repeat the request as it was, a POST too, which the section
 * allows; a 303 has nothing to say to one: what it leads to was not asked.
 */
const redirects: Readonly<Record<'GET' | 'POST', readonly number[]>> = {
  GET: [301, 302, 303, 307, 308],
  POST: [301, 302, 307, 308],
}

async function readResponse(
  url: URL,
  { statusCode, headers, body }: Dispatcher.ResponseData,
  method: 'GET' | 'POST',
  setting: FetchSetting,
): Promise<Hop> {
  // A body that is left unread ends with the agent, in an error that nobody else would take.
  body.on('error', () => undefined)
  if (redirects[method].includes(statusCode)) {
    const { location } = headers
    if (typeof location === 'string') return { redirect: location }
    throw refused(url.href, 'a redirect without a location', { status: statusCode })
  }
  if (statusCode !== 200) {
    throw refused(url.href, `the server answered ${statusCode}`, { status: statusCode })
  }
  // Asked for as it is (RFC 9110 §12.5.3); inflating what comes all the same is asking for a bomb.
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity') throw refused(url.href, `it is encoded (${encoding})`)
  if (Number(headers['content-length'] ?? 0) > setting.bytes) {
    throw tooLarge(url.href, setting.bytes)
  }
  return readBody(url.href, body, setting.bytes)
}

function reasonOf(cause: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'it took too long'
  // Of several addresses that were tried, Node gives the errors together, without words of its own.
  const [error] = cause instanceof AggregateError ? cause.errors : [cause]
  return error instanceof Error && error.message !== '' ? error.message : 'it cannot be fetched'
}
