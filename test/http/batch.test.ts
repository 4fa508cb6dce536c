import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { at, problemOf, type Running, start, stop, vectors } from './service.ts'

let running: Running
let document: { readonly content: string }

beforeAll(async () => {
  running = await start()
  document = { content: (await readFile(join(vectors, 'GE/contract.p7m'))).toString('base64') }
})
afterAll(() => stop(running))

function postLines(body: string): Promise<Response> {
  return fetch(`${running.url}/v1/verify/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body,
  })
}

describe('POST /v1/verify/batch', () => {
  it('answers each line in order, and goes on after a bad one', async () => {
    const lines = [
      JSON.stringify({ id: 1, document, at, relying: 'RO' }),
      '{',
      JSON.stringify({ id: 3, document: 'a path' }),
      JSON.stringify({ id: 4, document, at, relying: 'RU' }),
    ]
    const response = await postLines(lines.join('\n'))
    expect(response.headers.get('content-type')).toContain('application/x-ndjson')
    const answers = (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(answers).toMatchObject([
      { id: 1, verdict: { outcome: 'accepted' } },
      { id: null, line: 2, error: { code: 'request-malformed' } },
      { id: 3, error: { code: 'request-malformed' } },
      { id: 4, verdict: { outcome: 'rejected' } },
    ])
  })

  it('answers the first line before the second was sent', async () => {
    const line = `${JSON.stringify({ id: 1, document, at })}\n`
    const first = await new Promise<string>((resolve, reject) => {
      const headers = { 'content-type': 'application/x-ndjson' }
      const sent = request(`${running.url}/v1/verify/batch`, { method: 'POST', headers })
      sent.on('error', reject)
      sent.on('response', (response) => {
        response.once('data', (data) => {
          sent.end()
          resolve(String(data))
        })
      })
      sent.write(line)
    })
    expect(JSON.parse(first)).toMatchObject({ id: 1 })
  })

  it('refuses another media type, and compressed bodies', async () => {
    const url = `${running.url}/v1/verify/batch`
    const json = await fetch(url, { method: 'POST', body: '{}' })
    expect(json.status).toBe(415)
    await problemOf(json)
    const zipped = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' },
      body: 'x',
    })
    expect(zipped.status).toBe(415)
  })
})
