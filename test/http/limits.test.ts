import { request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postJson, problemOf, type Running, start, stop } from './service.ts'

let running: Running
beforeAll(async () => {
  const limits = { bodyBytes: 10_000, atOnce: 2, batchesAtOnce: 2, bodyMilliseconds: 500 }
  running = await start({ limits })
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
    expect(await problemOf(response)).toMatchObject({
      code: 'document-too-large',
      detail: 'the body has more than 10000 octets',
      hint: expect.any(String),
    })
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

interface BatchEnd {
  readonly status: number
  readonly lines: number
  readonly end: 'whole' | 'cut off'
}

/** Sends the pieces of a batch, with a pause before each, and waits for what comes of it. */
function postBatch(
  pieces: readonly string[],
  pause: number,
  end: 'end' | 'hang',
): Promise<BatchEnd> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-ndjson' }
    const sent = request(`${running.url}/v1/verify/batch`, { method: 'POST', headers })
    let answered = false
    sent.on('response', (response) => {
      answered = true
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', () => {})
      response.once('close', () => {
        sent.destroy()
        const lines = Buffer.concat(chunks).toString().split('\n').length - 1
        const whole = response.complete ? 'whole' : 'cut off'
        resolve({ status: response.statusCode ?? 0, lines, end: whole })
      })
    })
    sent.on('error', (error) => {
      if (!answered) reject(error)
    })
    sent.flushHeaders()
    const send = (at: number) => {
      const piece = pieces[at]
      if (sent.destroyed) return
      if (piece !== undefined) sent.write(piece)
      if (piece !== undefined) setTimeout(() => send(at + 1), pause)
      else if (end === 'end') sent.end()
    }
    send(0)
  })
}

describe('a batch whose lines do not arrive', () => {
  it('is answered when the time of the first is over', async () => {
    expect(await postBatch(['{'], 0, 'hang')).toMatchObject({ status: 408 })
  })
  it('gains no time by trickling', async () => {
    const trickle = Array.from({ length: 20 }, () => ' ')
    expect(await postBatch(trickle, 100, 'end')).toMatchObject({ status: 408 })
  })
  it('is cut off when the time of a later line is over', async () => {
    const ended = await postBatch(['{}\n', '{'], 0, 'hang')
    expect(ended).toEqual({ status: 200, lines: 1, end: 'cut off' })
  })
  it('goes on for as long as each line comes in time', async () => {
    const ended = await postBatch(['{}\n', '{}\n', '{}\n', '{}\n'], 300, 'end')
    expect(ended).toEqual({ status: 200, lines: 4, end: 'whole' })
  })
})

describe('a batch whose answers are not taken', () => {
  it('is ended when the time for them is over', async () => {
    const batches = () =>
      running.log.filter(({ facts }) => facts['route'] === '/v1/verify/batch').length
    const before = batches()
    // Some 10 MB of answers, more than the sockets of a loopback hold between them.
    const body = '{}\n'.repeat(50_000)
    const socket = connect(Number(new URL(running.url).port), '127.0.0.1')
    socket.on('error', () => {})
    socket.pause()
    socket.write(
      `POST /v1/verify/batch HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-ndjson\r\n` +
        `content-length: ${body.length + 1}\r\n\r\n${body}`,
    )
    await expect.poll(batches, { timeout: 10_000 }).toBe(before + 1)
    socket.destroy()
  }, 15_000)
})

describe('more batches than are open at once', () => {
  it('are told to come again, and keep nobody from a request of his own', async () => {
    const hanging = [postBatch(['{'], 0, 'hang'), postBatch(['{'], 0, 'hang')]
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect((await postJson(`${running.url}/v1/verify`, '{}')).status).toBe(400)
    expect(await postBatch(['{}\n'], 0, 'end')).toMatchObject({ status: 429 })
    await Promise.all(hanging)
    expect(await postBatch(['{}\n'], 0, 'end')).toMatchObject({ status: 200, lines: 1 })
  })
})
