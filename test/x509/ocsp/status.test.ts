import { describe, expect, it } from 'vitest'
import { Budget, defaultLimits } from '../../../src/core/budget.ts'
import type { OcspResponse } from '../../../src/x509/ocsp/response.ts'
import { parseOcspResponse } from '../../../src/x509/ocsp/response.ts'
import { ocspStatus } from '../../../src/x509/ocsp/status.ts'
import type { RevocationContext, RevocationStatus } from '../../../src/x509/revocation-status.ts'
import { integer, nothing, octets, sequence, tlv } from '../../formats/cms/der.ts'
import { authority, crypto, entity, extension, issue, name } from '../pki.ts'
import {
  type Answer,
  certHash,
  generalizedTime,
  good,
  type OcspPlan,
  ocsp,
  revoked,
  unknown,
} from './ocsp.ts'

const at = new Date('2026-06-01T00:00:00Z')
const root = entity('root')
const issuer = authority(root, root)
const certificate = issue(entity('signer'), root, { serial: 5 })

const context: RevocationContext = {
  at,
  crypto,
  budget: new Budget({ ...defaultLimits, signatureChecks: 1e6 }),
  issuer,
  anchor: { id: 'root', certificate: issuer },
  certificates: [],
  signerProblem: () => 'no other signer here',
}

function statusBy(
  responses: readonly OcspResponse[],
  given: Partial<RevocationContext> = {},
): RevocationStatus {
  return ocspStatus(certificate, [responses], { ...context, ...given })
}

function status(plan: OcspPlan, given: Partial<RevocationContext> = {}): RevocationStatus {
  return statusBy([ocsp(certificate, root, root, plan)], given)
}

function answer(one: Answer, given: Partial<RevocationContext> = {}): RevocationStatus {
  return status({ answers: [one] }, given)
}

function whyNot(result: RevocationStatus): readonly string[] {
  if (result.status !== 'unknown') throw new Error(result.status)
  return result.rejected
}

