import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postJson, problemOf, type Running, start, stop, vectors } from './service.ts'

let running: Running

beforeAll(async () => {
  running = await start()
})

afterAll(() => stop(running))

async function content(path: string): Promise<string> {
  return (await readFile(join(vectors, path))).toString('base64')
}

async function extraction(body: object) {
  const response = await postJson(`${running.url}/v1/extract`, body)
  expect(response.status).toBe(200)
  // biome-ignore lint/suspicious/noExplicitAny: an answer is looked at member by member.
  return (await response.json()) as any
}

describe('POST /v1/extract', () => {
  it('gives back what is signed, in base64', async () => {
    const document = { name: 'contract.p7m', content: await content('GE/contract.p7m') }
    const answer = await extraction({ id: 'e', document })
    const signed = await readFile(join(vectors, 'GE/contract.txt'))
    expect(answer.id).toBe('e')
    expect(answer.extraction).toMatchObject({
      schema: 'euxine/extraction/1',
      document: { name: 'contract.p7m' },
      signatures: [{ id: 'signature-1', integrity: 'intact', objects: 1 }],
      objects: [
        {
          signature: 'signature-1',
          name: 'content',
          kind: 'full',
          size: signed.length,
          sha256: createHash('sha256').update(signed).digest('hex'),
          content: signed.toString('base64'),
        },
      ],
    })
    expect(answer.extraction.objects[0]).not.toHaveProperty('octets')
  })

  it('gives back the revision of a PDF that is asked for', async () => {
    const document = { name: 'contract.pdf', content: await content('UA/certified-2-filled.pdf') }
    const { extraction: answer } = await extraction({ document, revision: 2 })
    expect(answer.objects).toMatchObject([{ name: 'contract.revision-2.pdf' }])
    const refused = await postJson(`${running.url}/v1/extract`, { document, revision: 0 })
    expect(refused.status).toBe(400)
  })

  it('gives nothing back of a document that was changed', async () => {
    const document = { content: await content('GE/tampered.p7m') }
    const answer = await extraction({ document })
    expect(answer.extraction.objects).toEqual([])
    expect(answer.extraction.signatures[0].integrity).toBe('broken')
  })

  it('takes the members of a verify request, which decide nothing here', async () => {
    const document = { content: await content('GE/contract.p7m') }
    const answer = await extraction({ document, relying: 'RO', at: '2026-06-01T00:00:00Z' })
    expect(answer.extraction.objects).toHaveLength(1)
  })

  it('takes multipart', async () => {
    const form = new FormData()
    const blob = async (path: string) => new Blob([await readFile(join(vectors, path))])
    form.append('document', await blob('GE/contract-detached.p7s'), 'contract.p7s')
    form.append('detached', await blob('GE/contract.txt'), 'contract.txt')
    form.append('request', JSON.stringify({ id: 'm', signature: 'signature-1' }))
    const response = await fetch(`${running.url}/v1/extract`, { method: 'POST', body: form })
    expect(await response.json()).toMatchObject({
      id: 'm',
      extraction: { objects: [{ name: 'contract.txt' }] },
    })
  })

  it('answers where no trust list can be used: none is needed', async () => {
    const untrusting = await start({ trust: '/nonexistent' })
    const document = { content: await content('GE/contract.p7m') }
    const response = await postJson(`${untrusting.url}/v1/extract`, { document })
    await stop(untrusting)
    expect(response.status).toBe(200)
  })

  it.each([
    [{ document: { content: 'aGVsbG8=' } }, 422, 'not-a-signed-document'],
    [{ document: { content: btoa('MIME-Version: 1.0\r\n') } }, 415, 'format-unsupported'],
    [{ document: '/etc/passwd' }, 400, 'request-malformed'],
    [{}, 400, 'request-malformed'],
  ])('answers %j with the problem %i %s', async (body, status, code) => {
    const response = await postJson(`${running.url}/v1/extract`, body)
    expect(response.status).toBe(status)
    expect(await problemOf(response)).toMatchObject({ code })
  })

  it('refuses a signature that is not there', async () => {
    const document = { content: await content('GE/contract.p7m') }
    const body = { document, signature: 'nobody' }
    const response = await postJson(`${running.url}/v1/extract`, body)
    expect(response.status).toBe(400)
    expect(await problemOf(response)).toMatchObject({ code: 'request-malformed' })
  })

  it('refuses to give back more at once than the limit', async () => {
    const narrow = await start({ limits: { extractedBytes: 100 } })
    const document = { content: await content('GE/contract.p7m') }
    const response = await postJson(`${narrow.url}/v1/extract`, { document })
    await stop(narrow)
    expect(response.status).toBe(413)
    expect(await problemOf(response)).toMatchObject({ code: 'answer-too-large' })
  })
})
