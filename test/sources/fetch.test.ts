import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { type FetchOrder, type FetchSetting, fetchSource } from '../../src/sources/fetch.ts'
import { entity, issue } from '../x509/pki.ts'
import { pem } from './published.ts'
import { closeServers, network, refusal, serve, serveOctets, serveRaw } from './server.ts'

afterEach(closeServers)

type Partly = Partial<FetchSetting> & { readonly milliseconds?: number }

function fetching(uri: string, partly: Partly = {}, post: FetchOrder['post'] = null) {
  const { milliseconds = 10_000, ...given } = partly
  const signal = AbortSignal.timeout(milliseconds)
  const setting = { network, hosts: 'any', bytes: 1_000, redirects: 3, signal, ...given } as const
  return fetchSource({ uri, post }, setting)
}

/** Why it was refused. */
async function whyNot(uri: string, partly?: Partly): Promise<string> {
  const { message } = await refusal(fetching(uri, partly))
  return message
}

const head = 'HTTP/1.1 200 OK\r\n'
const soon = { milliseconds: 200 }

describe('a server that is slow', () => {
  it('is given up that accepts and says nothing', async () => {
    expect(await whyNot(await serveRaw(() => {}), soon)).toContain('too long')
  })

  it('is given up whose TLS never begins', async () => {
    const origin = await serveRaw(() => {})
    expect(await whyNot(origin.replace('http:', 'https:'), soon)).toContain('too long')
  })

  it('is given up whose headers trickle', async () => {
    const origin = await serveRaw((socket) => {
      socket.write(head)
      const timer = setInterval(() => socket.write('x-a: b\r\n'), 20)
      socket.on('close', () => clearInterval(timer))
    })
    expect(await whyNot(origin, soon)).toContain('too long')
  })

  it('is given up whose body trickles', async () => {
    const origin = await serve((_request, response) => {
      const timer = setInterval(() => response.write('x'), 20)
      response.on('close', () => clearInterval(timer))
    })
    expect(await whyNot(origin, soon)).toContain('too long')
  })

  it('is given up that only announces more to come', async () => {
    const origin = await serveRaw((socket) => {
      const early = 'HTTP/1.1 103 Early Hints\r\n\r\n'
      const timer = setInterval(() => socket.write(early), 20)
      socket.on('close', () => clearInterval(timer))
    })
    expect(await whyNot(origin, soon)).toContain('was not fetched')
  })

  it('has one time for all its redirects', async () => {
    const origin = await serve((request, response) => {
      const left = Number(request.url?.slice(1) || '5')
      setTimeout(() => response.writeHead(302, { location: `/${left - 1}` }).end(), 80)
    })
    expect(await whyNot(origin, { ...soon, redirects: 20 })).toContain('too long')
  })
})

describe('a body that is too large', () => {
  it('is taken up to the limit', async () => {
    const origin = await serve((_request, response) => response.end('x'.repeat(1_000)))
    expect(await fetching(origin)).toHaveLength(1_000)
  })

  it('is refused by its length, before any of it comes', async () => {
    const origin = await serveOctets(`${head}content-length: 1001\r\n\r\n`)
    expect(await whyNot(origin)).toContain('larger than 1000 bytes')
  })

  it('is refused by what comes, where no length was given', async () => {
    const origin = await serve((_request, response) => {
      response.write('x'.repeat(600))
      response.end('x'.repeat(401))
    })
    expect(await whyNot(origin)).toContain('larger than 1000 bytes')
  })

  it('is refused though it never ends', async () => {
    const origin = await serve((_request, response) => {
      const pump = () => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
      }
      response.on('drain', pump)
      pump()
    })
    expect(await whyNot(origin, { bytes: 1_000_000 })).toContain('larger than 1000000 bytes')
  })

  it('is taken octet by octet', async () => {
    const pieces = `${'1\r\nx\r\n'.repeat(100_000)}0\r\n\r\n`
    const origin = await serveOctets(`${head}transfer-encoding: chunked\r\n\r\n`, pieces)
    expect(await fetching(origin, { bytes: 100_000 })).toHaveLength(100_000)
  })
})

