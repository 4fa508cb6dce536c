import { describe, expect, it } from 'vitest'
import { Budget } from '../../src/core/budget.ts'
import type { Certificate } from '../../src/x509/certificate.ts'
import type { Crl } from '../../src/x509/crl.ts'
import { crlStatus } from '../../src/x509/crl-status.ts'
import { sequence, tlv, utcTime } from '../formats/cms/der.ts'
import { authority, type CrlPlan, crl, crypto, entity, extension, issue } from './pki.ts'

const at = new Date('2026-06-01T00:00:00Z')
const root = entity('root')
const issuer = authority(root, root)
const indirectPoint = extension('2.5.29.28', sequence(tlv(0x84, Uint8Array.of(0xff))))
const certificate = issue(entity('signer'), root, { serial: 5 })

function statusBy(by: Certificate, crls: readonly (readonly Crl[])[], when = at) {
  const anchor = { id: 'root', certificate: issuer }
  const budget = new Budget()
  const signerProblem = () => 'no other signer here'
  const context = { at: when, crypto, budget, issuer: by, anchor, certificates: [], signerProblem }
  return crlStatus(certificate, crls, context)
}

function status(plan: CrlPlan, when = at, signer = root) {
  return statusBy(issuer, [[crl(signer, plan)]], when)
}

describe('a complete CRL of the issuer', () => {
  it('clears a certificate that it does not name', () => {
    expect(status({ revoked: [{ serial: 6, at: '2026-03-01' }] }).status).toBe('good')
  })

  it('revokes a certificate from the instant it states', () => {
    const plan = { from: '2026-02-01', revoked: [{ serial: 5, at: '2026-03-01T00:00:00Z' }] }
    expect(status(plan, new Date('2026-03-01T00:00:00Z')).status).toBe('revoked')
    expect(status(plan, new Date('2026-02-28T23:59:59Z')).status).toBe('good')
  })

  it('tells a hold from a revocation', () => {
    expect(status({ revoked: [{ serial: 5, at: '2026-03-01', reason: 6 }] }).status).toBe('on-hold')
  })

  it('counts from the instant it was issued, and not the second before', () => {
    const plan = { from: '2026-05-01T00:00:00Z', to: '2026-06-01T00:00:00Z' }
    expect(status(plan, new Date('2026-05-01T00:00:00Z')).status).toBe('good')
    expect(status(plan, new Date('2026-04-30T23:59:59Z')).status).toBe('unknown')
  })

  it('says when it was to be replaced, for the caller to judge how fresh it is', () => {
    const late = status({ to: '2026-05-01T00:00:00Z' })
    expect(late.status === 'good' && late.source.nextUpdate).toEqual(new Date('2026-05-01'))
    const silent = status({ to: null })
    expect(silent.status === 'good' && silent.source.nextUpdate).toBeNull()
  })

  it.each([
    ['signed by another key', {}, entity('root')],
    [
      'that is a delta CRL',
      { extensions: [extension('2.5.29.27', tlv(0x02, Uint8Array.of(1)))] },
      root,
    ],
    ['of one distribution point', { extensions: [extension('2.5.29.28', tlv(0x30))] }, root],
  ] as const)('counts for nothing where it is one %s', (_, plan, signer) => {
    const result = status(plan, at, signer)
    expect(result.status).toBe('unknown')
    expect(result.status === 'unknown' && result.rejected).toHaveLength(1)
  })

  it('counts for nothing where its issuer may not sign CRLs', () => {
    const silent = authority(root, root, { keyUsage: 0x04 })
    expect(statusBy(silent, [[crl(root)]]).status).toBe('unknown')
  })

  it('names a serial number however many octets it was written in', () => {
    const padded = sequence(tlv(0x02, Uint8Array.of(0, 5)), utcTime(new Date('2026-03-01')))
    expect(status({ entries: [padded] }).status).toBe('revoked')
  })

  it('is not enough where a delta CRL names the certificate', () => {
    const complete = crl(root)
    const delta = crl(root, {
      revoked: [{ serial: 5, at: '2026-03-01' }],
      extensions: [extension('2.5.29.27', tlv(0x02, Uint8Array.of(1)))],
    })
    const result = statusBy(issuer, [[complete, delta]])
    expect(result.status).toBe('unknown')
  })

  it('of another issuer is named where it may be about the certificate', () => {
    const indirect = crl(entity('other'), { extensions: [indirectPoint] })
    const result = statusBy(issuer, [[indirect]])
    expect(result.status === 'unknown' && result.rejected).toHaveLength(1)
  })

  it('is the newest of several', () => {
    const older = crl(root, { from: '2026-01-01' })
    const newer = crl(root, { from: '2026-05-01', revoked: [{ serial: 5, at: '2026-04-01' }] })
    for (const crls of [
      [older, newer],
      [newer, older],
    ]) {
      expect(statusBy(issuer, [crls]).status).toBe('revoked')
    }
  })
})
