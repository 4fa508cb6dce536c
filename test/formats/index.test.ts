import { describe, expect, it } from 'vitest'
import { zipOf } from '../../scripts/sample/zip.ts'
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
  it('is named empty', () =>
    expect(refusal(new Uint8Array())).toMatchObject({
      code: 'document-empty',
      message: 'the document is empty: it has no octets',
    }))

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
    ['a picture (JPEG)', '\xff\xd8\xff\xe0\0\x10JFIF\0', 'detached content'],
    ['a picture (PNG)', '\x89PNG\r\n\x1a\n', 'detached content'],
    ['a picture (TIFF)', 'II*\0', 'detached content'],
    ['a picture (TIFF)', 'MM\0*', 'detached content'],
    ['a picture (GIF)', 'GIF89a', 'detached content'],
    ['a text document (RTF)', '{\\rtf1 Hello}', 'detached content'],
    [
      'a document of an older Office program',
      '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
      'detached content',
    ],
    ['a compressed file (gzip)', '\x1f\x8b\x08\0', 'unpack it'],
    ['an archive (7z)', "7z\xbc\xaf'\x1c", 'unpack it'],
    ['an archive (RAR)', 'Rar!\x1a\x07\x01\0', 'unpack it'],
  ])('is no signed document where it seems to be %s, which is said', (name, text, hint) => {
    expect(refusal(Buffer.from(text, 'latin1'))).toEqual({
      code: 'not-a-signed-document',
      message: `this seems to be ${name}, in which no signatures are read`,
      hint: expect.stringContaining(hint),
    })
  })
  it.each([
    '<!DOCTYPE html>\n<html></html>',
    '<HTML><p>Log in<br></HTML>',
    '\ufeff <html lang="el">',
  ])('is said to seem a web page before it is said to be no XML: %s', (text) => {
    const { code, message, hint } = refusal(Buffer.from(text))
    expect(code).toBe('document-unreadable')
    expect(message).toMatch(/^this seems to be a web page \(HTML\), and cannot be read as XML: ./)
    expect(hint).toContain('fetch the document once more')
  })
  it('is no web page where an element is only called so', () =>
    expect(refusal(Buffer.from('<htmlike>')).message).toMatch(
      /^the document cannot be read as XML/,
    ))
  it('is said to be a ZIP archive where nothing in it is for signatures', () => {
    expect(refusal(zipOf([{ name: 'a.txt', content: Buffer.from('a') }]))).toEqual({
      code: 'not-a-signed-document',
      message: 'this seems to be a ZIP archive, and no container that was signed (ASiC)',
      hint: expect.stringMatching(/^unpack it, .* META-INF/),
    })
  })
  it.each([
    ['has no end', '%PDF-1.7\n1 0 obj\n'],
    ['ends in its last line but one', '%PDF-1.7\nstartxref\n'],
    ['leads to what is behind its end', '%PDF-1.7\nstartxref\n4711\n%%EOF\n'],
  ])('is said to be incomplete, in the first place, where it is a PDF that %s', (_, text) => {
    const { message, hint } = refusal(Buffer.from(text))
    expect(message).toContain('read as PDF: it is incomplete (cut off), or no whole PDF: ')
    expect(hint).toBe('check that the file was written and sent whole')
  })
  it('is not said to be incomplete where it is a PDF that leads to something else', () => {
    const { message, hint } = refusal(Buffer.from('%PDF-1.7\nstartxref\n2\n%%EOF\n'))
    expect(message).not.toContain('incomplete')
    expect(hint).toContain('damaged on its way')
  })
  it('is said to be two documents where a PDF can be read in two ways', () => {
    const text = 'x%PDF-1.7\nxrefxref\nxref\nstartxref\n'
    const at = text.lastIndexOf('xref\nstartxref')
    const { hint } = refusal(Buffer.from(`${text.replace('xrefxref', 'xref xref')}${at}\n%%EOF\n`))
    expect(hint).toContain('would not all see the same document')
  })
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
