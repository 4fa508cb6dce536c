import { describe, expect, it } from 'vitest'
import { type ExtractRequest, extract } from '../src/extract.ts'
import { crypto, refusalOf, request, sha256 } from './extract-request.ts'
import { signedData, signerInfo, usualAttributes } from './formats/cms/material.ts'
import { begin, signedPdf } from './formats/pdf/signatures/signing.ts'

describe('what is really signed in a PDF', () => {
  const document = (bytes: Uint8Array) => ({ name: 'contract.pdf', bytes })
  const asked = (bytes: Uint8Array, more: Partial<ExtractRequest> = {}): ExtractRequest => {
    return {
      document: document(bytes),
      detached: [],
      certificates: [],
      signature: null,
      crypto,
      ...more,
    }
  }

  /** Two signatures, each with its save; then one more save. */
  function twice(): { readonly bytes: Uint8Array; readonly end: number } {
    const writer = signedPdf()
    begin(writer, '/Fields [5 0 R 7 0 R]')
    writer.object(7, '<< /FT /Sig /T (Sig2) /V 8 0 R >>')
    writer.signature(8)
    const second = writer.save()
    writer.object(9, '<< >>')
    writer.save()
    return { bytes: writer.octets(), end: second }
  }

  it('is the whole file where it is over it', () => {
    const bytes = signedPdf().octets()
    const { objects } = extract(asked(bytes))
    expect(objects).toMatchObject([
      { name: 'contract.pdf', kind: 'full', sha256: sha256(bytes), mediaType: 'application/pdf' },
    ])
    expect(Buffer.from(objects[0]?.octets ?? [])).toEqual(Buffer.from(bytes))
  })

  it('is the revision that it is over, which can be read as a file', () => {
    const { bytes, end } = twice()
    const { objects } = extract(asked(bytes))
    expect(objects.map(({ name }) => name)).toEqual([
      'contract.revision-1.pdf',
      'contract.revision-2.pdf',
    ])
    expect(objects[1]?.size).toBe(end)
    const { signatures } = extract(asked(objects[0]?.octets ?? bytes))
    expect(signatures).toMatchObject([{ integrity: 'intact', objects: 1 }])
  })

  it('is the revision that is asked for', () => {
    const { objects, signatures } = extract(asked(twice().bytes, { revision: 2 }))
    expect(objects).toMatchObject([{ name: 'contract.revision-2.pdf', signature: 'signature-2' }])
    expect(signatures).toHaveLength(1)
  })

  it('is no earlier revision, which a signature over a later one says nothing of', () => {
    const asOf = asked(twice().bytes, { revision: 1, signature: 'signature-2' })
    expect(refusalOf(() => extract(asOf))).toMatchObject({
      code: 'request-malformed',
      message: '"signature-2" is not over revision 1',
      hint: 'it is over revision 2',
    })
  })

  it('is no revision that nobody signed', () => {
    expect(refusalOf(() => extract(asked(twice().bytes, { revision: 3 })))).toMatchObject({
      code: 'request-malformed',
      hint: 'signatures are over revision 1 and revision 2',
    })
  })

  it('is nothing where the signature is not intact', () => {
    const bytes = Buffer.from(signedPdf().octets())
    bytes.write('201', bytes.indexOf('200 200'), 'latin1')
    const { objects, signatures, warnings } = extract(asked(bytes, { revision: 1 }))
    expect(objects).toEqual([])
    expect(signatures).toMatchObject([{ integrity: 'broken', objects: 0 }])
    expect(warnings.map(({ code }) => code)).not.toContain('trust-not-decided')
  })

  it('is nothing where the value cannot be computed, and that is said before what else is open', () => {
    const value = (content: Buffer) => {
      const { messageDigest, contentType } = usualAttributes(content)
      const attributes = [contentType, messageDigest]
      const signed = signerInfo({ attributes, content, signatureOid: '1.2.840.10045.4' })
      return signedData({ content: null, signerInfos: [signed] })
    }
    expect(extract(asked(signedPdf({ value }).octets())).signatures).toMatchObject([
      { integrity: 'unknown', reason: 'cannot be computed here: 1.2.840.10045.4' },
    ])
  })

  it('is no revision where the ByteRange is missing', () => {
    const bytes = Buffer.from(signedPdf().octets())
    bytes.write('/ByteRangX', bytes.indexOf('/ByteRange'), 'latin1')
    expect(refusalOf(() => extract(asked(bytes, { revision: 1 })))).toMatchObject({
      code: 'request-malformed',
      hint: 'no signature in it is over a whole revision',
    })
    const named = asked(bytes, { revision: 1, signature: 'signature-1' })
    expect(refusalOf(() => extract(named))).toMatchObject({ hint: 'it is over no whole revision' })
  })

  it('is nothing where there are time-stamps only', () => {
    const bytes = signedPdf({ type: '/DocTimeStamp', subFilter: '/ETSI.RFC3161' }).octets()
    expect(refusalOf(() => extract(asked(bytes)))).toMatchObject({
      code: 'not-a-signed-document',
      message: expect.stringContaining('only time-stamps'),
    })
  })

  it('has no revision in what is no PDF', () => {
    const refusal = refusalOf(() => extract(request('GE/contract.p7m', { revision: 1 })))
    expect(refusal).toMatchObject({
      code: 'request-malformed',
      hint: 'only PDF documents have revisions that can be asked for',
    })
  })
})
