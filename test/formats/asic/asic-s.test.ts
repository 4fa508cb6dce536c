import { describe, expect, it } from 'vitest'
import { detachedBytes, detachedDigest, sha } from '../cms/material.ts'
import {
  annex,
  cades,
  contract,
  enveloping,
  file,
  judged,
  manifest,
  mimetype,
  read,
  refusal,
  simple,
  simpleSigned,
  warningCodes,
  xades,
  xadesSignatures,
} from './material.ts'

const data = file('contract.txt', contract)
const [type, , signature] = simpleSigned(data)
if (type === undefined || signature === undefined) throw new Error('no container')

describe('an ASiC-S container', () => {
  it('has its data object signed by CAdES', () => {
    const document = read(simpleSigned(data))
    expect(judged(simpleSigned(data))).toEqual(['intact'])
    expect(document).toMatchObject({ mediaType: simple, container: 'ASiC-S', warnings: [] })
    expect(document.signatures[0]?.references).toMatchObject([
      { name: 'contract.txt', kind: 'full' },
    ])
  })

  it('has its data object signed by XAdES', () => {
    const signed = xadesSignatures(xades([{ uri: 'contract.txt', content: contract }]))
    const files = [mimetype(simple), data, file('META-INF/signatures.xml', signed)]
    expect(judged(files)).toEqual(['intact'])
    expect(read(files)).toMatchObject({ container: 'ASiC-S', warnings: [] })
  })

  it.each([
    ['with a media type', [mimetype(simple)]],
    ['without one', []],
  ])('does not pass by a signature over something else that is put into it, %s', (_, type) => {
    const moved = file('META-INF/signatures.xml', enveloping('I owe nothing.'))
    expect(judged([...type, data, moved])).toEqual(['intact asic-s-signed-object'])
  })

  it('does not pass with a signature over a part of its data object', () => {
    const filter = 'http://www.w3.org/2002/06/xmldsig-filter2'
    const transforms = `<ds:Transforms><ds:Transform Algorithm="${filter}"><f:XPath xmlns:f="${filter}" Filter="intersect">//b</f:XPath></ds:Transform></ds:Transforms>`
    const signed = xades([{ uri: 'd.xml', content: Buffer.from('<b>1</b>'), transforms }])
    const whole = file('d.xml', '<a><b>1</b><c>0000</c></a>')
    expect(
      judged([mimetype(simple), whole, file('META-INF/signatures.xml', xadesSignatures(signed))]),
    ).toEqual(['intact asic-s-signed-object'])
  })

  it('does not pass by a signature over something else where its data object is given beside it', () => {
    const moved = xadesSignatures(
      enveloping('I owe nothing.'),
      xades([{ uri: 'contract.txt', content: contract }], 'S1'),
    )
    const given = detachedBytes(contract, 'contract.txt')
    expect(judged([mimetype(simple), file('META-INF/signatures.xml', moved)], [given])).toEqual([
      'intact asic-s-signed-object',
      'intact',
    ])
  })

  it('says that its data object is a manifest, of which it has not the files', () => {
    const text = manifest('META-INF/signature001.p7s', [{ uri: 'a.txt', content: annex }])
    const document = read(simpleSigned(file('contract.xml', text)))
    expect(warningCodes(document)).toEqual(['asic-manifest-as-data'])
  })

  it('is broken where the data object was changed', () =>
    expect(judged([type, file('contract.txt', annex), signature])).toEqual(['broken']))

  it('holds one data object, and with another nothing tells which is signed', () => {
    const files = [type, data, file('other.txt', annex), signature]
    expect(judged(files)).toEqual(['unknown asic-s-data-object'])
    expect(warningCodes(read(files))).toEqual(['unsigned-file', 'unsigned-file'])
  })

  it('holds the data object in its root folder', () => {
    const files = simpleSigned(file('folder/contract.txt', contract))
    expect(judged(files)).toEqual(['intact asic-s-data-object'])
  })

  it('lacks what was left out of it', () =>
    expect(judged([type, signature])).toEqual(['unknown asic-s-signed-object']))

  it.each([
    ['whole', detachedBytes(contract)],
    ['by its digest', detachedDigest('SHA-256', sha('sha256', contract))],
  ])('takes the data object that was left out and is given %s', (_, given) =>
    expect(judged([type, signature], [given])).toEqual(['intact']),
  )

  it('leaves open what is given beside it and is not in it', () =>
    expect(judged(simpleSigned(data), [detachedBytes(annex, 'annex.txt')])).toEqual([
      'intact asic-given-content',
    ]))

  it('takes it well that its own data object is given besides', () =>
    expect(judged(simpleSigned(data), [detachedBytes(contract, 'contract.txt')])).toEqual([
      'intact',
    ]))

  it('is known by its content where it has no media type', () => {
    const document = read([data, signature])
    expect(document).toMatchObject({ container: 'ASiC-S', mediaType: simple })
    expect(warningCodes(document)).toEqual(['asic-mimetype'])
  })

  it('reports a signature file that is none as broken', () =>
    expect(judged([type, data, file('META-INF/signature.p7s', 'nothing')])).toEqual(['broken']))

  it('is no signed document where it has a time-stamp alone, and says that such come later', () => {
    const files = [type, data, file('META-INF/timestamp.tst', cades(contract))]
    expect(refusal(files)).toBe('not-a-signed-document: the container has no signature')
  })
})
