import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../../src/validation/policy.ts'
import { parseOcspResponse } from '../../src/x509/ocsp/response.ts'
import { oid, sequence, tlv } from '../formats/cms/der.ts'
import { good, ocspDer, revoked, unknown } from '../x509/ocsp/ocsp.ts'
import { type CrlPlan, crl, extension, issue } from '../x509/pki.ts'
import {
  answer,
  ask,
  crls,
  issuing,
  ocsp,
  responder,
  root,
  signer,
  statusCheck,
} from './signer-chain.ts'

describe('the status of a signer', () => {
  it('is had from a CRL, or from an OCSP response', () => {
    expect(ask({ crls: crls({}) }).indication).toBe('PASSED')
    expect(ask({ ocspResponses: ocsp(answer(good)) }).indication).toBe('PASSED')
  })

  it('is open without either, and both are asked for where the certificate says where they are', () => {
    const uri = (text: string) => tlv(0x86, Buffer.from(text))
    const access = sequence(
      sequence(oid('1.3.6.1.5.5.7.48.1'), uri('http://ocsp.example')),
      sequence(oid('1.3.6.1.5.5.7.48.2'), uri('http://ca.example/ca.cer')),
    )
    const points = sequence(sequence(tlv(0xa0, tlv(0xa0, uri('http://ca.example/ca.crl')))))
    const extensions = [
      extension('1.3.6.1.5.5.7.1.1', access, false),
      extension('2.5.29.31', points, false),
    ]
    const { subIndication, reason, needs } = ask({ target: issue(signer, issuing, { extensions }) })
    expect({ subIndication, reason }).toEqual({
      subIndication: 'TRY_LATER',
      reason: 'NO_REVOCATION_DATA',
    })
    expect(needs.map(({ kind, uri: where }) => [kind, where])).toEqual([
      ['ocsp', 'http://ocsp.example'],
      ['crl', 'http://ca.example/ca.crl'],
    ])
    expect(needs[0]?.request).toMatch(/^[A-Za-z0-9+/]+=*$/)
  })

  it('is revoked where either says so, whatever the other says and however new it is', () => {
    const listed = { revoked: [{ serial: 5, at: '2026-03-01' }] }
    const byCrl = ask({ crls: crls(listed), ocspResponses: ocsp(answer(good)) })
    expect(byCrl.subIndication).toBe('REVOKED_NO_POE')
    const byOcsp = ask({ crls: crls({}), ocspResponses: ocsp(answer(revoked('2026-03-01'))) })
    expect(byOcsp.subIndication).toBe('REVOKED_NO_POE')
  })

  it('is on hold by the newer of the two, and not by the older', () => {
    const hold = (from: string) => crls({ from, revoked: [{ serial: 5, at: from, reason: 6 }] })
    const fresh = ocsp(answer(good, '2026-05-20'))
    expect(ask({ crls: hold('2026-05-21'), ocspResponses: fresh }).subIndication).toBe('TRY_LATER')
    expect(ask({ crls: hold('2026-05-19'), ocspResponses: fresh }).indication).toBe('PASSED')
  })

  it('is open where the responder does not know the certificate', () => {
    const { subIndication, reason } = ask({ ocspResponses: ocsp(answer(unknown)) })
    expect([subIndication, reason]).toEqual(['TRY_LATER', 'NO_REVOCATION_DATA'])
  })

  it('is fresh until the next is due, and as long as the policy says where it says so', () => {
    const stale = ocsp(answer(good, '2026-05-30', '2026-05-31'))
    expect(ask({ ocspResponses: stale }).subIndication).toBe('TRY_LATER')
    const within = (seconds: number) =>
      ask({
        ocspResponses: stale,
        crls: [crl(root, { from: '2026-05-31T23:59:00Z' })],
        policy: parsePolicy({ name: 'x', revocationMaximumAge: seconds }),
      }).indication
    expect(within(2 * 86_400 + 1)).toBe('PASSED')
    expect(within(2 * 86_400)).toBe('INDETERMINATE')
  })

  it('is not known from a list of after it expired, but where the list keeps the expired', () => {
    const brief = issue(signer, issuing, { serial: 5, to: '2026-02-01' })
    const since = extension('2.5.29.60', tlv(0x18, Buffer.from('20250101000000Z')), false)
    const why = (extensions: readonly Uint8Array[]) =>
      ask({ target: brief, crls: crls({ from: '2026-03-01', extensions }) }).checks.find(
        (check) => check.id === 'certificate-not-revoked',
      )?.conclusion
    expect(why([])).toBe('INDETERMINATE')
    expect(why([since])).toBe('PASSED')
  })
})

