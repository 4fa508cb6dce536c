import { describe, expect, it } from 'vitest'
import { toUtf8 } from '../../src/core/bytes.ts'
import { derOrPem, type ItemKind } from '../../src/store/der-or-pem.ts'
import { authority, entity, issue } from '../x509/pki.ts'

const kind: ItemKind = {
  label: 'CERTIFICATE',
  called: 'a certificate',
  code: 'certificate-malformed',
}
const issuer = entity('CA')
const [one, other] = [issue(entity('person'), issuer).der, authority(issuer, issuer).der]

function block(der: Uint8Array, label = 'CERTIFICATE'): string {
  return `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`
}
const read = (text: string) => derOrPem(toUtf8(text), kind).map((der) => Buffer.from(der))
const refusal = (message: string) =>
  expect.objectContaining({ code: 'certificate-malformed', message })

describe('a file in DER or PEM', () => {
  it('is DER as it stands', () => {
    expect(derOrPem(one, kind)).toEqual([one])
  })

  it('is every block of the label, whatever stands between', () => {
    const text = `Issuer: CA\n${block(one)}\n${block(Uint8Array.of(1), 'EC PRIVATE KEY')}${block(other)}`
    expect(read(text)).toEqual([Buffer.from(one), Buffer.from(other)])
  })

  it.each([
    ['is not base64', block(one).replace('\nMII', '\nM!I')],
    ['has no end', block(one).slice(0, 200)],
  ])('is never the next block in place of one that %s', (_what, broken) => {
    const refused = refusal('not a certificate: a PEM block of it is cut off, or is not base64')
    expect(() => read(broken)).toThrow(refused)
    expect(() => read(`${broken}\n${block(other)}`)).toThrow(refused)
    expect(() => read(`${block(other)}${broken}`)).toThrow(refused)
  })

  it('is refused by name where its blocks are of another kind', () => {
    const refused = refusal('not a certificate: no PEM block of it is a "CERTIFICATE"')
    expect(() => read(block(one, 'X509 CRL'))).toThrow(refused)
  })

  it('is left to its reader where it is neither', () => {
    expect(read('hello')).toEqual([Buffer.from('hello')])
  })
})
