import { describe, expect, it } from 'vitest'
import type { Extension } from '../../../src/x509/certificate.ts'
import {
  allReasons,
  crlDistributionPoints,
  crlNumber,
  deltaBase,
  expiredCertificatesSince,
  freshestCrl,
  invalidityDate,
  issuingDistributionPoint,
  reasonCode,
} from '../../../src/x509/crl/extensions.ts'
import { integer, sequence, tlv } from '../../formats/cms/der.ts'
import { crl, entity } from '../pki.ts'
import { compromise, issuingPoint, others } from './builder.ts'

const root = entity('root')
const yes = Uint8Array.of(0xff)
const uri = tlv(0x86, Buffer.from('http://a.example'))

function having(oid: string, value: Uint8Array): { readonly extensions: readonly Extension[] } {
  return { extensions: [{ oid, critical: false, value }] }
}

describe('an issuing distribution point', () => {
  const read = (...members: readonly Uint8Array[]) =>
    issuingDistributionPoint(having('2.5.29.28', sequence(...members)))

  it('is read whole', () => {
    const list = crl(root, {
      extensions: [issuingPoint({ names: ['http://a'], only: 'user', reasons: compromise })],
    })
    expect(issuingDistributionPoint(list)).toEqual({
      name: { kind: 'full', names: [{ kind: 'uri', uri: 'http://a' }] },
      onlyContains: 'user-certificates',
      onlySomeReasons: 0b110,
      indirect: 'no',
    })
  })

  it('has the reasons of both halves together', () => {
    const masks = [compromise, others].map((reasons) => {
      const list = crl(root, { extensions: [issuingPoint({ reasons })] })
      return issuingDistributionPoint(list)?.onlySomeReasons ?? 0
    })
    expect(masks.reduce((a, b) => a | b)).toBe(allReasons)
    expect(masks.reduce((a, b) => a & b)).toBe(0)
  })

  it('says the same where FALSE is written out', () => {
    const no = Uint8Array.of(0)
    expect(read(tlv(0x81, no), tlv(0x84, yes))).toMatchObject({
      onlyContains: 'all',
      indirect: 'yes',
    })
  })

  it.each([
    ['that is empty', []],
    ['for users and attributes', [tlv(0x81, yes), tlv(0x85, yes)]],
    ['with members in another order', [tlv(0x84, yes), tlv(0x81, yes)]],
    ['with an unknown member', [tlv(0x86, yes)]],
    ['with no general name', [tlv(0xa0, tlv(0xa0))]],
    ['with two distribution point names', [tlv(0xa0, tlv(0xa0, uri), tlv(0xa0, uri))]],
    ['with a name of neither form', [tlv(0xa0, tlv(0xa2, uri))]],
  ])('cannot be read %s', (_, members) => {
    expect(() => read(...members)).toThrow(/ASN\.1/)
  })
})

describe('distribution points', () => {
  const point = sequence(tlv(0xa0, tlv(0xa0, uri)), tlv(0x81, Uint8Array.of(6, 0x40)))

  it.each([
    ['2.5.29.31', crlDistributionPoints],
    ['2.5.29.46', freshestCrl],
  ] as const)('are read from %s', (oid, read) => {
    expect(read(having(oid, sequence(point)))).toEqual([
      {
        name: { kind: 'full', names: [{ kind: 'uri', uri: 'http://a.example' }] },
        reasons: 0b10,
        crlIssuer: null,
      },
    ])
    expect(read({ extensions: [] })).toBeNull()
  })

  it('cannot be read with an empty cRLIssuer', () => {
    const value = sequence(sequence(tlv(0xa2)))
    expect(() => crlDistributionPoints(having('2.5.29.31', value))).toThrow(/empty GeneralNames/)
  })
})

describe('numbers and times', () => {
  it('of twenty octets are read', () => {
    const octets = Buffer.alloc(20, 0xff)
    octets[0] = 0x7f
    expect(crlNumber(having('2.5.29.20', tlv(0x02, octets)))).toBe(2n ** 159n - 1n)
  })

  it('below zero are refused', () => {
    expect(() => deltaBase(having('2.5.29.27', integer(0xff)))).toThrow(/negative/)
    expect(deltaBase(having('2.5.29.27', integer(0)))).toBe(0n)
  })

  it('are read as GeneralizedTime alone', () => {
    const time = Buffer.from('20260101000000Z')
    const expected = new Date('2026-01-01')
    for (const [oid, read] of [
      ['2.5.29.24', invalidityDate],
      ['2.5.29.60', expiredCertificatesSince],
    ] as const) {
      expect(read(having(oid, tlv(0x18, time)))).toEqual(expected)
      expect(() => read(having(oid, tlv(0x17, time.subarray(2))))).toThrow(/expected tag/)
    }
  })
})

describe('the reason of an entry', () => {
  it.each([
    ['of one octet', tlv(0x0a, Uint8Array.of(9)), 9],
    ['of two octets', tlv(0x0a, Uint8Array.of(0, 9)), null],
    ['of no octets', tlv(0x0a), null],
    ['that is an INTEGER', integer(9), null],
  ])('%s', (_, value, expected) => {
    expect(reasonCode(having('2.5.29.21', value))).toBe(expected)
  })

  it('is unspecified where none is stated', () => {
    expect(reasonCode({ extensions: [] })).toBe(0)
    expect(reasonCode(having('1.2.3', integer(1)))).toBe(0)
  })
})
