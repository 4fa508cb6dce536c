import { describe, expect, it } from 'vitest'
import { type ChainRequest, verifyChain } from '../../src/chain.ts'
import { defaultPolicy, parsePolicy } from '../../src/validation/policy.ts'
import { parseOcspResponse } from '../../src/x509/ocsp/response.ts'
import { defaultPathPolicy } from '../../src/x509/policies/inputs.ts'
import { oid, sequence, tlv } from '../formats/cms/der.ts'
import { good, type OcspPlan, ocspDer, revoked, unknown } from '../x509/ocsp/ocsp.ts'
import { authority, type CrlPlan, crl, crypto, entity, extension, issue } from '../x509/pki.ts'

// A signer under one authority under one root, on the first of June 2026, and what is known of them.
const at = new Date('2026-06-01T00:00:00Z')
const [root, issuing, signer, responder] = ['root', 'issuing', 'signer', 'responder'].map(entity)
if (!root || !issuing || !signer || !responder) throw new Error('the story has four entities')
const anchors = [authority(root, root)]
const middle = authority(issuing, root, { serial: 7 })
const target = issue(signer, issuing, { serial: 5 })
const rootCrl = crl(root)

const trust: ChainRequest['trust'] = {
  federation: 'none',
  fictional: false,
  lists: [],
  agreements: [],
  certificates: [],
  crls: [],
  ocspResponses: [],
  problems: [],
}

function ask(question: Partial<ChainRequest>) {
  return verifyChain({
    ...defaultPathPolicy,
    target,
    intermediates: [middle],
    anchors,
    crls: [rootCrl],
    at,
    relying: null,
    trust,
    revocation: 'required',
    policy: defaultPolicy,
    crypto,
    ...question,
  })
}

const crls = (...plans: readonly CrlPlan[]) => [rootCrl, ...plans.map((one) => crl(issuing, one))]
const ocsp = (plan: OcspPlan, by = issuing) => [
  parseOcspResponse(ocspDer(target, issuing, by, plan)),
]
const answer = (status: Uint8Array, from = '2026-05-31', to = '2026-06-02'): OcspPlan => ({
  producedAt: from,
  answers: [{ status, from, to }],
})

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

/** What the check on the target's status says. */
function statusCheck(question: Partial<ChainRequest>) {
  const check = ask(question).checks.find(({ id }) => id === 'certificate-not-revoked')
  return { conclusion: check?.conclusion, detail: check?.detail }
}

describe('what is against a signer, and cannot be used', () => {
  const odd = extension('1.2.3.4', tlv(0x05))
  const open = { subIndication: 'TRY_LATER', reason: 'NO_REVOCATION_DATA' }
  const listed = { revoked: [{ serial: 5, at: '2026-03-01' }] }

  it('lets no list clear him where it is an OCSP response', () => {
    const said = (word: Uint8Array) => ocsp({ ...answer(word), extensions: [odd] })
    const by = (word: Uint8Array) => ask({ crls: crls({}), ocspResponses: said(word) })
    expect(by(revoked('2026-03-01'))).toMatchObject(open)
    expect(by(good).indication).toBe('PASSED')
  })

  it('lets no OCSP response clear him where it is a list', () => {
    const by = (plan: CrlPlan) =>
      ask({ crls: crls({ ...plan, extensions: [odd] }), ocspResponses: ocsp(answer(good)) })
    expect(by(listed)).toMatchObject(open)
    expect(by({}).indication).toBe('PASSED')
  })

  it('was made later, and dates the revocation back', () => {
    const later = '2026-06-02'
    const list = (at: string) => crls({ from: later, revoked: [{ serial: 5, at }] })
    const response = (at: string) => ocsp(answer(revoked(at), later, '2026-06-09'))
    for (const at of ['2026-06-01T00:00:00Z', '2026-03-01']) {
      expect(ask({ crls: [...list(at), ...crls({})] })).toMatchObject(open)
      expect(ask({ crls: list(at), ocspResponses: ocsp(answer(good)) })).toMatchObject(open)
      expect(ask({ ocspResponses: [...response(at), ...ocsp(answer(good))] })).toMatchObject(open)
      expect(ask({ crls: crls({}), ocspResponses: response(at) })).toMatchObject(open)
    }
    const after = '2026-06-01T00:00:01Z'
    expect(ask({ crls: list(after), ocspResponses: ocsp(answer(good)) }).indication).toBe('PASSED')
    expect(ask({ crls: crls({}), ocspResponses: response(after) }).indication).toBe('PASSED')
  })

  it('was made later by a responder who was appointed later', () => {
    const forOcsp = extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.9')), false)
    const later = '2026-06-10'
    const sent = (by = issuing) =>
      issue(responder, by, { serial: 9, keyUsage: 0x80, from: '2026-06-05', extensions: [forOcsp] })
    const response = (certificate = sent()) =>
      ocsp({ ...answer(revoked('2026-03-01'), later, later), sent: [certificate] }, responder)
    const list = crls({})
    expect(ask({ crls: list, ocspResponses: response() })).toMatchObject(open)
    expect(ask({ crls: list, ocspResponses: response(sent(root)) }).indication).toBe('PASSED')
  })

  it('revokes him by a date to come, in a list as in an OCSP response', () => {
    const at = '2026-08-01'
    const byCrl = ask({ crls: crls({ revoked: [{ serial: 5, at }] }) })
    expect(byCrl.subIndication).toBe('REVOKED_NO_POE')
    const byOcsp = ask({ ocspResponses: ocsp(answer(revoked(at))) })
    expect(byOcsp.subIndication).toBe('REVOKED_NO_POE')
  })

  it('is not hidden by any number of lists and responses of others', () => {
    const stranger = { ...issuing, key: signer.key }
    const minute = (i: number) => new Date(Date.parse('2026-05-31') + i * 60_000).toISOString()
    const lists = Array.from({ length: 60 }, (_, i) => crl(stranger, { from: minute(i) }))
    const responses = Array.from({ length: 60 }, (_, i) => ocsp(answer(good, minute(i)), stranger))
    const junk = { crls: lists, ocspResponses: responses.flat() }
    const list = ask({ crls: [...lists, ...crls(listed)], ocspResponses: ocsp(answer(good)) })
    expect(list.subIndication).toBe('REVOKED_NO_POE')
    const revoking = ocsp(answer(revoked('2026-03-01'), '2026-05-30'))
    const response = ask({ crls: crls({}), ocspResponses: [...junk.ocspResponses, ...revoking] })
    expect(response.subIndication).toBe('REVOKED_NO_POE')
  })
})

