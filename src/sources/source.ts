import { createHash } from 'node:crypto'
import { SourceCache } from './cache.ts'
import { fetchSource } from './fetch.ts'
import { Gate } from './gate.ts'
import { defaultSourceLimits, type SourceKind, type SourceLimits } from './limits.ts'
import { type AllowedHosts, readLocation } from './location.ts'
import { type Network, publicNetwork } from './network.ts'
import { refused } from './refusal.ts'

/** One thing to be had from one address; `post` is sent there where it is not null. */
export interface SourceOrder {
  readonly kind: SourceKind
  readonly uri: string
  readonly post: Uint8Array | null
  /** `recent`: what is kept for longer than a failure would be is fetched anew. */
  readonly kept?: 'as-long-as-usual' | 'recent'
}

/** Where evidence is fetched from; what it keeps is shared by all who ask. */
export interface Source {
  /** Throws `source-refused`. */
  fetch(order: SourceOrder): Promise<Uint8Array>
  /** Ends every fetch that is under way. */
  close(): void
}

/** What a source is opened with. */
export interface SourceSetting {
  readonly now: () => Date
  /** The end of an answer's use by what it says itself, or null. */
  readonly freshUntil: (kind: SourceKind, bytes: Uint8Array) => Date | null
  readonly hosts?: AllowedHosts
  readonly limits?: SourceLimits
  readonly network?: Network
}

/** The network as a source of evidence, with a memory. */
export function openSource(setting: SourceSetting): Source {
  const { now, freshUntil, limits = defaultSourceLimits } = setting
  const { kinds, cacheEntries, cacheBytes, failureMilliseconds } = limits
  const cache = new SourceCache({
    entries: cacheEntries,
    bytes: cacheBytes,
    failureMilliseconds,
    now,
  })
  const gates = {
    certificate: new Gate(kinds.certificate.atOnce),
    ocsp: new Gate(kinds.ocsp.atOnce),
    crl: new Gate(kinds.crl.atOnce),
  }
  const running = new Set<AbortController>()
  const closed = new AbortController()
  return {
    fetch: async (order) => {
      const { kind } = order
      // Before anything is remembered of it: what is no address to fetch from needs no memory.
      const { href } = readLocation(order.uri, setting.hosts ?? 'any')
      return cache.get(keyOf(order, href), {
        load: () => load(order, gates[kind], { running, closed: closed.signal }, setting),
        freshUntil: (bytes) => freshUntil(kind, bytes),
        longestMilliseconds: kinds[kind].keptMilliseconds,
        timesOnceRead: kinds[kind].timesOnceRead,
        ...(order.kept === 'recent' && { renewedAfter: failureMilliseconds }),
      })
    },
    close: () => {
      closed.abort()
      for (const one of running) one.abort()
    },
  }
}

/** The kind is a part of it: another kind has other limits, and ends otherwise. */
function keyOf({ kind, post }: SourceOrder, href: string): string {
  const body = post === null ? 'GET' : createHash('sha256').update(post).digest('hex')
  return `${kind} ${body} ${href}`
}

/** Waits for its turn as long as a fetch may take, and then fetches in as much time again. */
async function load(
  order: SourceOrder,
  gate: Gate,
  { running, closed }: { running: Set<AbortController>; closed: AbortSignal },
  { limits = defaultSourceLimits, hosts = 'any', network = publicNetwork }: SourceSetting,
): Promise<Uint8Array> {
  const { bytes, milliseconds } = limits.kinds[order.kind]
  const patience = AbortSignal.timeout(milliseconds)
  let begun = false
  const work = async () => {
    begun = true
    const controller = new AbortController()
    const timer = setTimeout(() => controller.abort(), milliseconds)
    running.add(controller)
    // What had waited for its turn is not begun any more.
    if (closed.aborted) controller.abort()
    try {
      const { signal } = controller
      const { redirects } = limits
      return await fetchSource(postOf(order), { network, hosts, bytes, redirects, signal })
    } finally {
      clearTimeout(timer)
      running.delete(controller)
    }
  }
  try {
    return await gate.run(work, patience)
  } catch (cause) {
    if (begun) throw cause
    throw refused(order.uri, 'too much is being fetched at once', { cause, begun })
  }
}

/** RFC 6960 §A.1: nothing but OCSP is asked with a body. */
function postOf({ uri, post }: SourceOrder) {
  return { uri, post: post && { type: 'application/ocsp-request', bytes: post } }
}
