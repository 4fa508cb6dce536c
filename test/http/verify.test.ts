import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { at, postJson, problemOf, type Running, start, stop, vectors } from './service.ts'

let running: Running
let document: string

beforeAll(async () => {
  running = await start()
  document = await base64('GE/contract.p7m')
})
afterAll(() => stop(running))

async function base64(path: string): Promise<string> {
  return (await readFile(join(vectors, path))).toString('base64')
}

function verify(body: unknown): Promise<Response> {
  return postJson(`${running.url}/v1/verify`, body)
}

// biome-ignore lint/suspicious/noExplicitAny: an answer is looked at member by member.
async function answer(response: Response): Promise<any> {
  expect(response.status).toBe(200)
  return response.json()
}

describe('POST /v1/verify', () => {
  it('answers a completed verdict with 200, also a bad one', async () => {
    const good = await verify({ id: '1', document: { content: document }, relying: 'RO', at })
    expect(await answer(good)).toMatchObject({ id: '1', verdict: { outcome: 'accepted' } })
    const tampered = await base64('GE/tampered.p7m')
    const bad = await verify({ document: { content: tampered }, at })
    expect(await answer(bad)).toMatchObject({ id: null, verdict: { outcome: 'rejected' } })
  })

  it('takes detached content and names it as it was named', async () => {
    const { verdict } = await answer(
      await verify({
        document: { name: 'c.p7s', content: await base64('GE/contract-detached.p7s') },
        detached: [{ name: 'contract.txt', content: await base64('GE/contract.txt') }],
        at,
      }),
    )
    expect(verdict.document.name).toBe('c.p7s')
    expect(verdict.outcome).toBe('accepted')
  })

  it('gives the same verdict as the command line', async () => {
    const { runCli } = await import('../cli/run-cli.ts')
    const { out } = await runCli(['verify', 'GE/contract.p7m', '--relying', 'RO'])
    const request = { document: { name: 'contract.p7m', content: document }, relying: 'RO', at }
    const { verdict } = await answer(await verify(request))
    expect(verdict).toEqual(JSON.parse(out))
  })

  it('takes multipart: a document, its detached files and a request', async () => {
    const form = new FormData()
    const blob = async (path: string) => new Blob([await readFile(join(vectors, path))])
    form.append('document', await blob('GE/contract-detached.p7s'), 'contract-détaché.p7s')
    form.append('detached', await blob('GE/contract.txt'), 'contract.txt')
    form.append('request', JSON.stringify({ id: 'm', relying: 'RO', at }))
    const body = await answer(
      await fetch(`${running.url}/v1/verify`, { method: 'POST', body: form }),
    )
    expect(body).toMatchObject({
      id: 'm',
      verdict: { outcome: 'accepted', document: { name: 'contract-détaché.p7s' } },
    })
  })

  it.each([
    ['no document', [['detached', 'a.txt']]],
    [
      'two documents',
      [
        ['document', 'a.p7s'],
        ['document', 'b.p7s'],
      ],
    ],
    [
      'an unknown part',
      [
        ['document', 'a.p7s'],
        ['documents', 'b.p7s'],
      ],
    ],
  ])('refuses multipart with %s', async (_, parts) => {
    const form = new FormData()
    for (const [field = '', name] of parts) form.append(field, new Blob(['x']), name)
    const response = await fetch(`${running.url}/v1/verify`, { method: 'POST', body: form })
    expect(response.status).toBe(400)
    expect((await problemOf(response))['code']).toBe('request-malformed')
  })

  it('refuses multipart that is broken or without end', async () => {
    for (const body of ['', '--b\r\n', '--b\r\ncontent-disposition: form-data; name="document"']) {
      const response = await fetch(`${running.url}/v1/verify`, {
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data; boundary=b' },
        body,
      })
      expect(response.status).toBe(400)
    }
  })

  it.each(['multipart/form-data', 'multipart/form-data; boundary=', 'multipart/form-data; ;'])(
    'refuses multipart without a boundary: %s',
    async (type) => {
      const response = await fetch(`${running.url}/v1/verify`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: '--b\r\n',
      })
      expect(response.status).toBe(400)
      expect((await problemOf(response))['code']).toBe('request-malformed')
    },
  )
})

