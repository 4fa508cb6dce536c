import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import { fetchList, type ListLimits } from '../../src/sources/fetch-list.ts'
import type { Network } from '../../src/sources/network.ts'

const limits: ListLimits = { bytes: 1_000, milliseconds: 2_000, redirects: 5 }
const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** A server of this machine, and a network in which it stands for the public one. */
async function serve(answer: RequestListener): Promise<{ port: number; network: Network }> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const network: Network = {
    resolve: async (host) => (host === 'inside.example' ? ['10.0.0.1'] : ['127.0.0.1']),
    allows: (address) => address === '127.0.0.1',
  }
  return { port, network }
}

async function refusal(fetching: Promise<Uint8Array>): Promise<string> {
  try {
    await fetching
  } catch (error) {
    if (error instanceof VerifierError && error.code === 'source-refused') return error.message
    throw error
  }
  throw new Error('it was fetched')
}

describe('fetching a list', () => {
  it('gives its octets', async () => {
    const { port, network } = await serve((_request, response) => response.end('list'))
    const bytes = await fetchList(`http://list.example:${port}/`, limits, network)
    expect(Buffer.from(bytes).toString()).toBe('list')
  })

  it('follows a redirect', async () => {
    const { port, network } = await serve((request, response) => {
      if (request.url === '/new') response.end('moved')
      else response.writeHead(302, { location: '/new' }).end()
    })
    const bytes = await fetchList(`http://list.example:${port}/old`, limits, network)
    expect(Buffer.from(bytes).toString()).toBe('moved')
  })

  it('follows five redirects and refuses the sixth', async () => {
    const { port, network } = await serve((request, response) => {
      const left = Number(request.url?.slice(1))
      if (left === 0) response.end('end')
      else response.writeHead(302, { location: `/${left - 1}` }).end()
    })
    const at = (left: number) => fetchList(`http://list.example:${port}/${left}`, limits, network)
    expect((await at(5)).length).toBe(3)
    expect(await refusal(at(6))).toContain('redirects')
  })

  it('refuses a redirect to an address that is not public', async () => {
    const { port, network } = await serve((_request, response) =>
      response.writeHead(302, { location: 'http://inside.example/' }).end(),
    )
    const message = await refusal(fetchList(`http://list.example:${port}/`, limits, network))
    expect(message).toContain('10.0.0.1')
  })

  it.each(['file:///etc/passwd', 'ftp://list.example/', 'data:,list'])(
    'refuses a redirect to %s',
    async (location) => {
      const { port, network } = await serve((_request, response) =>
        response.writeHead(302, { location }).end(),
      )
      const fetching = fetchList(`http://list.example:${port}/`, limits, network)
      expect(await refusal(fetching)).toContain('only http and https')
    },
  )

  it('refuses a host of which one address is not public', async () => {
    const { port, network } = await serve((_request, response) => response.end('list'))
    const mixed = { ...network, resolve: async () => ['127.0.0.1', '192.168.0.1'] }
    const message = await refusal(fetchList(`http://list.example:${port}/`, limits, mixed))
    expect(message).toContain('192.168.0.1')
  })

  it('goes to the address that was looked at, and asks the DNS once', async () => {
    const { port, network } = await serve((_request, response) => response.end('list'))
    let asked = 0
    const rebinding: Network = {
      ...network,
      resolve: async () => (++asked === 1 ? ['127.0.0.1'] : ['10.0.0.1']),
    }
    await fetchList(`http://list.example:${port}/`, limits, rebinding)
    expect(asked).toBe(1)
  })

  it('takes as many octets as it may and not one more', async () => {
    const { port, network } = await serve((request, response) =>
      response.end('x'.repeat(Number(request.url?.slice(1)))),
    )
    const of = (size: number) => fetchList(`http://list.example:${port}/${size}`, limits, network)
    expect((await of(1_000)).length).toBe(1_000)
    expect(await refusal(of(1_001))).toContain('larger than 1000 bytes')
  })

  it('gives up on a server that never ends', async () => {
    const { port, network } = await serve((_request, response) => response.write('x'))
    const short = { ...limits, milliseconds: 200 }
    const message = await refusal(fetchList(`http://list.example:${port}/`, short, network))
    expect(message).toContain('too long')
  })

  it('refuses what is answered with an error', async () => {
    const { port, network } = await serve((_request, response) => response.writeHead(404).end())
    const message = await refusal(fetchList(`http://list.example:${port}/`, limits, network))
    expect(message).toContain('404')
  })
})

describe('the public network', () => {
  it.each([
    'http://127.0.0.1/',
    'http://localhost/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://2130706433/',
    'http://0x7f.1/',
    'https://user:secret@xx.example/',
    'file:///etc/passwd',
    'nonsense',
  ])('does not reach %s', async (location) => {
    expect(await refusal(fetchList(location, limits))).toContain('was not fetched')
  })
})
