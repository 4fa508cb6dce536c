import { describe, expect, it } from 'vitest'
import { authority, crlDer, entity } from '../../../x509/pki.ts'
import { base64, parse, read, stamp, xadesDocument } from './document.ts'

describe('unsigned properties', () => {
  it('hold time-stamps of every kind, with their times', () => {
    const signature = read({
      object: stamp('AllDataObjectsTimeStamp', '20260101000000Z'),
      unsigned: [
        stamp('SignatureTimeStamp', '20260301120001.5Z'),
        stamp('SigAndRefsTimeStampV2', '20260302000000Z'),
        stamp('ArchiveTimeStamp', '20260303000000Z'),
      ].join(''),
    })
    expect(
      signature.timestamps.map(({ id, type, time }) => [id, type, time?.toISOString()]),
    ).toEqual([
      ['signature-timestamp-1', 'content', '2026-01-01T00:00:00.000Z'],
      ['signature-timestamp-2', 'signature', '2026-03-01T12:00:01.500Z'],
      ['signature-timestamp-3', 'validation-data', '2026-03-02T00:00:00.000Z'],
      ['signature-timestamp-4', 'archive', '2026-03-03T00:00:00.000Z'],
    ])
  })

  it.each(['20260230000000Z', '2026', 'x'])('have no time where the token states %s', (time) => {
    const signature = read({ unsigned: stamp('SignatureTimeStamp', time) })
    expect(signature.timestamps).toMatchObject([{ type: 'signature', time: null }])
  })

  it('carry certificates and revocation data, those of time-stamps too', () => {
    const root = entity('Root')
    const certificate = authority(root, root)
    const list = base64(crlDer(root, { from: '2026-01-01', to: '2026-02-01' }))
    const values = `<xades:RevocationValues><xades:CRLValues><xades:EncapsulatedCRLValue>${list}</xades:EncapsulatedCRLValue></xades:CRLValues><xades:OCSPValues><xades:EncapsulatedOCSPValue>MAA=</xades:EncapsulatedOCSPValue></xades:OCSPValues></xades:RevocationValues>`
    const of141 = `<v:TimeStampValidationData xmlns:v="http://uri.etsi.org/01903/v1.4.1#"><xades:CertificateValues><xades:EncapsulatedX509Certificate>${base64(certificate.der)}</xades:EncapsulatedX509Certificate></xades:CertificateValues></v:TimeStampValidationData>`
    const signature = read({ unsigned: values + of141 })
    expect(signature.crls).toHaveLength(1)
    expect(signature.ocspResponses).toEqual([Buffer.from('3000', 'hex')])
    expect(signature.certificates).toHaveLength(2)
  })

  it('are left out where they cannot be read, which is said', () => {
    const text = xadesDocument({
      unsigned:
        '<xades:CertificateValues><xades:EncapsulatedX509Certificate>MAA=</xades:EncapsulatedX509Certificate></xades:CertificateValues><xades:SignatureTimeStamp><xades:XMLTimeStamp/><xades:EncapsulatedTimeStamp>?</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>',
    })
    const { signatures, warnings } = parse(text)
    expect(signatures).toMatchObject([{ timestamps: [] }])
    expect(warnings.map(({ code }) => code).sort()).toEqual([
      'certificate-unreadable',
      'property-unreadable',
      'xml-timestamp-not-read',
    ])
  })
})
