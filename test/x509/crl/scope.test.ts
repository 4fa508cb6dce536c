import { describe, expect, it } from 'vitest'
import { sequence, tlv } from '../../formats/cms/der.ts'
import { authority, crl, entity, issue, type Plan } from '../pki.ts'
import {
  type CertificatePointPlan,
  compromise,
  distributionPoints,
  entry,
  type IssuingPlan,
  issuingPoint,
  others,
  statusOf,
} from './builder.ts'

const root = entity('root')
const issuer = authority(root, root)
const here = 'http://crl.example/here.crl'
const there = 'http://crl.example/there.crl'

function leaf(points: readonly CertificatePointPlan[], plan: Plan = {}) {
  const extensions = points.length === 0 ? [] : [distributionPoints(...points)]
  return issue(entity('signer'), root, { serial: 5, extensions, ...plan })
}

function scoped(plan: IssuingPlan, entries: readonly Uint8Array[] = []) {
  return crl(root, { extensions: [issuingPoint(plan)], entries })
}

function statusBy(plan: IssuingPlan, certificate = leaf([{ names: [here] }])) {
  return statusOf({ certificate, issuer, crls: [scoped(plan)] }).status
}

describe('a CRL of a distribution point', () => {
  it.each([
    ['one of its names is one of the certificate’s', { names: [there, here] }, 'good'],
    ['none of its names is', { names: [there] }, 'unknown'],
    ['its name differs in case alone', { names: [here.toUpperCase()] }, 'unknown'],
    ['it states no name', { reasons: [...compromise, ...others] }, 'good'],
  ] as const)('counts or not where %s', (_, plan, expected) => {
    expect(statusBy(plan)).toBe(expected)
  })

  it('counts for any of the certificate’s points', () => {
    const certificate = leaf([{ names: ['http://crl.example/other.crl'] }, { names: [here] }])
    expect(statusBy({ names: [here] }, certificate)).toBe('good')
  })

  it('does not count for a certificate without points, unless it bears its issuer’s name', () => {
    expect(statusBy({ names: [here] }, leaf([]))).toBe('unknown')
    expect(statusBy({ names: [root] }, leaf([]))).toBe('good')
  })

  it('is found by a name relative to that of the issuer', () => {
    const relative = sequence(
      tlv(0x06, Uint8Array.of(0x55, 4, 3)),
      tlv(0x0c, Buffer.from('part 1')),
    )
    const full = {
      ...root,
      name: sequence(root.name.subarray(2), tlv(0x31, relative)),
    }
    expect(statusBy({ relative }, leaf([{ relative }]))).toBe('good')
    expect(statusBy({ names: [full] }, leaf([{ relative }]))).toBe('good')
    expect(statusBy({ names: [entity('part 1')] }, leaf([{ relative }]))).toBe('unknown')
  })

  it('leaves the certificate uncleared where it names it, although it is of another point', () => {
    const crls = [crl(root), scoped({ names: [there] }, [entry({ serial: 5 })])]
    const certificate = leaf([{ names: [here] }])
    expect(statusOf({ certificate, issuer, crls }).status).toBe('unknown')
  })

  it('gives way to a complete CRL where it names another', () => {
    const crls = [crl(root), scoped({ names: [there] }, [entry({ serial: 6 })])]
    const certificate = leaf([{ names: [here] }])
    expect(statusOf({ certificate, issuer, crls }).status).toBe('good')
  })

  it('does not count where its extension is empty or for two kinds at once', () => {
    const both = tlv(0x81, Uint8Array.of(0xff))
    for (const value of [sequence(), sequence(both, tlv(0x82, Uint8Array.of(0xff)))]) {
      const point = sequence(
        tlv(0x06, Uint8Array.of(0x55, 0x1d, 28)),
        tlv(0x01, Uint8Array.of(0xff)),
        tlv(0x04, value),
      )
      const crls = [crl(root, { extensions: [point] })]
      const result = statusOf({ certificate: leaf([]), issuer, crls })
      expect(result.status === 'unknown' && result.rejected[0]).toContain('cannot be read')
    }
  })
})

describe('a CRL for one kind of certificates', () => {
  const user = leaf([])
  const ca = leaf([], { ca: {} })

  it.each([
    ['user', user, 'good'],
    ['user', ca, 'unknown'],
    ['ca', user, 'unknown'],
    ['ca', ca, 'good'],
    ['attribute', user, 'unknown'],
    ['attribute', ca, 'unknown'],
  ] as const)('for %s certificates', (only, certificate, expected) => {
    expect(statusBy({ only }, certificate)).toBe(expected)
  })

  it('has no certificates of versions 1 and 2', () => {
    expect(statusBy({ only: 'user' }, { ...user, version: 1 })).toBe('unknown')
    expect(statusBy({ only: 'user' }, { ...user, version: 2 })).toBe('unknown')
  })
})

describe('CRLs parted by reason', () => {
  const certificate = leaf([])
  const all = [scoped({ reasons: compromise }), scoped({ reasons: others })]

  it('clear a certificate together, and not one alone', () => {
    expect(statusOf({ certificate, issuer, crls: all }).status).toBe('good')
    for (const one of all) {
      const result = statusOf({ certificate, issuer, crls: [one] })
      expect(result.status === 'unknown' && result.rejected).toEqual([
        'the CRLs at hand speak of some reasons for revocation only',
      ])
    }
  })

  it('do not clear it with a reason missing', () => {
    const crls = [scoped({ reasons: compromise }), scoped({ reasons: others.slice(1) })]
    expect(statusOf({ certificate, issuer, crls }).status).toBe('unknown')
  })

  it('revoke it each alone', () => {
    const crls = [scoped({ reasons: others }, [entry({ serial: 5, reason: 4 })])]
    expect(statusOf({ certificate, issuer, crls })).toMatchObject({
      status: 'revoked',
      reason: 'superseded',
    })
  })

  it('speak only of the reasons of the distribution point that leads to them', () => {
    const points = [
      { names: [here], reasons: compromise },
      { names: [there], reasons: others },
    ]
    const both = [scoped({ names: [here] }), scoped({ names: [there] })]
    const parted = leaf(points)
    expect(statusOf({ certificate: parted, issuer, crls: both }).status).toBe('good')
    expect(statusOf({ certificate: parted, issuer, crls: both.slice(1) }).status).toBe('unknown')
  })

  it('are as old as the older of them', () => {
    const newer = crl(root, {
      from: '2026-05-01',
      to: '2026-08-01',
      extensions: [issuingPoint({ reasons: others })],
    })
    const result = statusOf({ certificate, issuer, crls: [newer, scoped({ reasons: compromise })] })
    expect(result).toMatchObject({
      status: 'good',
      source: { thisUpdate: new Date('2026-01-01'), nextUpdate: new Date('2026-08-01') },
    })
    expect(result.status === 'good' && result.source.signatures).toHaveLength(2)
  })
})
