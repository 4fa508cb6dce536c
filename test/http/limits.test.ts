import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postJson, problemOf, type Running, start, stop } from './service.ts'

let running: Running
beforeAll(async () => {
  running = await start({ limits: { bodyBytes: 10_000, atOnce: 2, bodyMilliseconds: 500 } })
})
afterAll(() => stop(running))

/** A body sent in pieces, without a length that could be trusted. */
function postSlowly(pieces: readonly string[], end: 'end' | 'hang'): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }
    const sent = request(`${running.url}/v1/verify`, { method: 'POST', headers })
    sent.on('response', (response) => {
      resolve(response.statusCode ?? 0)
      response.resume()
      response.once('end', () => sent.destroy())
    })
    sent.on('error', reject)
    for (const piece of pieces) sent.write(piece)
    if (end === 'end') sent.end()
  })
}

describe('a body that is too large', () => {
  it('is refused by its length', async () => {
    const response = await postJson(`${running.url}/v1/verify`, 'x'.repeat(20_000))
    expect(response.status).toBe(413)
    expect((await problemOf(response))['code']).toBe('document-too-large')
  })

  it('is refused by what arrives, where no length is given', async () => {
    expect(await postSlowly(['x'.repeat(8_000), 'x'.repeat(8_000)], 'end')).toBe(413)
  })

  it('is refused as a line of a batch, which goes on', async () => {
    const response = await fetch(`${running.url}/v1/verify/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: `${'x'.repeat(20_000)}\n{}\n`,
    })
    const answers = (await response.text()).trim().split('\n')
    expect(answers).toHaveLength(2)
    expect(answers[0]).toContain('longer than 10000 bytes')
  })

  it('is refused compressed, before it is inflated', async () => {
    const response = await fetch(`${running.url}/v1/verify`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: 'x',
    })
    expect(response.status).toBe(415)
    expect((await problemOf(response))['code']).toBe('encoding-unsupported')
  })
})

describe('a body that does not arrive', () => {
  it('is answered when its time is over', async () => {
    expect(await postSlowly(['{"document": '], 'hang')).toBe(408)
  })

  it('leaves no place taken', async () => {
    await Promise.all([postSlowly(['{'], 'hang'), postSlowly(['{'], 'hang')])
    expect((await postJson(`${running.url}/v1/verify`, '{}')).status).toBe(400)
  })
})

describe('more bodies than are taken at once', () => {
  it('are told to come again', async () => {
    const hanging = [postSlowly(['{'], 'hang'), postSlowly(['{'], 'hang')]
    await new Promise((resolve) => setTimeout(resolve, 100))
    const response = await postJson(`${running.url}/v1/verify`, '{}')
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe('1')
    expect((await problemOf(response))['code']).toBe('too-many-requests')
    expect((await fetch(`${running.url}/health/live`)).status).toBe(200)
    await Promise.all(hanging)
  })
})
