import { describe, expect, it } from 'vitest'
import {
  checkFreshness,
  coversExpired,
  type FreshnessPolicy,
} from '../../src/validation/revocation-freshness.ts'
import type { RevocationSource } from '../../src/x509/revocation-status.ts'
import { authority, entity, issue } from '../x509/pki.ts'

const root = entity('root')
const certificate = issue(entity('signer'), root, { to: '2026-05-01T00:00:00Z' })
const issuer = authority(root, root)

function source(given: {
  from: string
  to?: string
  kind?: 'crl' | 'ocsp'
  since?: string
}): RevocationSource {
  return {
    kind: given.kind ?? 'ocsp',
    thisUpdate: new Date(given.from),
    nextUpdate: given.to === undefined ? null : new Date(given.to),
    expiredCertificatesSince: given.since === undefined ? null : new Date(given.since),
    signatures: [{ signed: issuer, signer: issuer }],
  }
}

function freshness(
  of: RevocationSource,
  at: string,
  maximumAge: FreshnessPolicy['maximumAge'] = 'next-update',
) {
  return checkFreshness(of, certificate, { maximumAge }, new Date(at))
}

const day = 24 * 3_600_000
const stale = { indication: 'INDETERMINATE', because: 'TRY_LATER' }

describe('a status without a maximum age', () => {
  const of = source({ from: '2026-03-01T00:00:00Z', to: '2026-03-08T00:00:00Z' })

  it('is fresh until its next update, which it is not fresh at', () => {
    expect(freshness(of, '2026-03-01T00:00:00Z').indication).toBe('PASSED')
    expect(freshness(of, '2026-03-07T23:59:59Z').indication).toBe('PASSED')
    expect(freshness(of, '2026-03-08T00:00:00Z')).toMatchObject(stale)
    expect(freshness(of, '2026-03-08T00:00:01Z')).toMatchObject(stale)
  })

  it('is fresh where it was issued after the validation time', () => {
    expect(freshness(of, '2026-02-01T00:00:00Z').indication).toBe('PASSED')
  })

  it('is not fresh where it states no next update', () => {
    const open = source({ from: '2026-03-01T00:00:00Z' })
    expect(freshness(open, '2026-03-01T00:00:00Z')).toMatchObject(stale)
  })

  it('is not fresh where its next update lies before it', () => {
    const backwards = source({ from: '2026-03-08T00:00:00Z', to: '2026-03-01T00:00:00Z' })
    for (const at of ['2026-02-01T00:00:00Z', '2026-03-05T00:00:00Z', '2026-03-09T00:00:00Z']) {
      expect(freshness(backwards, at)).toMatchObject(stale)
    }
  })

  it('tells the reader what was due, and when', () => {
    expect(freshness(of, '2026-04-01T00:00:00Z')).toMatchObject({
      detail:
        'the OCSP response of 2026-03-01T00:00:00Z on "CN=signer" is not fresh at ' +
        '2026-04-01T00:00:00Z; the next was due on 2026-03-08T00:00:00Z',
    })
    const list = source({ kind: 'crl', from: '2026-03-01T00:00:00Z' })
    expect(freshness(list, '2026-04-01T00:00:00Z')).toMatchObject({
      detail: 'the CRL of 2026-03-01T00:00:00Z on "CN=signer" states no next update',
    })
  })
})

describe('a status with a maximum age', () => {
  it('is fresh while it is younger, whatever its next update says', () => {
    const of = source({ from: '2026-03-01T00:00:00Z', to: '2026-03-01T01:00:00Z' })
    expect(freshness(of, '2026-03-01T23:59:59Z', day).indication).toBe('PASSED')
    expect(freshness(of, '2026-03-02T00:00:00Z', day)).toMatchObject(stale)
    const long = source({ from: '2026-03-01T00:00:00Z', to: '2026-09-01T00:00:00Z' })
    expect(freshness(long, '2026-03-02T00:00:00Z', day)).toMatchObject(stale)
  })

  it('needs no next update', () => {
    const open = source({ from: '2026-03-01T00:00:00Z' })
    expect(freshness(open, '2026-03-01T23:59:59Z', day).indication).toBe('PASSED')
  })

  it('of nothing is fresh where it was issued after the validation time, and not at it', () => {
    const of = source({ from: '2026-03-01T00:00:00Z' })
    expect(freshness(of, '2026-02-28T23:59:59Z', 0).indication).toBe('PASSED')
    expect(freshness(of, '2026-03-01T00:00:00Z', 0)).toMatchObject(stale)
  })

  it.each([-1, Number.NaN])('is never fresh for the age %d', (age) => {
    const of = source({ from: '2026-03-01T00:00:00Z', to: '2026-03-08T00:00:00Z' })
    expect(freshness(of, '2026-02-01T00:00:00Z', age)).toMatchObject(stale)
  })
})

describe('a status of a certificate that has expired', () => {
  const covers = (from: string, since?: string, listed?: string) =>
    coversExpired(
      source(since === undefined ? { from } : { from, since }),
      certificate,
      listed === undefined ? null : new Date(listed),
    )

  it('counts where it was issued while the certificate was valid', () => {
    expect(covers('2026-05-01T00:00:00Z')).toBe(true)
    expect(covers('2026-05-01T00:00:01Z')).toBe(false)
  })

  it('counts where the source keeps the status of such certificates', () => {
    expect(covers('2027-01-01T00:00:00Z', '2026-05-01T00:00:00Z')).toBe(true)
    expect(covers('2027-01-01T00:00:00Z', '2026-05-01T00:00:01Z')).toBe(false)
  })

  it('counts where the trust list says that its issuer does', () => {
    expect(covers('2027-01-01T00:00:00Z', undefined, '2026-05-01T00:00:00Z')).toBe(true)
    expect(covers('2027-01-01T00:00:00Z', undefined, '2026-05-01T00:00:01Z')).toBe(false)
    expect(covers('2027-01-01T00:00:00Z', '2026-06-01T00:00:00Z', '2020-01-01')).toBe(true)
  })
})