describe('a request that names files of the service', () => {
  it.each([
    { document: '/etc/passwd' },
    { document: { path: '/etc/passwd' } },
    { document: { content: '' }, trust: '/etc' },
    { document: { content: '' }, trustLists: ['/etc/passwd'] },
    { document: { content: '' }, anchors: ['/etc/passwd'] },
    { document: { content: '' }, policy: '/etc/passwd' },
  ])('is refused: %j', async (body) => {
    const response = await verify(body)
    expect(response.status).toBe(400)
    expect((await problemOf(response))['code']).toBe('request-malformed')
  })
})

describe('what is wrong with a request', () => {
  it.each([
    ['{', 400, 'request-malformed'],
    ['', 400, 'request-malformed'],
    ['[]', 400, 'request-malformed'],
    [{}, 400, 'request-malformed'],
    [{ document: { content: '***' } }, 400, 'request-malformed'],
    [{ document: { content: 'AAAA' }, extra: 1 }, 400, 'request-malformed'],
    [{ document: { content: '' } }, 422, 'document-empty'],
    [{ document: { content: 'aGVsbG8=' } }, 422, 'not-a-signed-document'],
    [{ document: { content: btoa('MIME-Version: 1.0\r\n') } }, 415, 'format-unsupported'],
  ])('%j is answered with %i %s', async (body, status, code) => {
    const response = await verify(body)
    expect(response.status).toBe(status)
    expect(await problemOf(response)).toMatchObject({ code, detail: expect.any(String) })
  })

  it.each([
    ['is not UTF-8', Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d)],
    ['is empty', new Uint8Array()],
    ['byte order mark', Buffer.from('\ufeff{}')],
  ])('is said of a body: %s', async (what, body) => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${running.url}/v1/chains`, { method: 'POST', headers, body })
    expect(response.status).toBe(400)
    expect(await problemOf(response)).toMatchObject({ detail: expect.stringContaining(what) })
  })

  it('is its media type', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
      const response = await fetch(`${running.url}/v1/verify`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: '{}',
      })
      expect(response.status).toBe(415)
      await problemOf(response)
    }
  })

  it('is that nothing is there', async () => {
    const response = await fetch(`${running.url}/v2/verify`)
    expect(response.status).toBe(404)
    expect(await problemOf(response)).toMatchObject({
      code: 'not-found',
      hint: expect.stringContaining('/openapi.json'),
    })
  })

  it.each([
    ['GET', '/v1/verify', 'POST'],
    ['PUT', '/v1/extract', 'POST'],
    ['POST', '/v1/agreements', 'GET, HEAD'],
    ['DELETE', '/v1/trust-lists/GE', 'GET, HEAD'],
  ])('is its method: %s %s', async (method, path, allowed) => {
    const response = await fetch(`${running.url}${path}`, { method })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe(allowed)
    expect(await problemOf(response)).toMatchObject({ code: 'method-not-allowed' })
  })

  it('is JSON nested without end', async () => {
    const response = await verify(`${'['.repeat(1_000_000)}`)
    expect(response.status).toBe(400)
    const policy = `{"document": {"content": "AAAA"}, "policy": ${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`
    expect((await verify(policy)).status).toBe(400)
  })
})

describe('POST /v1/chains', () => {
  it('answers with the path of a certificate', async () => {
    const target = `-----BEGIN CERTIFICATE-----\n${(await readFile(join(vectors, '../trust-lists/sample/GE/qc.cer'))).toString('base64')}\n-----END CERTIFICATE-----\n`
    const response = await postJson(`${running.url}/v1/chains`, { id: 'c', target, at })
    const body = await answer(response)
    expect(body.id).toBe('c')
    expect(body.chain.path[0].subject).toContain('Georgia')
  })

  it('refuses what is no certificate', async () => {
    const response = await postJson(`${running.url}/v1/chains`, { target: { content: 'AAAA' } })
    expect(response.status).toBe(400)
    expect((await problemOf(response))['code']).toBe('certificate-malformed')
  })
})

describe('what is logged', () => {
  it('has neither documents nor names nor what a caller sent', async () => {
    const secret = 'Ivan-Petrov-1234567890'
    await verify({ id: secret, document: { name: `${secret}.p7m`, content: document }, at })
    await fetch(`${running.url}/v1/agreements/${secret}?at=${secret}`)
    await fetch(`${running.url}/${secret}`)
    const metrics = await (await fetch(`${running.url}/metrics`)).text()
    expect(running.log.length).toBeGreaterThan(2)
    expect(JSON.stringify(running.log)).not.toContain(secret)
    expect(JSON.stringify(running.log)).not.toContain('Citizen')
    expect(metrics).not.toContain(secret)
  })
})
