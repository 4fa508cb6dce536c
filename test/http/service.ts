import type { Server } from 'node:http'
import { join } from 'node:path'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { listen, portOf } from '../../src/http/listen.ts'
import { Metrics } from '../../src/http/metrics.ts'
import { defaultServiceLimits, type LogEntry, type ServiceLimits } from '../../src/http/service.ts'
import { ServiceTrust } from '../../src/http/service-trust.ts'
import type { Online } from '../../src/sources/online.ts'
import { loadTrust } from '../../src/store/load-trust.ts'

export const root = join(import.meta.dirname, '..', '..')
export const vectors = join(root, 'test-vectors')
export const at = '2026-06-01T00:00:00Z'

export interface Running {
  readonly url: string
  readonly server: Server
  readonly log: readonly LogEntry[]
}

export interface Setting {
  readonly trust?: string
  readonly limits?: Partial<ServiceLimits>
  readonly now?: string
  readonly online?: Online
}

/** A service on a free port of the loopback. */
export async function start(setting: Setting = {}): Promise<Running> {
  const crypto = nodeCrypto()
  const log: LogEntry[] = []
  const federation = setting.trust ?? join(root, 'trust-lists', 'sample')
  const now = () => new Date(setting.now ?? at)
  const trust = new ServiceTrust(() => loadTrust(federation, { crypto, at: now() }))
  await trust.reload()
  const service = {
    trust,
    crypto,
    metrics: new Metrics(),
    limits: { ...defaultServiceLimits, ...setting.limits },
    now,
    ...(setting.online && { online: setting.online }),
    log: (entry: LogEntry) => void log.push(entry),
  }
  const server = await listen(service, 0, '127.0.0.1')
  return { url: `http://127.0.0.1:${portOf(server)}`, server, log }
}

export function stop({ server }: Running): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => {
    server.close(() => resolve())
  })
}

export function postJson(url: string, body: unknown): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

/** The problem in an answer, after a look at its form (RFC 9457 §3). */
export async function problemOf(response: Response) {
  const problem = (await response.json()) as Readonly<Record<string, unknown>>
  if (response.headers.get('content-type')?.startsWith('application/problem+json') !== true) {
    throw new Error(`no problem but ${JSON.stringify(problem)}`)
  }
  if (problem['status'] !== response.status) throw new Error('the status is not its own')
  return problem
}
