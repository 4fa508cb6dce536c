import { describe, expect, it } from 'vitest'
import { Budget, defaultLimits } from '../../../src/core/budget.ts'
import type { Certificate } from '../../../src/x509/certificate.ts'
import { octets, sequence, tlv } from '../../formats/cms/der.ts'
import { authority, crl, entity, extension, issue } from '../pki.ts'
import { statusOf } from './builder.ts'

const root = entity('root')
const issuer = authority(root, root)
/** The same authority by another key. */
const renewed = { ...entity('root'), name: root.name }
const renewedCertificate = authority(renewed, root, { serial: 2, keyUsage: 0x02 })
const certificate = issue(entity('signer'), root, { serial: 5 })
const list = crl(renewed)

function status(certificates: readonly Certificate[], problem: string | null = null) {
  const signerProblem = () => problem
  return statusOf({ certificate, issuer, crls: [list], certificates, signerProblem })
}

describe('a CRL signed with another key of its issuer', () => {
  it('counts by the certificate of that key', () => {
    expect(status([renewedCertificate])).toMatchObject({
      status: 'good',
      source: { signatures: [{ signer: renewedCertificate }] },
    })
  })

  it('does not count without it', () => {
    const result = status([])
    expect(result.status === 'unknown' && result.rejected[0]).toContain('is not signed by any key')
  })

  it('does not count where that certificate cannot be relied upon', () => {
    expect(status([renewedCertificate], 'it is revoked').status).toBe('unknown')
  })

  it('does not count where that certificate is not for CRLs', () => {
    expect(status([authority(renewed, root, { serial: 2, keyUsage: 0x04 })]).status).toBe('unknown')
  })

  it('counts by the certificate of the anchor', () => {
    const signerProblem = () => null
    const crls = [list]
    const above = authority(renewed, renewed)
    expect(statusOf({ certificate, issuer, crls, anchor: above, signerProblem }).status).toBe(
      'good',
    )
  })

  it('does not count by a certificate of another name with that key', () => {
    const stranger = authority({ ...renewed, name: entity('stranger').name }, root)
    expect(status([stranger]).status).toBe('unknown')
  })
})

describe('the certificates of the name', () => {
  const identifier = Uint8Array.of(7, 7)
  const decoys = Array.from({ length: 12 }, (_, i) =>
    authority({ ...entity('root'), name: root.name }, root, { serial: 20 + i }),
  )
  const keyed = authority(renewed, root, {
    serial: 3,
    extensions: [extension('2.5.29.14', octets(identifier), false)],
  })
  const pointing = crl(renewed, {
    extensions: [extension('2.5.29.35', sequence(tlv(0x80, identifier)), false)],
  })
  const question = { certificate, issuer, signerProblem: () => null }

  it('are tried by the key identifier first', () => {
    const certificates = [...decoys, keyed]
    expect(statusOf({ ...question, crls: [pointing], certificates }).status).toBe('good')
  })

  it('are tried in whatever order and number they come, as far as the budget goes', () => {
    const ask = (certificates: readonly Certificate[], signatureChecks = 100) => {
      const budget = new Budget({ ...defaultLimits, signatureChecks })
      return statusOf({ ...question, crls: [list], certificates, budget }).status
    }
    expect(ask([...decoys, renewedCertificate])).toBe('good')
    expect(ask([renewedCertificate, ...decoys])).toBe('good')
    expect(() => ask(decoys, decoys.length)).toThrow(/limit of 12 signatureChecks/)
  })

  it('of one key are the same one in whatever order they come', () => {
    const twins = [renewedCertificate, authority(renewed, root, { serial: 4, keyUsage: 0x02 })]
    const signer = (certificates: readonly Certificate[]) => {
      const result = statusOf({ ...question, crls: [list], certificates })
      return result.status === 'good' && result.source.signatures[0]?.signer
    }
    expect(signer(twins)).toBe(signer([...twins].reverse()))
  })

  it('count as signature checks, the same whether they were made before or not', () => {
    const crls = [list]
    const certificates = [renewedCertificate]
    const check = (most: number) => {
      const budget = new Budget({ ...defaultLimits, signatureChecks: most })
      return statusOf({ ...question, crls, certificates, budget }).status
    }
    expect(check(2)).toBe('good')
    expect(check(2)).toBe('good')
    expect(() => check(1)).toThrow(/limit of 1 signatureChecks/)
  })
})
