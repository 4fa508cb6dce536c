import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createApp } from './app.ts'
import type { Service } from './service.ts'

/** A request must show its headers within this; a browser on a slow line needs less than a second. */
const headersMilliseconds = 10_000
/** A connection on which nothing moves is closed. */
const idleMilliseconds = 60_000

/** Listens on the port of an address; port 0 takes any that is free. */
export async function listen(service: Service, port: number, host: string): Promise<Server> {
  const server = createServer({ maxHeaderSize: 16_384 }, createApp(service))
  server.headersTimeout = headersMilliseconds
  // Bodies have their own deadline; a batch may stream for as long as something moves.
  server.requestTimeout = 0
  server.setTimeout(idleMilliseconds)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return server
}

/** The port a server came to listen on. */
export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}