describe('where no status is looked at', () => {
  const unread = (detail: string) => ({
    conclusion: 'IGNORED',
    detail: expect.stringContaining(detail),
  })

  it('the report says that nothing was checked, and why', () => {
    expect(statusCheck({ revocation: 'none' })).toEqual(unread('not asked for'))
    expect(statusCheck({ revocation: 'when-available' })).toEqual(unread('none is required'))
    expect(statusCheck({ crls: crls({}) })).toEqual({ conclusion: 'PASSED', detail: '' })
    const extensions = [extension('2.5.29.56', tlv(0x05), false)]
    const withoutAny = issue(signer, issuing, { extensions })
    expect(statusCheck({ target: withoutAny })).toEqual(unread('RFC 9608'))
  })

  it('an error of a responder names nobody: it is told, and rejects nothing', () => {
    const ocspResponses = [parseOcspResponse(sequence(tlv(0x0a, Uint8Array.of(3))))]
    expect(ask({ ocspResponses, revocation: 'when-available' }).indication).toBe('PASSED')
    const required = statusCheck({ ocspResponses })
    expect(required.conclusion).toBe('INDETERMINATE')
    expect(required.detail).toContain('none is at hand; a responder answered "tryLater"')
  })
})

it('is cleared by the newest list where the policy sets the age, though it states no next update', () => {
  const lists = (...plans: readonly CrlPlan[]) => [
    crl(root, { from: '2026-05-31T12:00:00Z' }),
    ...plans.map((plan) => crl(issuing, plan)),
  ]
  const policy = parsePolicy({ name: 'x', revocationMaximumAge: 86_400 })
  const newest = { from: '2026-05-31T22:00:00Z', to: null }
  const older = { from: '2026-05-20', to: '2026-06-10' }
  expect(ask({ crls: lists(newest), policy }).indication).toBe('PASSED')
  expect(ask({ crls: lists(newest, older), policy }).indication).toBe('PASSED')
  expect(ask({ crls: lists(older), policy }).subIndication).toBe('TRY_LATER')
})

describe('a responder that is not the issuer', () => {
  const forOcsp = extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.9')), false)
  const noCheck = extension('1.3.6.1.5.5.7.48.1.5', tlv(0x05), false)
  const sent = (extensions: readonly Uint8Array[], plan = {}) =>
    issue(responder, issuing, { serial: 9, keyUsage: 0x80, extensions, ...plan })
  const asked = (certificate: ReturnType<typeof sent>) =>
    ask({ ocspResponses: ocsp({ ...answer(good), sent: [certificate] }, responder) })

  it('counts with the purpose, and where its own status needs no look', () => {
    expect(asked(sent([forOcsp, noCheck])).indication).toBe('PASSED')
    expect(asked(sent([noCheck])).indication).toBe('INDETERMINATE')
  })

  it('is looked for in revocation lists itself where it does not say otherwise', () => {
    const certificate = sent([forOcsp])
    expect(asked(certificate).indication).toBe('INDETERMINATE')
    const ocspResponses = ocsp({ ...answer(good), sent: [certificate] }, responder)
    const withList = (plan: CrlPlan) => ask({ ocspResponses, crls: crls(plan) })
    expect(withList({}).indication).toBe('PASSED')
    // The list that revokes the responder says nothing against the signer: the list alone clears him.
    const revokedResponder = withList({ revoked: [{ serial: 9, at: '2026-03-01' }] })
    expect(revokedResponder.indication).toBe('PASSED')
  })

  it('does not vouch for itself', () => {
    const certificate = sent([forOcsp])
    const own = parseOcspResponse(
      ocspDer(certificate, issuing, responder, { ...answer(good), sent: [certificate] }),
    )
    const about = ocsp({ ...answer(good), sent: [certificate] }, responder)
    expect(ask({ ocspResponses: [...about, own] }).indication).toBe('INDETERMINATE')
  })
})

/** From noon of the day before for so many hours. */
const lastingFor = (hours: number) => ({
  from: '2026-05-31T12:00:00Z',
  to: new Date(Date.parse('2026-05-31T12:00:00Z') + hours * 3_600_000).toISOString(),
})

describe('a certificate that no status is given for', () => {
  it.each([
    ['ends before anyone could tell', '0.4.0.194121.2.1', lastingFor(23)],
    ['says that there is none', '2.5.29.56', {}],
  ])('passes where it %s', (_, id, plan) => {
    const extensions = [extension(id, tlv(0x05), false)]
    const certificate = issue(signer, issuing, { ...plan, extensions })
    expect(ask({ target: certificate }).indication).toBe('PASSED')
    expect(ask({ target: issue(signer, issuing) }).indication).toBe('INDETERMINATE')
  })

  it('does not pass where it ends late and says that it ends before anyone could tell', () => {
    const extensions = [extension('0.4.0.194121.2.1', tlv(0x05), false)]
    const certificate = issue(signer, issuing, { ...lastingFor(24), extensions })
    expect(ask({ target: certificate }).indication).toBe('INDETERMINATE')
  })

  it('is revoked all the same where a list says so', () => {
    const extensions = [extension('2.5.29.56', tlv(0x05), false)]
    const certificate = issue(signer, issuing, { serial: 5, extensions })
    const listed = crls({ revoked: [{ serial: 5, at: '2026-03-01' }] })
    expect(ask({ target: certificate, crls: listed }).subIndication).toBe('REVOKED_NO_POE')
  })
})
