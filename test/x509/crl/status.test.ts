import { describe, expect, it } from 'vitest'
import { Budget } from '../../../src/core/budget.ts'
import type { Certificate } from '../../../src/x509/certificate.ts'
import type { Crl } from '../../../src/x509/crl/crl.ts'
import { crlStatus } from '../../../src/x509/crl/status.ts'
import { sequence, tlv, utcTime } from '../../formats/cms/der.ts'
import { authority, type CrlPlan, crl, crypto, entity, extension, issue } from '../pki.ts'
import { crlNumber, entry, statusOf } from './builder.ts'

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

  it('revokes a certificate from its own time on, whatever date it states', () => {
    const plan = { from: '2026-02-01T00:00:00Z', revoked: [{ serial: 5, at: '2026-03-01' }] }
    expect(status(plan, new Date('2026-03-01')).status).toBe('revoked')
    expect(status(plan, new Date('2026-02-01T00:00:00Z')).status).toBe('revoked')
    expect(status(plan, new Date('2026-01-31T23:59:59Z')).status).toBe('unknown')
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
    expect(statusBy(silent, [[crl(root)]])).toMatchObject({ status: 'unknown', contradicts: 'no' })
    const naming = crl(root, { revoked: [{ serial: 5, at: '2026-03-01' }] })
    expect(statusBy(silent, [[naming]])).toMatchObject({ status: 'unknown', contradicts: 'yes' })
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
    expect(result.status === 'unknown' && result.notes).toHaveLength(1)
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

describe('CRLs of several dates', () => {
  const hold = 6
  const listed = (reason: number, plan: CrlPlan = {}) =>
    crl(root, { from: '2026-02-01', revoked: [{ serial: 5, at: '2026-01-15', reason }], ...plan })
  const silent = (plan: CrlPlan = {}) => crl(root, { from: '2026-05-01', ...plan })
  const both = (a: Crl, b: Crl, when = at) =>
    [
      [a, b],
      [b, a],
    ].map((crls) => statusBy(issuer, [crls], when).status)
  const expired = issue(entity('signer'), root, { serial: 5, to: '2026-04-01T00:00:00Z' })
  const ofExpired = (...crls: readonly Crl[]) =>
    statusOf({ certificate: expired, issuer, crls }).status

  it('revoke by the older where the newer has dropped the entry', () => {
    expect(both(listed(1), silent())).toEqual(['revoked', 'revoked'])
  })

  it('revoke from the earliest date that one of them states', () => {
    const moved = crl(root, { from: '2026-05-01', revoked: [{ serial: 5, at: '2026-04-01' }] })
    const result = statusBy(issuer, [[moved, listed(1)]])
    expect(result.status === 'revoked' && result.revokedAt).toEqual(new Date('2026-01-15'))
  })

  it('hold by the newest of them', () => {
    expect(both(listed(hold), silent())).toEqual(['good', 'good'])
    expect(both(silent({ from: '2026-01-20' }), listed(hold))).toEqual(['on-hold', 'on-hold'])
  })

  it('hold by the worse of one instant', () => {
    for (let number = 1; number <= 4; number += 1) {
      const same = silent({ from: '2026-02-01', extensions: [crlNumber(number)] })
      expect(both(listed(hold), same)).toEqual(['on-hold', 'on-hold'])
      const held = listed(hold, { extensions: [crlNumber(2)] })
      expect(both(held, same)).toEqual(['on-hold', 'on-hold'])
    }
    expect(both(listed(hold), silent({ from: '2026-02-01T00:00:01Z' }))).toEqual(['good', 'good'])
  })

  it('hold as before the newer one was issued', () => {
    expect(both(listed(hold), silent(), new Date('2026-04-30'))).toEqual(['on-hold', 'on-hold'])
  })

  it('lift no hold by one signed with another key', () => {
    expect(both(listed(hold), crl(entity('root'), { from: '2026-05-01' }))).toEqual([
      'on-hold',
      'on-hold',
    ])
  })

  it('lift no hold of a certificate that expired meanwhile, unless expired ones stay listed', () => {
    const since = (time: string) => extension('2.5.29.60', tlv(0x18, Buffer.from(time)), false)
    expect(ofExpired(listed(hold), silent())).toBe('on-hold')
    expect(ofExpired(listed(hold), silent({ from: '2026-04-01T00:00:00Z' }))).toBe('good')
    expect(ofExpired(listed(hold), silent({ extensions: [since('20260401000000Z')] }))).toBe('good')
    expect(ofExpired(listed(hold), silent({ extensions: [since('20260401000001Z')] }))).toBe(
      'on-hold',
    )
  })

  it('say since when expired certificates stay listed', () => {
    const since = extension('2.5.29.60', tlv(0x18, Buffer.from('20260101000000Z')), false)
    const result = statusBy(issuer, [[silent({ extensions: [since] })]])
    expect(result.status === 'good' && result.source.expiredCertificatesSince).toEqual(
      new Date('2026-01-01'),
    )
  })

  it('clear by the newest that is current, or else by the newest', () => {
    const ended = silent({ to: '2026-05-08' })
    const from = (...crls: readonly Crl[]) => {
      const result = statusBy(issuer, [crls])
      return result.status === 'good' && result.source.thisUpdate
    }
    expect(from(ended, crl(root))).toEqual(new Date('2026-01-01'))
    expect(from(ended, crl(root, { to: '2026-02-01' }))).toEqual(new Date('2026-05-01'))
  })

  it('revoke although the CRL was to be replaced long ago', () => {
    expect(statusBy(issuer, [[listed(1, { to: '2026-02-08' })]]).status).toBe('revoked')
  })

  it('leave nothing cleared where a later one states an earlier revocation', () => {
    const later = crl(root, { from: '2026-07-01', revoked: [{ serial: 5, at: '2026-05-31' }] })
    const after = crl(root, { from: '2026-07-01', revoked: [{ serial: 5, at: '2026-06-02' }] })
    expect(both(silent(), later)).toEqual(['unknown', 'unknown'])
    expect(both(silent(), after)).toEqual(['good', 'good'])
    const contradicts = (one: Crl) => {
      const result = statusBy(issuer, [[one]])
      return result.status === 'unknown' && result.contradicts
    }
    expect(contradicts(later)).toBe('yes')
    expect(contradicts(after)).toBe('no')
  })

  it('clear by what the caller calls fresh, where he says so', () => {
    const [newest, current] = [silent({ to: null }), silent({ from: '2026-04-01' })]
    const clearedBy = (since?: Date) =>
      statusOf({
        certificate,
        issuer,
        crls: [current, newest],
        ...(since && { isFresh: ({ thisUpdate }) => thisUpdate > since }),
      })
    expect(clearedBy()).toMatchObject({ source: { thisUpdate: new Date('2026-04-01') } })
    expect(clearedBy(new Date('2026-04-15'))).toMatchObject({
      source: { thisUpdate: new Date('2026-05-01') },
    })
  })
})

describe('a CRL that cannot be processed', () => {
  const odd = extension('1.2.3', sequence())

  it.each([
    ['a critical extension', { extensions: [odd] }],
    ['a critical number', { extensions: [extension('2.5.29.20', tlv(0x02, Uint8Array.of(1)))] }],
    ['a critical freshestCRL', { extensions: [extension('2.5.29.46', sequence())] }],
    ['an extension that cannot be read', { extensions: [extension('2.5.29.20', sequence())] }],
    ['an extension twice', { extensions: [crlNumber(1), crlNumber(1)] }],
    ['a critical extension in any entry', { entries: [entry({ serial: 6, extensions: [odd] })] }],
  ])('counts for nothing: %s', (_, plan) => {
    const result = status(plan)
    expect(result.status === 'unknown' && result.rejected).toHaveLength(1)
  })

  it('leaves nothing cleared where it names the certificate', () => {
    const naming = crl(root, { extensions: [odd], revoked: [{ serial: 5, at: '2026-03-01' }] })
    const other = crl(root, { extensions: [odd], revoked: [{ serial: 6, at: '2026-03-01' }] })
    expect(statusBy(issuer, [[crl(root), naming]]).status).toBe('unknown')
    expect(statusBy(issuer, [[naming]])).toMatchObject({ contradicts: 'yes' })
    expect(statusBy(issuer, [[other]])).toMatchObject({ contradicts: 'no' })
    expect(statusBy(issuer, [[crl(root), other]]).status).toBe('good')
  })

  it('leaves nothing cleared where the entry cannot be read', () => {
    const unreadable = entry({ serial: 5, extensions: [extension('2.5.29.21', sequence(), false)] })
    expect(statusBy(issuer, [[crl(root, { entries: [unreadable] })]])).toMatchObject({
      status: 'unknown',
      contradicts: 'yes',
    })
  })

  it('is passed over where it is not genuine', () => {
    const forged = crl(entity('root'), { revoked: [{ serial: 5, at: '2026-03-01' }] })
    expect(statusBy(issuer, [[crl(root), forged]]).status).toBe('good')
  })

  it('is one only where what it has is critical', () => {
    expect(status({ extensions: [extension('1.2.3', sequence(), false)] }).status).toBe('good')
  })
})

it('is not asked of the CRLs of another issuer', () => {
  const stranger = authority(entity('stranger'), root)
  expect(statusBy(stranger, [[crl(root)]])).toMatchObject({ status: 'unknown' })
})
