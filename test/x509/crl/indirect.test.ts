import { describe, expect, it } from 'vitest'
import { entryOf } from '../../../src/x509/crl/crl.ts'
import { sequence, tlv } from '../../formats/cms/der.ts'
import { authority, type CrlPlan, crl, entity, extension, issue } from '../pki.ts'
import { distributionPoints, entry, issuingPoint, statusOf } from './builder.ts'

const root = entity('root')
const other = entity('other authority')
const bureau = entity('bureau')
const issuer = authority(root, root)
const bureauCertificate = authority(bureau, root, { serial: 9 })
const points = distributionPoints({ crlIssuer: [bureau] })
const certificate = issue(entity('signer'), root, { serial: 5, extensions: [points] })
const indirect = issuingPoint({ indirect: 'yes' })

function list(entries: readonly Uint8Array[] = [], plan: CrlPlan = {}) {
  return crl(bureau, { extensions: [indirect], entries, ...plan })
}

function status(crls: ReturnType<typeof crl>[], signerProblem = (): string | null => null) {
  const certificates = [bureauCertificate]
  return statusOf({ certificate, issuer, crls, certificates, signerProblem })
}

describe('an indirect CRL', () => {
  it('clears a certificate that names its issuer', () => {
    expect(status([list()])).toMatchObject({
      status: 'good',
      source: { signatures: [{ signer: bureauCertificate }] },
    })
  })

  it('revokes it by an entry of its issuer', () => {
    expect(status([list([entry({ serial: 5, issuer: root })])]).status).toBe('revoked')
  })

  it('says nothing of it by an entry of another issuer with the same serial number', () => {
    expect(status([list([entry({ serial: 5, issuer: other })])]).status).toBe('good')
    expect(status([list([entry({ serial: 5 })])]).status).toBe('good')
  })

  it('does not count for a certificate that does not name its issuer', () => {
    const unaware = issue(entity('signer'), root, { serial: 5 })
    const ask = (serial: number) => {
      const crls = [list([entry({ serial, issuer: root })])]
      const signerProblem = () => null
      const certificates = [bureauCertificate]
      return statusOf({ certificate: unaware, issuer, crls, certificates, signerProblem })
    }
    const foreign = 'is of an issuer that the certificate does not name'
    expect(ask(6)).toEqual({
      status: 'unknown',
      rejected: [],
      notes: [`an indirect CRL is at hand that ${foreign}`],
      contradicts: 'no',
    })
    expect(ask(5)).toEqual({
      status: 'unknown',
      rejected: [`the CRL of 2026-01-01T00:00:00Z names it, and ${foreign}`],
      notes: [],
      contradicts: 'no',
    })
  })

  it('does not count where it does not say that it is one', () => {
    expect(status([list([], { extensions: [] })]).status).toBe('unknown')
    expect(status([list([], { extensions: [issuingPoint({ only: 'user' })] })]).status).toBe(
      'unknown',
    )
  })

  it('does not count where its signer cannot be relied upon', () => {
    const result = status([list()], () => 'it has no path to the anchor')
    expect(result.status === 'unknown' && result.rejected[0]).toContain(
      'but it has no path to the anchor',
    )
  })

  it('revokes although the issuer’s own CRL has no entry', () => {
    const own = crl(root, { from: '2026-05-01' })
    expect(status([own, list([entry({ serial: 5, issuer: root })])]).status).toBe('revoked')
  })

  it('of the certificate’s own issuer lists that issuer’s by default', () => {
    const plain = issue(entity('signer'), root, { serial: 5 })
    const own = crl(root, { extensions: [indirect], entries: [entry({ serial: 5 })] })
    expect(statusOf({ certificate: plain, issuer, crls: [own] }).status).toBe('revoked')
  })

  it('may be of the very certificate that names itself as the CRL issuer', () => {
    const self = distributionPoints({ crlIssuer: [bureau] })
    const own = authority(bureau, root, { serial: 9, extensions: [self] })
    const signerProblem = () => 'it leads back to itself'
    const crls = [list()]
    const question = { issuer, crls, certificates: [own], signerProblem }
    expect(statusOf({ certificate: own, ...question }).status).toBe('good')
    expect(statusOf({ certificate, ...question }).status).toBe('unknown')
  })
})

describe('the issuer of an entry', () => {
  const five = Uint8Array.of(5)
  const issuers = (crlOf: ReturnType<typeof crl>, serial = five) =>
    [bureau, root, other].filter(({ name }) => entryOf(crlOf, serial, name) !== null)

  it('is the CRL’s own until one is named', () => {
    expect(issuers(list([entry({ serial: 5 }), entry({ serial: 6, issuer: root })]))).toEqual([
      bureau,
    ])
  })

  it('is that of the entry before where none is named', () => {
    const entries = [entry({ serial: 6, issuer: root }), entry({ serial: 5 })]
    expect(issuers(list(entries))).toEqual([root])
  })

  it('is the last one named', () => {
    const entries = [entry({ serial: 6, issuer: root }), entry({ serial: 7, issuer: other })]
    expect(issuers(list([...entries, entry({ serial: 5 })]))).toEqual([other])
  })

  it('may have the same serial number as another issuer’s', () => {
    const entries = [entry({ serial: 5, issuer: root }), entry({ serial: 5, issuer: other })]
    expect(issuers(list(entries))).toEqual([root, other])
  })

  it('is found in any spelling of its name', () => {
    const shouted = { ...root, name: entity('ROOT').name }
    expect(issuers(list([entry({ serial: 5, issuer: shouted })]))).toEqual([root])
  })

  it('is never another than the CRL’s own in a CRL that is not indirect', () => {
    expect(issuers(list([entry({ serial: 5 })], { extensions: [] }))).toEqual([bureau])
  })

  it('makes a CRL that is not indirect unusable', () => {
    const foreign = crl(root, { entries: [entry({ serial: 6, issuer: other })] })
    expect(foreign.entries.unprocessed).toBe('2.5.29.29')
    const plain = issue(entity('signer'), root, { serial: 5 })
    expect(statusOf({ certificate: plain, issuer, crls: [foreign] }).status).toBe('unknown')
  })

  it.each([
    ['no directory name', sequence(tlv(0x86, Buffer.from('http://a.example')))],
    ['two directory names', sequence(tlv(0xa4, root.name), tlv(0xa4, other.name))],
    ['no names', sequence()],
  ])('cannot be read where it is %s', (_, names) => {
    const odd = entry({ serial: 5, extensions: [extension('2.5.29.29', names)] })
    expect(() => list([odd])).toThrow(/certificateIssuer/)
  })
})