describe('a hold', () => {
  const held = (from: string, to: string | null) =>
    crls({ from, to, revoked: [{ serial: 5, at: '2026-05-01', reason: 6 }] })
  const onHold = (question: Partial<ChainRequest>) =>
    statusCheck(question).detail?.includes('is on hold since 2026-05-01')

  it('need not be fresh', () => {
    const ocspResponses = ocsp(answer(good, '2026-05-24'))
    expect(onHold({ crls: held('2026-05-25', '2026-05-30'), ocspResponses })).toBe(true)
    expect(onHold({ crls: held('2026-05-25', null), ocspResponses })).toBe(true)
    expect(ask({ crls: held('2026-05-23', null), ocspResponses }).indication).toBe('PASSED')
  })

  it('is not lifted by what is said at the same instant', () => {
    const ocspResponses = ocsp(answer(good, '2026-05-24T00:00:01Z'))
    expect(onHold({ crls: held('2026-05-24T00:00:01Z', null), ocspResponses })).toBe(true)
    expect(onHold({ crls: held('2026-05-24T00:00:00Z', null), ocspResponses })).toBe(false)
    const byOcsp = ocsp(answer(revoked('2026-05-01', 6), '2026-05-24', '2026-05-25'))
    expect(onHold({ crls: crls({ from: '2026-05-24' }), ocspResponses: byOcsp })).toBe(true)
    expect(onHold({ crls: crls({ from: '2026-05-25' }), ocspResponses: byOcsp })).toBe(false)
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

describe('the paths of a signer', () => {
  it('are all reported, with what came of each', () => {
    const other = entity('other root')
    const bridge = authority(issuing, other, { serial: 8, to: '2026-01-01' })
    const { indication, anchor, otherPaths } = ask({
      anchors: [...anchors, authority(other, other)],
      intermediates: [bridge, middle],
      crls: [...crls({}), crl(other)],
    })
    expect(indication).toBe('PASSED')
    expect(anchor?.subject).toBe('CN=root')
    expect(otherPaths).toEqual([])
    const failing = ask({
      anchors: [...anchors, authority(other, other)],
      intermediates: [bridge],
      crls: crls({}),
    })
    expect(failing.subIndication).toBe('OUT_OF_BOUNDS_NO_POE')
  })

  it('keep the reason of each where none passes', () => {
    const again = authority(issuing, root, { serial: 8, to: '2026-01-01' })
    const { otherPaths, subIndication } = ask({ intermediates: [again, middle] })
    expect(subIndication).toBe('TRY_LATER')
    expect(otherPaths.map((one) => one.subIndication)).toEqual(['TRY_LATER'])
    const reasons = ask({ intermediates: [again, middle], revocation: 'none' })
    expect(reasons.indication).toBe('PASSED')
  })

  it('carry the policies of the target with their qualifiers', () => {
    const place = tlv(0x16, Buffer.from('https://cps.example'))
    const qualifier = sequence(oid('1.3.6.1.5.5.7.2.1'), place)
    const policies = sequence(sequence(oid('1.2.3.4'), sequence(qualifier)))
    const any = sequence(sequence(oid('2.5.29.32.0')))
    const stated = [extension('2.5.29.32', policies, false)]
    const verdict = ask({
      target: issue(signer, issuing, { extensions: stated }),
      intermediates: [
        authority(issuing, root, { extensions: [extension('2.5.29.32', any, false)] }),
      ],
      revocation: 'none',
      requireExplicitPolicy: 'yes',
    })
    expect(verdict.userConstrainedPolicySet).toEqual(['1.2.3.4'])
    const qualifiers = [Buffer.from(qualifier).toString('base64')]
    expect(verdict.policies).toEqual([{ oid: '1.2.3.4', qualifiers }])
  })
})