describe('the status that an OCSP response gives', () => {
  it('is good where its issuer says so, with the response and its signer', () => {
    const response = ocsp(certificate, root)
    const result = statusBy([response])
    expect(result).toMatchObject({ status: 'good', source: { kind: 'ocsp' } })
    if (result.status !== 'good') return
    expect(result.source.signatures).toEqual([{ signed: response, signer: issuer }])
    expect(result.source.thisUpdate).toEqual(new Date('2026-05-01T12:00:00Z'))
    expect(result.source.nextUpdate).toEqual(new Date('2026-07-01T12:00:00Z'))
    expect(result.source.expiredCertificatesSince).toBeNull()
  })

  it('is good without a next update, and says that there is none', () => {
    expect(answer({ to: null })).toMatchObject({ status: 'good', source: { nextUpdate: null } })
  })

  it('is unknown where nothing is at hand', () => {
    const none = { status: 'unknown', rejected: [], notes: [], contradicts: 'no' }
    expect(statusBy([])).toEqual(none)
  })

  it('is revoked with the time and the reason, or without one', () => {
    const revokedAt = new Date('2026-03-01T00:00:00Z')
    const stated = answer({ status: revoked('2026-03-01', 1) })
    expect(stated).toMatchObject({ status: 'revoked', revokedAt, reason: 'keyCompromise' })
    expect(answer({ status: revoked('2026-03-01') })).toMatchObject({ reason: 'unspecified' })
  })

  it('is revoked where the response is stale', () => {
    const stale = { from: '2025-02-01', to: '2025-03-01', status: revoked('2025-01-15') }
    const plan = { producedAt: '2025-02-01', answers: [stale] }
    expect(status(plan).status).toBe('revoked')
  })

  it('is revoked where the revocation is dated later than the response', () => {
    expect(answer({ status: revoked('2026-08-01') }).status).toBe('revoked')
  })

  it('is on hold where the reason is that, and revoked where it is removeFromCRL', () => {
    const revokedAt = new Date('2026-03-01T00:00:00Z')
    const held = answer({ status: revoked('2026-03-01', 6) })
    expect(held).toMatchObject({ status: 'on-hold', revokedAt })
    expect(answer({ status: revoked('2026-03-01', 8) }).status).toBe('revoked')
  })

  it('is revoked, not on hold, where the certificate was never issued', () => {
    const answers = [{ status: revoked('1970-01-01', 6) }]
    const extended = extension('1.3.6.1.5.5.7.48.1.9', nothing, false)
    expect(status({ answers, extensions: [extended] }).status).toBe('revoked')
    expect(status({ answers }).status).toBe('on-hold')
    const held = [{ status: revoked('1970-01-01T00:00:01Z', 6) }]
    expect(status({ answers: held, extensions: [extended] }).status).toBe('on-hold')
  })

  it('is unknown where the responder does not know it', () => {
    expect(whyNot(answer({ status: unknown }))).toEqual([
      expect.stringContaining('does not know it'),
    ])
  })

  it('is unknown where the responder answers with an error, and calls it by its name', () => {
    const error = parseOcspResponse(sequence(tlv(0x0a, Uint8Array.of(3))))
    expect(statusBy([error])).toMatchObject({
      status: 'unknown',
      rejected: [],
      notes: ['a responder answered "tryLater"'],
    })
    expect(statusBy([error, ocsp(certificate, root)]).status).toBe('good')
  })

  it.each(['md5', 'sha1', 'sha256', 'sha384', 'sha512', 'sha3-256'] as const)(
    'is found by a CertID in %s',
    (digest) => {
      expect(answer({ digest }).status).toBe('good')
    },
  )

  it('is not found by a digest that is not computed here, and says so', () => {
    expect(whyNot(answer({ digest: 'gost' }))).toEqual([
      expect.stringContaining('GOST R 34.11-2012'),
    ])
  })

  it.each([
    ['serial number', { serial: 6 }],
    ['name of the issuer', { issuerName: name('another') }],
    ['key of the issuer', { issuerKey: entity('another').spki }],
  ])('is not about a certificate with another %s', (_, one) => {
    expect(answer({ ...one, status: revoked('2026-03-01') })).toEqual({
      status: 'unknown',
      rejected: [],
      notes: [],
      contradicts: 'no',
    })
  })

  it('is found however many octets the serial number was written in', () => {
    const padded = { ...certificate, serialNumber: Uint8Array.of(0, 5) }
    const response = ocsp(padded, root)
    expect(statusBy([response]).status).toBe('good')
  })

  it('is found among the answers to other questions', () => {
    const answers = [{ serial: 6, status: revoked('2026-03-01') }, { status: good }, { serial: 7 }]
    expect(status({ answers }).status).toBe('good')
  })

  it('counts from the instants of its making, and not before', () => {
    const plan = { producedAt: '2026-06-01T00:00:00Z', answers: [{ from: '2026-06-01' }] }
    expect(status(plan).status).toBe('good')
    expect(status({ ...plan, producedAt: '2026-06-01T00:00:01Z' }).status).toBe('unknown')
    expect(status({ ...plan, answers: [{ from: '2026-06-01T00:00:01Z' }] }).status).toBe('unknown')
  })

  it('says since when expired certificates keep their status', () => {
    const cutoff = extension('1.3.6.1.5.5.7.48.1.6', generalizedTime('2019-06-01'), false)
    const since = new Date('2019-06-01T00:00:00Z')
    expect(answer({ extensions: [cutoff] })).toMatchObject({
      source: { expiredCertificatesSince: since },
    })
    const broken = extension('1.3.6.1.5.5.7.48.1.6', integer(1), false)
    expect(answer({ extensions: [broken] })).toMatchObject({
      status: 'good',
      source: { expiredCertificatesSince: null },
    })
  })
})

