import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import { baseline, hello, parse, signedData } from './cms/material.ts'

function refusal(bytes: Uint8Array): { code: string; message: string; hint: string | undefined } {
  try {
    parse(bytes)
  } catch (error) {
    if (error instanceof VerifierError) {
      return { code: error.code, message: error.message, hint: error.hint }
    }
    throw error
  }
  throw new Error('was not refused')
}

describe('a document that is not read', () => {
  it('is named empty', () => expect(refusal(new Uint8Array()).code).toBe('document-empty'))

  it.each([['an e-mail message (S/MIME)', 'MIME-Version: 1.0\r\nContent-Type: multipart/signed']])(
    'is taken for %s',
    (name, text) => {
      const { code, message, hint } = refusal(Buffer.from(text))
      expect(code).toBe('format-unsupported')
      expect(message).toContain(name)
      expect(hint).toBeDefined()
    },
  )
  it.each([
    ['plain text', 'Hello'],
    ['JSON that is no signature', '{"a": 1}'],
    ['a JSON serialisation without a signature', '{"payload":"eyJ","signatures":[]}'],
    ['XML without a signature', '<?xml version="1.0"?><a/>'],
    ['base64 that is no signature', Buffer.from('a certificate').toString('base64')],
    ['a PEM certificate', '-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----'],
  ])('is no signed document where it is %s', (_, text) => {
    expect(refusal(Buffer.from(text)).code).toBe('not-a-signed-document')
  })
  it.each(['%PDF-1.7\n%âãÏÓ\n', 'junk before\n%PDF-1.4'])(
    'is unreadable where it begins as PDF and has no cross-references: %s',
    (text) => expect(refusal(Buffer.from(text)).code).toBe('document-unreadable'),
  )
  it.each(['<ds:Signature/>', '<a', '<!DOCTYPE a><a/>', '\ufeff<a>&b;</a>'])(
    'is unreadable where it begins as XML and is none that is read: %s',
    (text) => expect(refusal(Buffer.from(text)).code).toBe('document-unreadable'),
  )
  it('is no signed document where it is a bundle of certificates', () => {
    const { code, message } = refusal(signedData({ content: hello, signerInfos: [] }))
    expect(code).toBe('not-a-signed-document')
    expect(message).toContain('without a signer')
  })
  it('is no signed document where it is CMS of another kind', () => {
    const bytes = Buffer.from(baseline())
    const at = bytes.indexOf(Buffer.from('2a864886f70d010702', 'hex'))
    bytes[at + 8] = 3
    expect(refusal(bytes)).toMatchObject({ code: 'not-a-signed-document' })
  })
  it('is not supported where it is a time-stamp token alone', () => {
    const contentType = '1.2.840.113549.1.9.16.1.4'
    const bytes = signedData({ content: hello, contentType, signerInfos: [] })
    expect(refusal(bytes).code).toBe('format-unsupported')
  })
})
