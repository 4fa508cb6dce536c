import { describe, expect, it } from 'vitest'
import { Budget, defaultLimits } from '../../src/core/budget.ts'
import { tokenTime } from '../../src/formats/token-time.ts'
import { integer, octets, oid, sequence, setOf, tlv } from './cms/der.ts'

const types = { signedData: '1.2.840.113549.1.7.2', info: '1.2.840.113549.1.9.16.1.4' } as const

interface Changes {
  readonly time?: string
  readonly outer?: string
  readonly inner?: string
  readonly signers?: Uint8Array
  readonly after?: Uint8Array
}

/** A token of which only what leads to its time is there. */
function token(changes: Changes): Uint8Array {
  const { time = '20260301120000Z', outer = types.signedData, inner = types.info } = changes
  const imprint = sequence(sequence(oid('2.16.840.1.101.3.4.2.1')), octets(new Uint8Array(32)))
  const info = sequence(integer(1), oid('1.2.3'), imprint, integer(5), tlv(0x18, Buffer.from(time)))
  const content = sequence(oid(inner), tlv(0xa0, octets(info)))
  const { signers = setOf(), after = new Uint8Array() } = changes
  const signedData = sequence(integer(3), setOf(), content, tlv(0xa0), tlv(0xa1), signers, after)
  return sequence(oid(outer), tlv(0xa0, signedData))
}

const timeOf = (changes: Changes) => tokenTime(token(changes), new Budget())?.toISOString() ?? null

describe('the time of a time-stamp token', () => {
  it('is its genTime', () => expect(timeOf({})).toBe('2026-03-01T12:00:00.000Z'))
  it('keeps the fraction of a second', () =>
    expect(timeOf({ time: '20260301120000.25Z' })).toBe('2026-03-01T12:00:00.250Z'))
  it.each([
    ['a day that does not exist', { time: '20260230120000Z' }],
    ['a second that does not exist', { time: '20260301120060Z' }],
    ['a time of another zone', { time: '20260301120000+0300' }],
    ['a CMS other than SignedData', { outer: '1.2.840.113549.1.7.3' }],
    ['a content other than TSTInfo', { inner: '1.2.840.113549.1.7.1' }],
    ['no list of signers', { signers: integer(1) }],
    ['something behind the signers', { after: integer(1) }],
  ])('is unknown with %s', (_, changes) => expect(timeOf(changes)).toBeNull())
  it('is unknown of octets that are no token', () =>
    expect(tokenTime(Buffer.from('a token'), new Budget())).toBeNull())
  it('is found though zeros follow the token, as padding does', () => {
    const padded = Buffer.concat([token({}), new Uint8Array(3)])
    expect(tokenTime(padded, new Budget())).toEqual(new Date('2026-03-01T12:00:00Z'))
  })
  it('is not read beyond the limits', () => {
    const budget = new Budget({ ...defaultLimits, nodes: 5 })
    expect(() => tokenTime(token({}), budget)).toThrowError(
      expect.objectContaining({ code: 'budget-exceeded' }),
    )
  })
})
