import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ChainRequest, verifyChain } from '../../src/chain.ts'
import { defaultPolicy, parsePolicy } from '../../src/validation/policy.ts'
import type { Certificate } from '../../src/x509/certificate.ts'
import type { Crl } from '../../src/x509/crl/crl.ts'
import { type OcspResponse, parseOcspResponse } from '../../src/x509/ocsp/response.ts'
import { defaultPathPolicy } from '../../src/x509/policies/inputs.ts'
import { oid, sequence, tlv } from '../formats/cms/der.ts'
import { crlNumber, deltaOf } from '../x509/crl/builder.ts'
import { good, ocsp, revoked, unknown } from '../x509/ocsp/ocsp.ts'
import { authority, crl, crypto, entity, extension, issue } from '../x509/pki.ts'

const at = new Date('2026-06-01T00:00:00Z')
const root = entity('root')
const renewed = { ...entity('root'), name: root.name }
const thief = { ...root, key: entity('thief').key }
const responder = entity('responder')
const anchor = authority(root, root)
const target = issue(entity('signer'), root, { serial: 5 })
const forOcsp = extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.9')), false)
const noCheck = extension('1.3.6.1.5.5.7.48.1.5', tlv(0x05), false)
const odd = extension('1.2.3.4', tlv(0x05))
const delegate = { keyUsage: 0x80, extensions: [forOcsp, noCheck] }

/** One thing at hand, and whether it is genuine and says that the certificate was revoked by then. */
interface Item {
  readonly crl?: Crl
  readonly response?: OcspResponse
  readonly certificate?: Certificate
  readonly against?: 'yes'
}

const dates = ['2026-05-10', '2026-05-20', '2026-05-20T00:00:01Z', '2026-05-30', '2026-06-03']
const before = '2026-04-01'

/** What lists and responses of one date say, genuine or not. */
function itemsOf(from: string): readonly Item[] {
  const hold = [{ serial: 5, at: before, reason: 6 }]
  const revocation = [{ serial: 5, at: before, reason: 1 }]
  const number = dates.indexOf(from) + 2
  const delta = [crlNumber(number), deltaOf(number - 1)]
  const said = (status: Uint8Array, extensions: readonly Uint8Array[] = []) =>
    ocsp(target, root, root, { producedAt: from, answers: [{ from, status, extensions }] })
  const by = (signer: typeof root, status: Uint8Array, sent: readonly Certificate[] = []) =>
    ocsp(target, root, signer, { producedAt: from, answers: [{ from, status }], sent, by: 'name' })
  return [
    { crl: crl(root, { from, extensions: [crlNumber(number)] }) },
    { crl: crl(root, { from, to: '2026-05-31' }) },
    { crl: crl(root, { from, to: null }) },
    { crl: crl(root, { from, extensions: delta }) },
    { crl: crl(root, { from, revoked: hold }) },
    { crl: crl(root, { from, revoked: hold, extensions: delta }) },
    { crl: crl(root, { from, revoked: [{ serial: 6, at: before }], extensions: [odd] }) },
    { crl: crl(root, { from, revoked: revocation }), against: 'yes' },
    { crl: crl(root, { from, revoked: revocation, extensions: delta }), against: 'yes' },
    { crl: crl(root, { from, revoked: revocation, extensions: [odd] }), against: 'yes' },
    { crl: crl(thief, { from }) },
    { crl: crl(thief, { from, revoked: revocation }) },
    { crl: crl(renewed, { from }) },
    { response: said(good) },
    { response: said(unknown) },
    { response: said(revoked(before, 6)) },
    { response: said(revoked(before, 1)), against: 'yes' },
    { response: said(revoked(before), [odd]), against: 'yes' },
    { response: by(responder, good, [issue(responder, root, { serial: 9, ...delegate })]) },
    { response: by(thief, good) },
    { response: by(thief, revoked(before)) },
  ]
}

/** A responder who has expired since, and what he said while he had not. */
const expired = issue(responder, root, { serial: 10, to: '2026-05-25', ...delegate })
const ofExpired = (status: Uint8Array) => {
  const plan = { producedAt: '2026-05-20', answers: [{ from: '2026-05-20', status }] }
  return ocsp(target, root, responder, { ...plan, sent: [expired], by: 'name' })
}

const items: readonly Item[] = [
  ...dates.flatMap(itemsOf),
  { response: ofExpired(good) },
  { response: ofExpired(revoked(before, 1)), against: 'yes' },
  { response: parseOcspResponse(sequence(tlv(0x0a, Uint8Array.of(3)))) },
  { certificate: authority(renewed, root, { serial: 2 }) },
  { certificate: authority({ ...entity('root'), name: root.name }, root, { serial: 3 }) },
  {
    certificate: issue({ ...entity('x'), name: responder.name }, root, { serial: 8, ...delegate }),
  },
]

type Settings = Pick<ChainRequest, 'policy' | 'revocation'>

function verdictOn(given: readonly Item[], settings: Settings): string {
  const { indication, subIndication, reason } = verifyChain({
    ...defaultPathPolicy,
    ...settings,
    target,
    intermediates: given.flatMap(({ certificate }) => certificate ?? []),
    anchors: [anchor],
    crls: given.flatMap((one) => one.crl ?? []),
    ocspResponses: given.flatMap((one) => one.response ?? []),
    at,
    relying: null,
    trust: {
      federation: 'none',
      fictional: false,
      lists: [],
      agreements: [],
      certificates: [],
      crls: [],
      ocspResponses: [],
      problems: [],
    },
    crypto,
  })
  return JSON.stringify([indication, subIndication, reason])
}

const aged = parsePolicy({ name: 'aged', revocationMaximumAge: 20 * 86_400 })
const settings = fc.record({
  policy: fc.constantFrom(defaultPolicy, aged),
  revocation: fc.constantFrom('required', 'when-available'),
})
const some = fc.shuffledSubarray([...items], { maxLength: 14 })

describe('whatever revocation data are at hand', () => {
  it('none that is added takes a revocation back', () => {
    fc.assert(
      fc.property(settings, some, some, (asked, given, more) => {
        if (!verdictOn(given, asked).includes('REVOKED')) return
        expect(verdictOn([...given, ...more], asked)).toContain('REVOKED')
      }),
      { numRuns: 300 },
    )
  })

  it('no certificate passes that a genuine one says was revoked', () => {
    const against = fc.constantFrom(...items.filter((one) => one.against === 'yes'))
    fc.assert(
      fc.property(settings, some, against, (asked, given, one) => {
        expect(verdictOn([...given, one], asked)).not.toContain('PASSED')
      }),
      { numRuns: 300 },
    )
  })

  it('their order decides nothing', () => {
    const twice = some.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
    )
    fc.assert(
      fc.property(settings, twice, (asked, [given, again]) => {
        expect(verdictOn(again, asked)).toBe(verdictOn(given, asked))
      }),
      { numRuns: 300 },
    )
  })

  it('some of them clear the certificate', () => {
    const passing = items.filter((one) =>
      verdictOn([one], { policy: defaultPolicy, revocation: 'required' }).includes('PASSED'),
    )
    expect(passing.length).toBeGreaterThan(5)
  })
})
