import { resolve } from 'node:path'
import { VerifierError } from '../core/errors.ts'
import { formatTime } from '../core/time.ts'
import { nodeCrypto } from '../crypto/node.ts'
import { listen, portOf } from '../http/listen.ts'
import { Metrics } from '../http/metrics.ts'
import { defaultServiceLimits, type LogEntry, type Service } from '../http/service.ts'
import { ServiceTrust } from '../http/service-trust.ts'
import { loadTrust } from '../store/load-trust.ts'
import { type Command, type Given, usageError } from './command.ts'
import { defaultFederation } from './default-trust.ts'
import type { ExitStatus, Io } from './io.ts'
import { onlineOptions, onlineOrder, openOnline } from './online.ts'

/** `euxine serve`: answers over HTTP until the process is told to stop. */
export const command: Command = {
  name: 'serve',
  arguments: '',
  summary:
    'Answers over HTTP; GET /openapi.json describes it. It has no access control of its own.',
  options: [
    { name: 'port', value: 'number', help: 'default: 8080' },
    { name: 'host', value: 'address', help: 'default: 127.0.0.1' },
    { name: 'trust', value: 'dir|federation.json', help: 'the shared trust list' },
    ...onlineOptions,
  ],
  notes: `Without --online nothing is fetched for a request. With it, whoever may ask decides what is
fetched: name the hosts with --allow-host where callers are not trusted.`,
  run,
}

/** Lists that `trust load` has fetched meanwhile are taken up within this. */
const reloadMilliseconds = 600_000

async function run(given: Given, io: Io): Promise<ExitStatus> {
  const port = portOption(given.one('port') ?? '8080')
  const host = given.one('host') ?? '127.0.0.1'
  const fetching = await onlineOrder(command, given)
  const online = fetching === null ? null : await openOnline(fetching, io.now)
  const federation = resolve(io.folder, given.one('trust') ?? defaultFederation)
  const service: Service = { ...serviceOf(federation, io), ...(online && { online }) }
  await service.trust.reload()
  tellTrust(service)
  const server = await listening(service, port, host)
  const facts = { host, port: portOf(server), online: online === null ? 'no' : 'yes' }
  service.log({ at: io.now(), event: 'listening', facts })
  const timer = setInterval(
    () => service.trust.reload().then(() => tellTrust(service)),
    reloadMilliseconds,
  )
  await io.stopped()
  clearInterval(timer)
  online?.close()
  server.closeIdleConnections()
  await new Promise((resolve) => server.close(resolve))
  return 0
}

function serviceOf(federation: string, io: Io): Service {
  const crypto = nodeCrypto()
  return {
    trust: new ServiceTrust(() => loadTrust(federation, { crypto, at: io.now() })),
    crypto,
    metrics: new Metrics(),
    limits: defaultServiceLimits,
    now: io.now,
    // Whoever closes the log must not end the service.
    log: (entry) => void io.err(`${logLine(entry)}\n`).catch(() => {}),
  }
}

function logLine({ at, event, facts }: LogEntry): string {
  return JSON.stringify({ at: formatTime(at), event, ...facts })
}

function tellTrust(service: Service): void {
  const { error } = service.trust
  const facts =
    error === null ? { loaded: 'yes' } : { loaded: 'no', code: error.code, message: error.message }
  service.log({ at: service.now(), event: 'trust', facts })
}

async function listening(service: Service, port: number, host: string) {
  try {
    return await listen(service, port, host)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    throw new VerifierError('request-malformed', `cannot listen on ${host}:${port} (${code})`, {
      hint: 'choose another --port or --host',
      cause,
    })
  }
}

function portOption(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 65_536
  if (port <= 65_535) return port
  throw usageError(command, `--port ${text}: not a port`)
}
