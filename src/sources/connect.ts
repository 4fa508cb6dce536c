import { connect, isIP, type LookupFunction, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** Told of the connection or of the error, once. */
type Connected = (...outcome: [null, Socket] | [Error, null]) => void

/**
 * Connects to one of the addresses, whatever the name stands for meanwhile, and ends the attempt
 * with the signal. Where there are several addresses, the next is tried after two seconds: one
 * lost packet costs a connection one (RFC 6298 §2).
 */
export function connectTo(
  addresses: readonly string[],
  url: URL,
  signal: AbortSignal,
  connected: Connected,
): void {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const tls = url.protocol === 'https:'
  const options = {
    host,
    port: url.port === '' ? (tls ? 443 : 80) : Number(url.port),
    lookup: pinned(addresses),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: 2_000,
  }
  // RFC 6066 §3: an address is no server name.
  const named = isIP(host) > 0 ? {} : { servername: host }
  const socket = tls
    ? connectTls({ ...options, ...named, ALPNProtocols: ['http/1.1'] })
    : connect(options)
  const end = () => socket.destroy(new Error('it took too long'))
  const fail = (error: Error) => {
    signal.removeEventListener('abort', end)
    connected(error, null)
  }
  signal.addEventListener('abort', end, { once: true })
  if (signal.aborted) end()
  socket.once('error', fail)
  socket.once(tls ? 'secureConnect' : 'connect', () => {
    signal.removeEventListener('abort', end)
    socket.off('error', fail)
    connected(null, socket)
  })
}

/** Gives the addresses that were looked at, for whatever name. */
function pinned(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }))
  return (_host, options, answer) => {
    if (options.all === true) answer(null, all)
    else answer(null, all[0]?.address ?? '', all[0]?.family ?? 0)
  }
}