describe('several OCSP responses', () => {
  const on = (date: string, said: Uint8Array) =>
    ocsp(certificate, root, root, { producedAt: date, answers: [{ from: date, status: said }] })
  const both = (one: OcspResponse, other: OcspResponse) => [
    statusBy([one, other]).status,
    statusBy([other, one]).status,
    ocspStatus(certificate, [[one], [other]], context).status,
  ]

  it('are decided by the latest: a hold was lifted', () => {
    const held = on('2026-04-01', revoked('2026-03-01', 6))
    expect(both(held, on('2026-05-01', good))).toEqual(['good', 'good', 'good'])
  })

  it('are decided by the latest: a hold was set', () => {
    const held = on('2026-05-01', revoked('2026-04-20', 6))
    expect(both(on('2026-04-01', good), held)).toEqual(['on-hold', 'on-hold', 'on-hold'])
  })

  it('are decided by the latest: the responder does not know it any more', () => {
    const result = both(on('2026-04-01', good), on('2026-05-01', unknown))
    expect(result).toEqual(['unknown', 'unknown', 'unknown'])
    expect(both(on('2026-04-01', unknown), on('2026-05-01', good))).toEqual([
      'good',
      'good',
      'good',
    ])
  })

  it('leave a revocation as it is, even where a later one says "good"', () => {
    const result = both(on('2026-04-01', revoked('2026-03-01', 1)), on('2026-05-01', good))
    expect(result).toEqual(['revoked', 'revoked', 'revoked'])
  })

  it('of one instant are decided by the worse', () => {
    const result = both(on('2026-05-01', revoked('2026-03-01', 6)), on('2026-05-01', good))
    expect(result).toEqual(['on-hold', 'on-hold', 'on-hold'])
    expect(both(on('2026-05-01', unknown), on('2026-05-01', good))[0]).toBe('unknown')
  })

  it('of the future clear nothing, and leave nothing cleared where they revoke from before', () => {
    const before = on('2026-05-01', good)
    const revoking = (date: string) => on('2026-06-02', revoked(date, 1))
    expect(both(revoking('2026-06-01T00:00:01Z'), before)).toEqual(['good', 'good', 'good'])
    const since = revoking('2026-06-01T00:00:00Z')
    expect(both(since, before)).toEqual(['unknown', 'unknown', 'unknown'])
    expect(statusBy([since])).toMatchObject({ status: 'unknown', contradicts: 'yes' })
    expect(statusBy([on('2026-06-02', good)])).toMatchObject({ contradicts: 'no' })
  })

  it('of the future count for nothing where they are not genuine', () => {
    const forged = ocsp(certificate, root, entity('other'), {
      responderId: tlv(0xa1, root.name),
      producedAt: '2026-06-02',
      answers: [{ from: '2026-06-02', status: revoked('2026-03-01', 1) }],
    })
    expect(both(forged, on('2026-05-01', good))).toEqual(['good', 'good', 'good'])
  })

  it('keep a hold where a later one does not know the certificate', () => {
    const held = on('2026-04-01', revoked('2026-03-01', 6))
    expect(both(held, on('2026-05-01', unknown))).toEqual(['on-hold', 'on-hold', 'on-hold'])
    const released = [held, on('2026-04-15', good), on('2026-05-01', unknown)]
    expect(statusBy(released).status).toBe('unknown')
  })

  const other = entity('other')
  const forged = (count: number) =>
    Array.from({ length: count }, (_, i) =>
      ocsp(certificate, root, other, {
        responderId: tlv(0xa1, root.name),
        producedAt: `2026-05-20T00:00:${String(i).padStart(2, '0')}Z`,
        answers: [{ from: '2026-05-20' }],
      }),
    )
  const within = (signatureChecks: number) => ({
    budget: new Budget({ ...defaultLimits, signatureChecks }),
  })

  it('are not hidden behind others that are not genuine', () => {
    const revoking = on('2026-05-01', revoked('2026-03-01', 1))
    expect(statusBy([...forged(60), revoking]).status).toBe('revoked')
    expect(statusBy([...forged(60), on('2026-05-01', good)]).status).toBe('good')
  })

  it('are looked at as far as the budget goes, and no verdict comes of what is beyond it', () => {
    const pool = [...forged(60), on('2026-05-01', good)]
    expect(statusBy(pool, within(61)).status).toBe('good')
    expect(() => statusBy(pool, within(60))).toThrow(/limit of 60 signatureChecks/)
  })

  it('cost one check where the latest clears the certificate, or where they are the same', () => {
    const archive = Array.from({ length: 28 }, (_, i) =>
      on(`2026-04-${String(i + 1).padStart(2, '0')}`, i < 14 ? revoked('2026-03-01', 6) : good),
    )
    expect(statusBy(archive, within(1)).status).toBe('good')
    const [one] = forged(1)
    if (one === undefined) throw new Error('there is one')
    const copies = Array.from({ length: 30 }, () => parseOcspResponse(one.der))
    expect(statusBy(copies, within(1)).status).toBe('unknown')
  })
})

