import { createSocket, type Socket } from 'node:dgram'
import { Resolver } from 'node:dns/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { addressesOf, type Network, resolveName } from '../../src/sources/network.ts'
import { refusal } from './server.ts'

const servers: Socket[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

type Answers = Readonly<Record<number, readonly (readonly number[])[]>> | 'silence'

/** A resolver that asks a DNS server of this machine; it knows addresses by the type of record. */
async function resolverOf(answers: Answers): Promise<Resolver> {
  const server = createSocket('udp4')
  servers.push(server)
  server.on('message', (query, { port }) => {
    if (answers === 'silence') return
    const type = query.readUInt16BE(query.indexOf(0, 12) + 1)
    server.send(answerTo(query, type, answers[type] ?? []), port, '127.0.0.1')
  })
  await new Promise<void>((done) => server.bind(0, '127.0.0.1', done))
  const resolver = new Resolver({ timeout: 5_000, tries: 1 })
  resolver.setServers([`127.0.0.1:${server.address().port}`])
  return resolver
}

/** RFC 1035 §4.1: the question again, and a record for each address. */
function answerTo(query: Buffer, type: number, addresses: readonly (readonly number[])[]): Buffer {
  const end = query.indexOf(0, 12) + 5
  const answer = Buffer.from(query.subarray(0, end))
  answer.writeUInt16BE(0x8180, 2)
  answer.writeUInt16BE(addresses.length, 6)
  answer.writeUInt16BE(0, 10)
  const records = addresses.map((address) =>
    Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, address.length, ...address]),
  )
  return Buffer.concat([answer, ...records])
}

const signal = () => AbortSignal.timeout(3_000)

describe('the addresses of a name', () => {
  it('are those of both families, IPv4 first', async () => {
    const six = [0x2a, 0, 0x14, 0x50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    const resolver = await resolverOf({ 1: [[8, 8, 8, 8]], 28: [six] })
    expect(await resolveName('ca.example', signal(), resolver)).toEqual(['8.8.8.8', '2a00:1450::1'])
  })

  it('are those of one family, where the other has none', async () => {
    const resolver = await resolverOf({ 1: [[8, 8, 8, 8]] })
    expect(await resolveName('ca.example', signal(), resolver)).toEqual(['8.8.8.8'])
  })

  it('are an error where there is none', async () => {
    const resolver = await resolverOf({})
    await expect(resolveName('ca.example', signal(), resolver)).rejects.toThrow('ENODATA')
  })

  it('are waited for no longer than the whole fetch may take', async () => {
    const resolver = await resolverOf('silence')
    const start = performance.now()
    const looking = resolveName('ca.example', AbortSignal.timeout(100), resolver)
    await expect(looking).rejects.toThrow('ECANCELLED')
    expect(performance.now() - start).toBeLessThan(1_000)
  })
})

describe('a host', () => {
  const networkOf = (resolve: Network['resolve']): Network => ({
    resolve,
    allows: (address) => address === '192.0.2.1',
  })
  const url = new URL('http://ca.example/')

  it('is refused of which one address is not public', async () => {
    const network = networkOf(async () => ['192.0.2.1', '10.0.0.1'])
    const { message } = await refusal(addressesOf(url, network, signal()))
    expect(message).toContain('its host has an address that is none of the public network')
    expect(message).not.toContain('10.0.0.1')
  })

  it('is refused without an address', async () => {
    const network = networkOf(async () => [])
    const { message } = await refusal(addressesOf(url, network, signal()))
    expect(message).toContain('no address')
  })

  it('is given up whose name is looked for without end, though nobody ends the look-up', async () => {
    const network = networkOf(() => new Promise(() => {}))
    const { message } = await refusal(addressesOf(url, network, AbortSignal.timeout(50)))
    expect(message).toContain('too long')
  })

  it('is not looked up that is an address', async () => {
    const network = networkOf(() => Promise.reject(new Error('it was looked up')))
    const at = new URL('http://192.0.2.1/')
    expect(await addressesOf(at, network, signal())).toEqual(['192.0.2.1'])
  })
})
