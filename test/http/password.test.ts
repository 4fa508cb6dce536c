import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encryptedPdf } from '../formats/pdf/encryption/encrypted-pdf.ts'
import { postJson, type Running, start, stop } from './service.ts'

let running: Running

beforeAll(async () => {
  running = await start()
})

afterAll(() => stop(running))

const document = {
  name: 'secret.pdf',
  content: Buffer.from(await encryptedPdf()).toString('base64'),
}

describe('an encrypted document over HTTP', () => {
  it('is verified with its password', async () => {
    const response = await postJson(`${running.url}/v1/verify`, { document, password: 'user' })
    expect(response.status).toBe(200)
    const { verdict } = (await response.json()) as { verdict: object }
    expect(verdict).toMatchObject({ signatures: [{ integrity: 'intact' }] })
  })

  it('gives back what is signed with its password', async () => {
    const response = await postJson(`${running.url}/v1/extract`, { document, password: 'user' })
    expect(response.status).toBe(200)
    const { extraction } = (await response.json()) as { extraction: object }
    expect(extraction).toMatchObject({ signatures: [{ integrity: 'intact', objects: 1 }] })
  })

  it.each([{}, { password: 'tell nobody' }])(
    'is refused with %o, which is not repeated',
    async (given) => {
      const response = await postJson(`${running.url}/v1/verify`, { document, ...given })
      const text = await response.text()
      expect(response.status).toBe(422)
      expect(JSON.parse(text)).toMatchObject({ code: 'password-wrong' })
      expect(text + JSON.stringify(running.log)).not.toContain('tell nobody')
    },
  )

  it('is refused with a password that is longer than any', async () => {
    const password = 'tell nobody'.repeat(100)
    const response = await postJson(`${running.url}/v1/verify`, { document, password })
    const text = await response.text()
    expect(response.status).toBe(400)
    expect(text).not.toContain('tell nobody')
  })
})
