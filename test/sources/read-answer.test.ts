import { describe, expect, it } from 'vitest'
import { readAnswer } from '../../src/sources/read-answer.ts'
import { integer, sequence, tlv } from '../formats/cms/der.ts'
import { good, ocspDer } from '../x509/ocsp/ocsp.ts'
import { authority, crl, entity, issue } from '../x509/pki.ts'
import { certsOnly } from './published.ts'

const [root, issuing, person] = [entity('root'), entity('issuing'), entity('person')]
const rootCertificate = authority(root, root, { to: '2030-01-01' })
const issuingCertificate = authority(issuing, root, { to: '2028-01-01' })
const certificate = issue(person, issuing)

const copy = (bytes: Uint8Array) => new Uint8Array(bytes)
const pem = (label: string, der: Uint8Array) =>
  `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`

describe('certificates of an issuer', () => {
  it.each([
    ['DER', copy(issuingCertificate.der)],
    ['PEM', Buffer.from(pem('CERTIFICATE', issuingCertificate.der))],
    ['a certs-only CMS', certsOnly(issuingCertificate.der)],
    ['a certs-only CMS in PEM', Buffer.from(pem('PKCS7', certsOnly(issuingCertificate.der)))],
  ])('are read in %s', (_form, bytes) => {
    const { certificates, problem, freshUntil } = readAnswer('certificate', bytes)
    expect(certificates.map(({ der }) => Buffer.from(der))).toEqual([
      Buffer.from(issuingCertificate.der),
    ])
    expect(problem).toBeNull()
    expect(freshUntil).toEqual(new Date('2028-01-01'))
  })

  it('are kept as long as the last of several', () => {
    const bytes = certsOnly(issuingCertificate.der, rootCertificate.der)
    expect(readAnswer('certificate', bytes).freshUntil).toEqual(new Date('2030-01-01'))
  })

  it('are not lost with one that cannot be read', () => {
    const broken = sequence(Uint8Array.of(5, 0))
    const attribute = tlv(0xa2, integer(1))
    const bytes = certsOnly(broken, attribute, issuingCertificate.der)
    const { certificates, problem } = readAnswer('certificate', bytes)
    expect(certificates).toHaveLength(1)
    expect(problem).toContain('not a certificate')
  })

  it.each([
    ['2000', 2_000, null],
    ['2001', 2_001, 'only 2000 certificates are taken'],
  ])('are taken out of %s', (_many, count, problem) => {
    const bytes = certsOnly(...Array.from({ length: count }, () => issuingCertificate.der))
    const read = readAnswer('certificate', bytes)
    expect(read.certificates).toHaveLength(2_000)
    expect(read.problem).toBe(problem)
  })
})

describe('a CRL', () => {
  const { der } = crl(root, { to: '2026-09-01' })

  it.each([
    ['DER', copy(der)],
    ['PEM', Buffer.from(pem('X509 CRL', der))],
  ])('is read in %s, and kept until its nextUpdate', (_form, bytes) => {
    const { crls, freshUntil } = readAnswer('crl', bytes)
    expect(crls).toHaveLength(1)
    expect(freshUntil).toEqual(new Date('2026-09-01'))
  })

  it('says nothing of its end without a nextUpdate', () => {
    const { crls, freshUntil } = readAnswer('crl', crl(root, { to: null }).der)
    expect(crls).toHaveLength(1)
    expect(freshUntil).toBeNull()
  })

  it('is read once', () => {
    const bytes = copy(der)
    expect(readAnswer('crl', bytes).crls[0]).toBe(readAnswer('crl', bytes).crls[0])
  })
})

describe('an OCSP response', () => {
  it('is read, and kept until the first nextUpdate in it', () => {
    const answers = [{ to: '2026-07-01T12:00:00Z' }, { to: '2026-06-20T00:00:00Z', status: good }]
    const read = readAnswer('ocsp', ocspDer(certificate, issuing, issuing, { answers }))
    expect(read.ocspResponses).toHaveLength(1)
    expect(read.freshUntil).toEqual(new Date('2026-06-20T00:00:00Z'))
  })

  it('says nothing of its end where one answer in it does not', () => {
    const answers = [{}, { to: null }]
    const read = readAnswer('ocsp', ocspDer(certificate, issuing, issuing, { answers }))
    expect(read.freshUntil).toBeNull()
  })

  it('is no evidence where it is an error', () => {
    const { ocspResponses, problem } = readAnswer('ocsp', Uint8Array.of(0x30, 3, 0x0a, 1, 6))
    expect(ocspResponses).toEqual([])
    expect(problem).toBe('the responder answered unauthorized')
  })
})

describe('what is something else', () => {
  const html = Buffer.from('<!DOCTYPE html><html><body>Sign in to the network</body></html>')

  it.each(['certificate', 'crl', 'ocsp'] as const)('is a problem in place of a %s', (kind) => {
    const others = [html, Buffer.from('x'), rootCertificate.der, crl(root).der]
    const wrong = others.filter((_, i) => !(kind === 'certificate' && i === 2))
    for (const bytes of kind === 'crl' ? wrong.slice(0, 3) : wrong) {
      const read = readAnswer(kind, copy(bytes))
      expect(read.certificates.length + read.crls.length + read.ocspResponses.length).toBe(0)
      expect(read.problem).not.toBeNull()
      expect(read.freshUntil).toBeNull()
    }
  })
})
