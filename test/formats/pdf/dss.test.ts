import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { sequence } from '../cms/der.ts'
import { alice, bob } from '../cms/material.ts'
import {
  begin,
  codes,
  integrity,
  only,
  padesValue,
  parsed,
  type SignaturePlan,
  type SigningWriter,
  signedPdf,
} from './signatures/signing.ts'

const crl = sequence(Buffer.from('a CRL'))
const response = sequence(Buffer.from('an OCSP response'))

/** A signed document to which a later save adds a security store. */
function withStore(
  dictionary: string,
  more: (writer: SigningWriter) => void = () => {},
  plan: SignaturePlan = {},
): SigningWriter {
  const writer = signedPdf(plan)
  begin(writer, '/Fields [5 0 R]', `/DSS << ${dictionary} >>`)
  writer.stream(20, '', bob.certificate)
  writer.stream(21, '', crl)
  writer.stream(22, '', response)
  more(writer)
  writer.save()
  return writer
}

const all = '/Certs [20 0 R] /CRLs [21 0 R] /OCSPs [22 0 R]'
const hexOf = (values: readonly Uint8Array[]) => values.map((one) => Buffer.from(one).toString())

describe('the security store of a document', () => {
  it('goes with every signature', () => {
    const signature = only(parsed(withStore(all).octets()))
    expect(integrity(signature)).toBe('intact')
    expect(signature.certificates.map(({ der }) => Buffer.from(der))).toEqual([
      Buffer.from(alice.certificate),
      Buffer.from(bob.certificate),
    ])
    expect(hexOf(signature.crls)).toEqual(hexOf([crl]))
    expect(hexOf(signature.ocspResponses)).toEqual(hexOf([response]))
  })

  it('has what only a signature’s own dictionary names, and each stream once', () => {
    const own = '/VRI << /AA << /Cert [20 0 R] /CRL [21 0 R] /OCSP [22 0 R] >> >>'
    const signature = only(parsed(withStore(`/CRLs [21 0 R 21 0 R] ${own}`).octets()))
    expect(hexOf(signature.crls)).toEqual(hexOf([crl]))
    expect(hexOf(signature.ocspResponses)).toEqual(hexOf([response]))
  })

  it('makes no level of its own without a time-stamp', () => {
    expect(only(parsed(withStore(all).octets())).format).toBe('PAdES-BASELINE-B')
  })

  it.each([
    ['a certificate is none', '/Certs [21 0 R]'],
    ['an item is no stream', '/CRLs [1 0 R]'],
    ['a stream cannot be decoded', '/CRLs [23 0 R]'],
  ])('is warned of where %s, and read without it', (_, dictionary) => {
    const writer = withStore(`${dictionary} /OCSPs [22 0 R]`, (one) => {
      one.stream(23, '/Filter /FlateDecode', 'not deflated')
    })
    const document = parsed(writer.octets())
    expect(codes(document)).toContain('pdf-dss-unreadable')
    expect(hexOf(only(document).ocspResponses)).toEqual(hexOf([response]))
  })

  it('may have a time-stamp of the signature, which is said and not read', () => {
    let value: Uint8Array | null = null
    const plan: SignaturePlan = {
      // The value of ECDSA would be another each time.
      value: (content) => {
        value ??= padesValue()(content)
        return value
      },
    }
    const text = Buffer.from(signedPdf(plan).octets()).toString('latin1')
    const contents = /\/Contents <([0-9a-f]*)>/.exec(text)?.[1] ?? ''
    const key = createHash('sha1').update(Buffer.from(contents, 'hex')).digest('hex').toUpperCase()
    const store = `${all} /VRI << /${key} << /TS 22 0 R >> >>`
    expect(codes(parsed(withStore(store, () => {}, plan).octets()))).toContain('pdf-vri-timestamp')
  })
})
