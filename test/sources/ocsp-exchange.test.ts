import { afterEach, describe, expect, it } from 'vitest'
import { askResponder } from '../../src/sources/ocsp-exchange.ts'
import { openSource, type Source } from '../../src/sources/source.ts'
import { closeServers, network, refusal, serve } from './server.ts'

afterEach(closeServers)

const source = (): Source =>
  openSource({ network, now: () => new Date('2026-06-01'), freshUntil: () => null })

interface Asked {
  readonly method: string
  readonly url: string
  readonly type: string | undefined
  readonly body: string
}

/** A responder that answers by method, and what it was asked. */
async function responder(answers: {
  readonly GET: number | Uint8Array
  readonly POST: number | Uint8Array
}): Promise<{ readonly origin: string; readonly asked: readonly Asked[] }> {
  const asked: Asked[] = []
  const origin = await serve(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = '', url = '', headers } = request
    const body = Buffer.concat(chunks).toString('hex')
    asked.push({ method, url, type: headers['content-type'], body })
    const answer = method === 'POST' ? answers.POST : answers.GET
    if (typeof answer === 'number') response.writeHead(answer).end()
    else response.end(answer)
  })
  return { origin, asked }
}

const answer = Buffer.from('answer')
const malformedRequest = Uint8Array.of(0x30, 0x03, 0x0a, 0x01, 0x01)
const tryLater = Uint8Array.of(0x30, 0x03, 0x0a, 0x01, 0x03)
/** Octets whose base64 has every character that must be escaped: ++//+w==. */
const short = Uint8Array.of(0xfb, 0xef, 0xff, 0xfb)
const long = new Uint8Array(200)

describe('a request to a responder', () => {
  it('goes by GET where it is short, escaped', async () => {
    const { origin, asked } = await responder({ GET: answer, POST: 500 })
    const bytes = await askResponder(source(), `${origin}/ocsp`, short)
    expect(Buffer.from(bytes)).toEqual(answer)
    const url = '/ocsp/%2B%2B%2F%2F%2Bw%3D%3D'
    expect(asked).toEqual([{ method: 'GET', url, type: undefined, body: '' }])
  })

  it('has one slash between the address and itself', async () => {
    const { origin, asked } = await responder({ GET: answer, POST: 500 })
    await askResponder(source(), `${origin}/ocsp/`, Uint8Array.of(0))
    expect(asked[0]?.url).toBe('/ocsp/AA%3D%3D')
  })

  it('goes by POST where it is long', async () => {
    const { origin, asked } = await responder({ GET: 500, POST: answer })
    await askResponder(source(), `${origin}/ocsp`, long)
    const body = Buffer.from(long).toString('hex')
    expect(asked).toEqual([
      { method: 'POST', url: '/ocsp', type: 'application/ocsp-request', body },
    ])
  })

  it.each([
    [255, 'GET'],
    [256, 'POST'],
  ])('goes by a URL of %i characters by %s', async (length, method) => {
    const { origin, asked } = await responder({ GET: answer, POST: answer })
    const path = 'x'.repeat(length - origin.length - '//AAAA'.length)
    await askResponder(source(), `${origin}/${path}`, new Uint8Array(3))
    expect(asked.map((one) => one.method)).toEqual([method])
  })

  it('goes by POST to an address with a query', async () => {
    const { origin, asked } = await responder({ GET: 500, POST: answer })
    await askResponder(source(), `${origin}/ocsp?ca=1`, short)
    expect(asked.map((one) => one.method)).toEqual(['POST'])
  })

  it.each([
    ['answers 404', 404],
    ['answers 405', 405],
    ['answers 500', 500],
    ['does not understand it', malformedRequest],
  ])('goes again by POST to a responder that %s', async (_what, GET) => {
    const { origin, asked } = await responder({ GET, POST: answer })
    const bytes = await askResponder(source(), origin, short)
    expect(Buffer.from(bytes)).toEqual(answer)
    expect(asked.map(({ method }) => method)).toEqual(['GET', 'POST'])
  })

  it('goes once to a responder that has no time', async () => {
    const { origin, asked } = await responder({ GET: tryLater, POST: answer })
    await askResponder(source(), origin, short)
    expect(asked.map(({ method }) => method)).toEqual(['GET'])
  })

  it('goes once to an address that is not fetched from', async () => {
    const { message } = await refusal(askResponder(source(), 'http://inside.example/', short))
    expect(message).toContain('none of the public network')
  })

  it('is told from another to the same address', async () => {
    const { origin, asked } = await responder({ GET: 500, POST: answer })
    const one = source()
    await askResponder(one, origin, long)
    await askResponder(one, origin, new Uint8Array(201))
    expect(asked).toHaveLength(2)
  })
})
