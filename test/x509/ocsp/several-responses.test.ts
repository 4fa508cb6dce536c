import { describe, expect, it } from 'vitest'
import { Budget, defaultLimits } from '../../../src/core/budget.ts'
import type { OcspResponse } from '../../../src/x509/ocsp/response.ts'
import { parseOcspResponse } from '../../../src/x509/ocsp/response.ts'
import { ocspStatus } from '../../../src/x509/ocsp/status.ts'
import { tlv } from '../../formats/cms/der.ts'
import { expectLinearGrowth } from '../../growth.ts'
import { entity } from '../pki.ts'
import { certificate, context, root, statusBy } from './answers.ts'
import { good, ocsp, revoked, unknown } from './ocsp.ts'

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
    const answers = Array.from({ length: 30 }, () => ({ status: revoked('2026-03-01', 1) }))
    const stranger = [ocsp(certificate, root, other, { answers })]
    expect(statusBy(stranger, within(1))).toMatchObject({ status: 'unknown', contradicts: 'no' })
  })
})

describe('a million questions to one set of responses', () => {
  it('do not search it each time', () => {
    expectLinearGrowth((count) => {
      const answers = Array.from({ length: count }, () => ({ serial: 6 }))
      const pool = [ocsp(certificate, root, root, { answers }), ocsp(certificate, root)]
      expect(statusBy(pool).status).toBe('good')
      return () => {
        for (let i = 0; i < count; i += 1) statusBy(pool)
      }
    }, 600)
  })

  it('end soon where 10,000 answers are about the same certificate', () => {
    const answers = Array.from({ length: 10_000 }, () => ({}))
    const pool = [ocsp(certificate, root, root, { answers })]
    expect(statusBy(pool).status).toBe('good')
  })
})
