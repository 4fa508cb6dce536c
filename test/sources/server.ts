import { createServer, type RequestListener } from 'node:http'
import {
  type AddressInfo,
  createServer as createSocketServer,
  type Server,
  type Socket,
} from 'node:net'
import { VerifierError } from '../../src/core/errors.ts'
import type { Network } from '../../src/sources/network.ts'

/** Servers of this machine that behave as a test wants, and a network in which they are public. */
export const network: Network = {
  resolve: async (host) => (host === 'inside.example' ? ['10.0.0.1'] : ['127.0.0.1']),
  allows: (address) => address === '127.0.0.1',
}

const open: (() => void)[] = []

/** For `afterEach`: closes what a test has opened. */
export function closeServers(): void {
  for (const close of open.splice(0)) close()
}

/** Gives the origin under which the server answers. */
export async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  server.keepAliveTimeout = 0
  open.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://ca.example:${await portOf(server)}`
}

/** A server that speaks for itself, octet by octet, whatever it is asked. */
export async function serveRaw(speak: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createSocketServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    speak(socket)
  })
  open.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `http://ca.example:${await portOf(server)}`
}

/** A server that answers every request with these octets, and leaves the connection open. */
export function serveOctets(...pieces: readonly (string | Uint8Array)[]): Promise<string> {
  return serveRaw((socket) => {
    socket.once('data', () => {
      for (const piece of pieces) socket.write(piece)
    })
  })
}

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return (server.address() as AddressInfo).port
}

/** The error of a fetch that must not succeed. */
export async function refusal(fetching: Promise<unknown>): Promise<VerifierError> {
  try {
    await fetching
  } catch (error) {
    if (error instanceof VerifierError && error.code === 'source-refused') return error
    throw error
  }
  throw new Error('it was fetched')
}

export const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, milliseconds)
  })
