import { afterEach, describe, expect, it } from 'vitest'
import { fetchList, type ListLimits } from '../../src/sources/fetch-list.ts'
import { closeServers, network, refusal, serve } from './server.ts'

afterEach(closeServers)

const limits: ListLimits = { bytes: 1_000, milliseconds: 10_000, redirects: 5 }

describe('fetching a list', () => {
  it('gives its octets', async () => {
    const origin = await serve((_request, response) => response.end('list'))
    const bytes = await fetchList(origin, limits, network)
    expect(Buffer.from(bytes).toString()).toBe('list')
  })

  it('follows five redirects and refuses the sixth', async () => {
    const origin = await serve((request, response) => {
      const left = Number(request.url?.slice(1))
      if (left === 0) response.end('end')
      else response.writeHead(302, { location: `/${left - 1}` }).end()
    })
    expect(await fetchList(`${origin}/5`, limits, network)).toHaveLength(3)
    const { message } = await refusal(fetchList(`${origin}/6`, limits, network))
    expect(message).toContain('more than 5 redirects')
  })

  it('takes as many octets as it may and not one more', async () => {
    const origin = await serve((request, response) =>
      response.end('x'.repeat(Number(request.url?.slice(1)))),
    )
    expect(await fetchList(`${origin}/1000`, limits, network)).toHaveLength(1_000)
    const { message } = await refusal(fetchList(`${origin}/1001`, limits, network))
    expect(message).toContain('larger than 1000 bytes')
  })

  it('ends with its time', async () => {
    const origin = await serve((_request, response) => response.write('x'))
    const { message } = await refusal(fetchList(origin, { ...limits, milliseconds: 200 }, network))
    expect(message).toContain('too long')
  })

  it('says what to do where it was refused', async () => {
    const origin = await serve((_request, response) => response.writeHead(404).end())
    const { hint, facts } = await refusal(fetchList(origin, limits, network))
    expect(hint).toContain('--from')
    expect(facts).toMatchObject({ location: `${origin}/`, status: 404 })
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
    const { message } = await refusal(fetchList(location, { ...limits, milliseconds: 2_000 }))
    expect(message).toContain('was not fetched')
  })
})
