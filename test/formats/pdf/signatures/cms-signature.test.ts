import { describe, expect, it } from 'vitest'
import { octets, oid, sequence, setOf, tlv } from '../../cms/der.ts'
import { hello, oids, signedData, signerInfo, usualAttributes } from '../../cms/material.ts'
import {
  codes,
  departures,
  integrity,
  only,
  padesValue,
  parsed,
  type SignaturePlan,
  sha1Value,
  signedPdf,
} from './signing.ts'

const read = (plan: SignaturePlan) => parsed(signedPdf(plan).octets())
const attribute = (type: string, ...values: readonly Uint8Array[]) =>
  sequence(oid(type), setOf(...values))

/** With the signing-time that PKCS #7 has and PAdES has not. */
const pkcs7Value = (content: Buffer) =>
  signedData({
    content: null,
    signerInfos: [signerInfo({ attributes: Object.values(usualAttributes(content)) })],
  })

describe('a CMS in a PDF', () => {
  it('is of the level that EN 319 142-1 has it', () => {
    const signature = only(read({}))
    expect(signature.format).toBe('PAdES-BASELINE-B')
    expect(departures(signature)).toEqual([])
    expect(integrity(signature)).toBe('intact')
  })

  it('is PKCS #7 by its SubFilter', () => {
    const signature = only(read({ subFilter: '/adbe.pkcs7.detached', value: pkcs7Value }))
    expect(signature.format).toBe('PKCS7-B')
    expect(integrity(signature)).toBe('intact')
  })

  it('may be over the SHA-1 of the ByteRange, which both have to be right', () => {
    const signature = only(read({ subFilter: '/adbe.pkcs7.sha1', value: sha1Value }))
    expect(signature.format).toBe('PKCS7-B')
    expect(integrity(signature)).toBe('intact')
    const kinds = signature.references.map(({ kind, name }) => `${kind} ${name}`)
    expect(kinds).toEqual(['properties SHA-1 of the ByteRange', 'full contract.pdf'])
  })

  it('is broken where it holds the SHA-1 of something else', () => {
    const value = () => sha1Value(Buffer.from('another document'))
    expect(integrity(only(read({ subFilter: '/adbe.pkcs7.sha1', value })))).toBe('broken')
  })

  it('is broken where it is to hold a SHA-1 and has no content', () => {
    const signature = only(read({ subFilter: '/adbe.pkcs7.sha1', value: pkcs7Value }))
    expect(departures(signature)).toContain('pdf-cms-content FAILED')
    expect(integrity(signature)).toBe('broken')
  })

  it('is broken where it has other content of its own', () => {
    const value = padesValue(Object.values, { content: hello })
    const signature = only(read({ value }))
    expect(departures(signature)).toContain('pdf-cms-content FAILED')
    expect(signature.format).toBe('PDF-NOT-ETSI')
    expect(integrity(signature)).toBe('broken')
  })

  it('departs from PDF where it holds the document once more', () => {
    const value = (content: Buffer) => padesValue(Object.values, { content })(content)
    const signature = only(read({ value }))
    expect(departures(signature)).toContain('pdf-cms-content INDETERMINATE')
    expect(signature.format).toBe('PDF-NOT-ETSI')
    expect(integrity(signature)).toBe('intact')
  })

  it('is no baseline signature where it has a signing-time, and that is said', () => {
    const document = read({ value: pkcs7Value })
    expect(only(document).format).toBe('PAdES-BES')
    expect(codes(document)).toContain('pades-signing-time')
  })

  it.each([
    ['a reason beside a policy', '/Reason (I agree)', 'PAdES-EPES'],
    ['Cert', '/Cert <00>', 'PAdES-BES'],
  ])('is no baseline signature with %s', (_, entries, format) => {
    const policy = attribute('1.2.840.113549.1.9.16.2.15', tlv(0x05))
    const withPolicy = padesValue((attributes) => [...Object.values(attributes), policy])
    const value = format === 'PAdES-EPES' ? withPolicy : padesValue()
    expect(only(read({ entries, value })).format).toBe(format)
  })

  it('is not ETSI’s where nothing binds it to its certificate', () => {
    const value = padesValue(({ contentType, messageDigest }) => [contentType, messageDigest])
    const signature = only(read({ value }))
    expect(signature.format).toBe('PDF-NOT-ETSI')
    expect(departures(signature)).toContain('cades-signing-certificate INDETERMINATE')
  })

  it('may not be over content of another type', () => {
    const value = (content: Buffer) => {
      const { signingTime: _, contentType: __, ...others } = usualAttributes(content)
      const type = '1.2.840.113549.1.9.16.1.4'
      const attributes = [attribute(oids.contentType, oid(type)), ...Object.values(others)]
      const signerInfos = [signerInfo({ attributes })]
      return signedData({ content: null, contentType: type, signerInfos })
    }
    expect(departures(only(read({ value })))).toContain('pades-content-type INDETERMINATE')
  })

  it('is refused where it has two signers, and both are reported', () => {
    const value = (content: Buffer) => {
      const { signingTime: _, ...attributes } = usualAttributes(content)
      const info = signerInfo({ attributes: Object.values(attributes) })
      return signedData({ content: null, signerInfos: [info, info] })
    }
    const { signatures } = read({ value })
    expect(signatures.map(({ id }) => id)).toEqual(['signature-1', 'signature-1-signer-2'])
    expect(signatures.map(integrity)).toEqual(['intact', 'intact'])
    for (const one of signatures) expect(departures(one)).toContain('pdf-single-signer FAILED')
  })

  it('may state one set of attributes of the signer only', () => {
    const twice = attribute('0.4.0.19122.1.1', sequence(), sequence())
    const value = padesValue((attributes) => [...Object.values(attributes), twice])
    expect(departures(only(read({ value })))).toContain('pades-single-attributes INDETERMINATE')
  })

  it('may be followed by zeros, and by nothing else', () => {
    const signature = only(read({ padding: 'ff' }))
    expect(departures(signature)).toEqual(['cms-trailing-data INDETERMINATE'])
  })

  it('is no signature where it cannot be read', () => {
    const signature = only(read({ value: () => Uint8Array.of(0x30, 1, 0) }))
    expect(departures(signature)).toContain('pdf-sub-filter FAILED')
    expect(integrity(signature)).toBe('broken')
  })

  it('brings what Adobe archives of revocation', () => {
    const crl = sequence(octets(hello))
    const response = sequence(sequence(octets(hello)))
    const archive = sequence(tlv(0xa0, sequence(crl)), tlv(0xa1, sequence(response)))
    const archival = attribute('1.2.840.113583.1.1.8', archive)
    const value = padesValue((attributes) => [...Object.values(attributes), archival])
    const { crls, ocspResponses } = only(read({ value }))
    expect(crls.map((one) => Buffer.from(one))).toEqual([Buffer.from(crl)])
    expect(ocspResponses.map((one) => Buffer.from(one))).toEqual([Buffer.from(response)])
  })

  it('has its countersignatures beside it', () => {
    const counter = (value: Uint8Array) => {
      const { contentType: _, ...attributes } = usualAttributes(value)
      return signerInfo({ attributes: Object.values(attributes) })
    }
    const value = (content: Buffer) => {
      const { signingTime: _, ...attributes } = usualAttributes(content)
      const list = Object.values(attributes)
      const bare = signerInfo({ attributes: list })
      const signed = bare.subarray(-72)
      const unsigned = [attribute(oids.counterSignature, counter(signed))]
      return signedData({
        content: null,
        signerInfos: [signerInfo({ attributes: list, unsigned })],
      })
    }
    const { signatures } = read({ value })
    expect(signatures.map(({ id, parent }) => [id, parent])).toEqual([
      ['signature-1', null],
      ['signature-1-counter-1', 'signature-1'],
    ])
  })
})