describe('an OCSP response that is not taken at its word', () => {
  const saysNothing = (id: string, critical: boolean) => extension(id, nothing, critical)

  it.each([
    ['response', (critical: boolean) => ({ extensions: [saysNothing('1.2.3.4', critical)] })],
    [
      'answer',
      (critical: boolean) => ({ answers: [{ extensions: [saysNothing('1.2.3.4', critical)] }] }),
    ],
  ])('has a critical extension of the %s that nobody knows', (_, plan) => {
    expect(whyNot(status(plan(true)))).toEqual([expect.stringContaining('1.2.3.4')])
    expect(status(plan(false)).status).toBe('good')
  })

  it('may have a critical nonce, which binds it to a request and says no more', () => {
    const nonce = extension('1.3.6.1.5.5.7.48.1.2', octets(Uint8Array.of(1)), true)
    expect(status({ extensions: [nonce] }).status).toBe('good')
    expect(answer({ extensions: [nonce] }).status).toBe('good')
  })

  it('has an extension twice', () => {
    const twice = [saysNothing('1.2.3.4', false), saysNothing('1.2.3.4', false)]
    expect(whyNot(answer({ extensions: twice }))).toHaveLength(1)
  })

  it('states a next update before its own time', () => {
    expect(whyNot(answer({ from: '2026-05-02', to: '2026-05-01' }))).toHaveLength(1)
    expect(answer({ from: '2026-05-01', to: '2026-05-01' }).status).toBe('good')
  })

  it('has a certHash of another certificate', () => {
    const twin = issue(entity('twin'), root, { serial: 5 })
    const hashOf = (value: Uint8Array) => ({
      extensions: [extension('1.3.36.8.3.13', value, false)],
    })
    expect(answer(hashOf(certHash(certificate))).status).toBe('good')
    expect(answer(hashOf(certHash(certificate, 'sha1'))).status).toBe('good')
    expect(whyNot(answer(hashOf(certHash(twin))))).toEqual([
      expect.stringContaining('about another certificate'),
    ])
    expect(whyNot(answer(hashOf(certHash(certificate, 'gost'))))).toHaveLength(1)
    expect(whyNot(answer(hashOf(integer(1))))).toHaveLength(1)
  })

  it('lets no other one clear the certificate where it says "revoked"', () => {
    const said = (word: Uint8Array) =>
      ocsp(certificate, root, root, {
        answers: [{ status: word, extensions: [saysNothing('1.2.3.4', true)] }],
      })
    const clear = ocsp(certificate, root)
    expect(statusBy([said(good), clear]).status).toBe('good')
    const against = statusBy([said(revoked('2026-03-01')), clear])
    expect(against).toMatchObject({ status: 'unknown', contradicts: 'yes' })
    expect(whyNot(against)[0]).toContain('revokes it')
    expect(statusBy([said(good)])).toMatchObject({ contradicts: 'no' })
  })
})

describe('a million questions to one set of responses', () => {
  it('do not search it each time', () => {
    const answers = Array.from({ length: 5_000 }, () => ({ serial: 6 }))
    const pool = [ocsp(certificate, root, root, { answers }), ocsp(certificate, root)]
    expect(statusBy(pool).status).toBe('good')
    const begun = performance.now()
    for (let i = 0; i < 2_000; i += 1) statusBy(pool)
    // 10 million CertIDs compared one by one take longer than this by far.
    expect(performance.now() - begun).toBeLessThan(1_000)
  })

  it('end soon where 10,000 answers are about the same certificate', () => {
    const answers = Array.from({ length: 10_000 }, () => ({}))
    const pool = [ocsp(certificate, root, root, { answers })]
    const begun = performance.now()
    expect(statusBy(pool).status).toBe('good')
    expect(performance.now() - begun).toBeLessThan(1_000)
  })
})