describe('a host of which no address answers', () => {
  it('says why, however many it has', async () => {
    const origin = await serveRaw(() => {})
    const both = { ...network, resolve: async () => ['127.0.0.1', '127.0.0.2'], allows: () => true }
    closeServers()
    expect(await whyNot(origin)).toContain('ECONNREFUSED 127.0.0.1')
    expect(await whyNot(origin, { network: both })).toContain('ECONNREFUSED 127.0.0.1')
  })
})

describe('a body that is not what it says', () => {
  it.each([
    ['ends before its length', `${head}content-length: 100\r\n\r\nshort`],
    ['ends inside a chunk', `${head}transfer-encoding: chunked\r\n\r\n64\r\nshort`],
  ])('is refused where it %s', async (_what, octets) => {
    const origin = await serveRaw((socket) => socket.once('data', () => socket.end(octets)))
    expect(await whyNot(origin)).toContain('was not fetched')
  })

  it.each([
    ['no number in a chunk', `${head}transfer-encoding: chunked\r\n\r\nzz\r\nx\r\n0\r\n\r\n`],
    ['two lengths', `${head}content-length: 1\r\ncontent-length: 2\r\n\r\nxx`],
    ['a length that is no number', `${head}content-length: many\r\n\r\nxx`],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.7\r\n'],
    ['endless headers', `${head}x-a: ${'b'.repeat(20_000)}`],
  ])('is refused with %s', async (_what, octets) => {
    expect(await whyNot(await serveOctets(octets))).toContain('was not fetched')
  })

  it('is refused where the connection is reset in the middle', async () => {
    const origin = await serveRaw((socket) => {
      socket.once('data', () => {
        socket.write(`${head}content-length: 100\r\n\r\nshort`)
        setTimeout(() => socket.resetAndDestroy(), 20)
      })
    })
    expect(await whyNot(origin)).toContain('was not fetched')
  })

  it('is refused empty', async () => {
    expect(await whyNot(await serve((_request, response) => response.end()))).toContain('empty')
  })

  it('is refused compressed, and never inflated', async () => {
    const bomb = gzipSync(Buffer.alloc(500_000))
    const origin = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    )
    expect(await whyNot(origin)).toContain('encoded (gzip)')
  })

  it('is taken where it says that it is not encoded', async () => {
    const origin = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'identity' }).end('list'),
    )
    expect(await fetching(origin)).toHaveLength(4)
  })
})

describe('a server over TLS', () => {
  it('is refused whose certificate nobody vouches for', async () => {
    const [ca, own] = [entity('CA'), entity('ca.example')]
    const cert = pem(issue(own, ca))
    const key = own.key.export({ format: 'pem', type: 'pkcs8' })
    const server = createServer({ cert, key }, (_request, response) => response.end('list'))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const { port } = server.address() as AddressInfo
    expect(await whyNot(`https://ca.example:${port}/`)).toMatch(/unable to verify|self.signed/)
    server.close()
  })
})

describe('an answer that is none', () => {
  it.each([204, 206, 300, 304, 404, 410, 500, 503])('is refused with status %i', async (status) => {
    const origin = await serve((_request, response) => response.writeHead(status).end())
    const { facts } = await refusal(fetching(origin))
    expect(facts['status']).toBe(status)
  })
})

