import { describe, expect, it } from 'vitest'
import { fromBase64, fromHex, fromUtf8 } from '../../src/core/bytes.ts'
import { parseTime } from '../../src/core/time.ts'

describe('base64', () => {
  it.each(['', 'AA==', 'AAA=', 'AAAA', '+/+/'])('is read where it is whole: "%s"', (text) => {
    const bytes = fromBase64(text)
    expect(bytes === null ? null : Buffer.from(bytes).toString('base64')).toBe(text)
  })

  it('is read across lines', () => {
    expect(fromBase64(' AA\r\n\tAA\n')).toEqual(Buffer.alloc(3))
  })

  it.each([
    'A',
    'AA',
    'AAA',
    'AA=',
    'A===',
    '=',
    '====',
    'AA=A',
    'AA==AA==',
    'AAA*',
    'AA*=',
    'A-AA',
    'A_AA',
    'AA\u00a0AA',
    'AAAA=',
    'AB==',
    'AAB=',
    'ŁŁŁŁ',
  ])('is refused otherwise: "%s"', (text) => {
    expect(fromBase64(text)).toBeNull()
  })
})

describe('times', () => {
  it.each(['2026-02-30T00:00:00Z', '2026-13-01T00:00:00Z', '2026-01-01T24:00:00Z', '2026-01-01'])(
    'that do not exist are none: %s',
    (text) => {
      expect(parseTime(text)).toBeNull()
    },
  )

  it('are read with their zone', () => {
    expect(parseTime('2024-02-29T01:00:00+02:00')?.toISOString()).toBe('2024-02-28T23:00:00.000Z')
  })
})

describe('other encodings', () => {
  it('refuse what they do not allow', () => {
    expect(fromHex('abc')).toBeNull()
    expect(fromHex('zz')).toBeNull()
    expect(fromUtf8(Uint8Array.of(0xc3, 0x28))).toBeNull()
  })
})
