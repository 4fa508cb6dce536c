import { describe, expect, it } from 'vitest'
import { ip, problemUnder } from './material.ts'

const allowed = (problem: string | null) => (problem === null ? 'allowed' : 'refused')

const zeros = (count: number): number[] => Array.from({ length: count }, () => 0)
const ones = (count: number): number[] => Array.from({ length: count }, () => 0xff)
const documentation = [0x20, 0x01, 0x0d, 0xb8]
const v6 = (...end: readonly number[]) => ip(...documentation, ...zeros(12 - end.length), ...end)
const v6Range = ip(...documentation, ...zeros(12), ...ones(4), ...zeros(12))

describe('iPAddress constraints (RFC 5280 §4.2.1.10)', () => {
  it.each([
    ['192.0.2.0/24', [192, 0, 2, 0, 255, 255, 255, 0], [192, 0, 2, 0], 'allowed'],
    ['192.0.2.0/24', [192, 0, 2, 0, 255, 255, 255, 0], [192, 0, 2, 255], 'allowed'],
    ['192.0.2.0/24', [192, 0, 2, 0, 255, 255, 255, 0], [192, 0, 3, 0], 'refused'],
    ['192.0.2.0/24', [192, 0, 2, 0, 255, 255, 255, 0], [192, 0, 1, 255], 'refused'],
    ['192.0.2.77/24', [192, 0, 2, 77, 255, 255, 255, 0], [192, 0, 2, 1], 'allowed'],
    ['192.0.2.1/32', [192, 0, 2, 1, 255, 255, 255, 255], [192, 0, 2, 1], 'allowed'],
    ['192.0.2.1/32', [192, 0, 2, 1, 255, 255, 255, 255], [192, 0, 2, 0], 'refused'],
    ['192.0.2.2/31', [192, 0, 2, 2, 255, 255, 255, 254], [192, 0, 2, 3], 'allowed'],
    ['192.0.2.2/31', [192, 0, 2, 2, 255, 255, 255, 254], [192, 0, 2, 4], 'refused'],
    ['128.0.0.0/1', [128, 0, 0, 0, 128, 0, 0, 0], [255, 255, 255, 255], 'allowed'],
    ['128.0.0.0/1', [128, 0, 0, 0, 128, 0, 0, 0], [127, 255, 255, 255], 'refused'],
    ['0.0.0.0/0', [0, 0, 0, 0, 0, 0, 0, 0], [8, 8, 8, 8], 'allowed'],
  ])('permitting %s, %#', (_, base, address, outcome) => {
    expect(allowed(problemUnder({ permitted: [ip(...base)] }, [ip(...address)]))).toBe(outcome)
    const opposite = outcome === 'allowed' ? 'refused' : 'allowed'
    expect(allowed(problemUnder({ excluded: [ip(...base)] }, [ip(...address)]))).toBe(opposite)
  })

  it('tell IPv6 addresses by their prefix', () => {
    expect(problemUnder({ permitted: [v6Range] }, [v6(1)])).toBeNull()
    expect(problemUnder({ permitted: [v6Range] }, [ip(0x20, ...zeros(15))])).not.toBeNull()
    expect(problemUnder({ excluded: [v6Range] }, [v6(1)])).not.toBeNull()
    expect(problemUnder({ excluded: [v6Range] }, [ip(0x20, ...zeros(15))])).toBeNull()
  })

  it('permit no IPv6 address where only IPv4 is permitted', () => {
    expect(problemUnder({ permitted: [ip(...zeros(8))] }, [v6(1)])).not.toBeNull()
    expect(problemUnder({ excluded: [ip(...zeros(8))] }, [v6(1)])).toBeNull()
  })

  it('take an IPv4 address written as IPv6 for an IPv6 address', () => {
    const mapped = ip(...zeros(10), 0xff, 0xff, 192, 0, 2, 1)
    expect(problemUnder({ permitted: [ip(192, 0, 2, 0, 255, 255, 255, 0)] }, [mapped])).not.toBe(
      null,
    )
  })

  it.each([
    ['255.0.255.0', [255, 0, 255, 0]],
    ['255.255.253.0', [255, 255, 253, 0]],
    ['0.255.255.255', [0, 255, 255, 255]],
    ['0.0.0.1', [0, 0, 0, 1]],
  ])('refuse everything where the mask is %s', (_, mask) => {
    expect(problemUnder({ excluded: [ip(192, 0, 2, 0, ...mask)] }, [])).toMatch(/cannot be read/)
  })

  it.each([0, 4, 5, 7, 9, 16, 31, 33])('refuse everything where a base has %i octets', (length) => {
    expect(problemUnder({ permitted: [ip(...zeros(length))] }, [])).toMatch(/cannot be read/)
  })

  it.each([0, 3, 5, 8, 15, 17, 32])('refuse a name of %i octets', (length) => {
    const everything = [ip(...zeros(8)), ip(...zeros(32))]
    expect(problemUnder({ permitted: everything }, [ip(...zeros(length))])).not.toBeNull()
    const another = [ip(10, 0, 0, 0, 255, 0, 0, 0)]
    expect(problemUnder({ excluded: another }, [ip(...zeros(length))])).not.toBeNull()
  })

  it('write an address as it is read', () => {
    const excluded = [ip(192, 0, 2, 0, 255, 255, 255, 0)]
    expect(problemUnder({ excluded }, [ip(192, 0, 2, 7)])).toMatch(/^iPAddress "192\.0\.2\.7" is/)
  })
})