describe('a redirect', () => {
  const redirecting = (location: string, status = 302) =>
    serve((_request, response) => response.writeHead(status, { location }).end())

  it.each([
    ['in a circle', '/', 'more than 3 redirects'],
    ['to an address inside', 'http://inside.example/', 'none of the public network'],
    ['to an address inside, by number', 'http://169.254.169.254/latest', '169.254.169.254'],
    ['to another scheme', 'file:///etc/passwd', 'not file:'],
    ['to LDAP', 'ldap://ca.example/cn=CA', 'not ldap:'],
    ['to a user name', 'http://admin@ca.example/', 'user name'],
    ['to a password', 'http://:secret@ca.example/', 'user name'],
    ['to a port of another service', 'http://ca.example:25/', 'port 25'],
    ['to nowhere', 'http://', 'no address'],
    ['without end', `http://ca.example/${'x'.repeat(8_000)}`, 'too long'],
  ])('is not followed %s', async (_where, location, why) => {
    expect(await whyNot(await redirecting(location))).toContain(why)
  })

  it('is not followed to a host that is not allowed', async () => {
    const origin = await redirecting('http://elsewhere.example/')
    const hosts = new Set(['ca.example'])
    expect(await whyNot(origin, { hosts })).toContain('elsewhere.example is not on the list')
  })

  it('is not followed to a name whose address changed meanwhile', async () => {
    let asked = 0
    const origin = await redirecting('/again')
    const rebinding = {
      ...network,
      resolve: async () => (++asked === 1 ? ['127.0.0.1'] : ['127.0.0.2']),
    }
    const why = await whyNot(origin, { network: rebinding })
    expect(why).toContain('/again" was not fetched: its host has an address that is none')
  })

  it('is refused that says not where', async () => {
    const origin = await serve((_request, response) => response.writeHead(302).end())
    expect(await whyNot(origin)).toContain('without a location')
  })
})

describe('what is sent', () => {
  const sent = { type: 'application/ocsp-request', bytes: Buffer.from('request') }
  const echo = (status: number) =>
    serve((request, response) => {
      if (request.url === '/') return void response.writeHead(status, { location: '/new' }).end()
      const { method } = request
      const type = request.headers['content-type']
      request.on('data', (body) => response.end(`${method} ${type} ${body}`))
      if (method === 'GET') response.end(method)
    })

  it.each([301, 302, 307, 308])('is sent again after a redirect by %i', async (status) => {
    const bytes = await fetching(await echo(status), {}, sent)
    expect(Buffer.from(bytes).toString()).toBe('POST application/ocsp-request request')
  })

  it('is not turned into another question by a redirect by 303', async () => {
    const { facts } = await refusal(fetching(await echo(303), {}, sent))
    expect(facts['status']).toBe(303)
  })

  it('asks for no encoding, and names no one', async () => {
    const origin = await serve((request, response) => response.end(JSON.stringify(request.headers)))
    const headers = JSON.parse(Buffer.from(await fetching(origin)).toString())
    expect(headers).toMatchObject({ 'accept-encoding': 'identity', 'user-agent': 'euxine' })
    expect(headers).not.toHaveProperty('referer')
    expect(headers).not.toHaveProperty('cookie')
  })
})

describe('the hosts that are allowed', () => {
  it('are fetched from, in any case and with the dot of the root', async () => {
    const origin = await serve((_request, response) => response.end('list'))
    const hosts = new Set(['ca.example'])
    expect(await fetching(origin, { hosts })).toHaveLength(4)
    expect(await fetching(origin.replace('ca.example', 'CA.Example.'), { hosts })).toHaveLength(4)
  })

  it.each(['other.example', 'sub.ca.example', 'ca.example.other'])('are not %s', async (host) => {
    const hosts = new Set(['ca.example'])
    expect(await whyNot(`http://${host}/`, { hosts })).toContain('not on the list')
  })
})

describe('the ports that are fetched from', () => {
  it.each([21, 22, 25, 79, 81, 442, 444, 1_023])('are not %i', async (port) => {
    expect(await whyNot(`http://inside.example:${port}/`)).toContain(`port ${port}`)
  })

  it.each([80, 443, 1_024, 43_222, 65_535])('are %i', async (port) => {
    expect(await whyNot(`http://inside.example:${port}/`)).toContain('none of the public network')
  })
})
