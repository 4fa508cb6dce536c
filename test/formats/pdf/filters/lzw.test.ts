import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeLzw } from '../../../../src/formats/pdf/filters/lzw.ts'
import { encodeLzw } from './lzw.ts'

function decode(octets: Uint8Array, early = 1, most = 1 << 24): Uint8Array {
  return decodeLzw(octets, most, (_, byDefault) => (early === 1 ? byDefault : early))
}

const malformed = expect.objectContaining({ code: 'pdf-malformed' })

describe('LZWDecode (ISO 32000-2 §7.4.4.2)', () => {
  it('reads the example of the standard', () => {
    const octets = Buffer.from('800B6050220C0C8501', 'hex')
    expect([...decode(octets)]).toEqual([45, 45, 45, 45, 45, 65, 45, 45, 45, 66])
  })

  it.each([0, 1] as const)('reads what was written with EarlyChange %d', (early) => {
    const octet = fc.integer({ min: 0, max: 3 })
    const lengths = fc.constantFrom(0, 1, 10, 1000, 20_000)
    const data = lengths.chain((length) =>
      fc.array(octet, { minLength: length, maxLength: length }),
    )
    fc.assert(
      fc.property(data, (octets) => {
        const plain = Uint8Array.from(octets)
        expect(Buffer.compare(decode(encodeLzw(plain, early), early), plain)).toBe(0)
      }),
      { numRuns: 40 },
    )
  })

  it('reads a table that was filled and begun again', () => {
    const plain = Uint8Array.from({ length: 100_000 }, (_, index) => (index * index * 31) >> 5)
    for (const early of [0, 1] as const) {
      expect(Buffer.compare(decode(encodeLzw(plain, early), early), plain)).toBe(0)
    }
  })

  it('refuses data that do not end', () => {
    expect(() => decode(new Uint8Array())).toThrow(malformed)
    expect(() => decode(Buffer.from('800B6050220C0C', 'hex'))).toThrow(malformed)
  })

  it('refuses a code that stands for nothing', () => {
    // The code 258 before anything that it could stand for.
    expect(() => decode(Buffer.from('8101', 'hex'))).toThrow(malformed)
    // Clear, 45, then 259 where 258 is the next to be.
    expect(() => decode(Buffer.from([0x80, 0x0b, 0x70, 0x38]))).toThrow(malformed)
  })

  it('refuses a table that is full and not cleared, on which readers differ', () => {
    const codes = [256, ...Array.from({ length: 3840 }, (_, index) => index % 200), 257]
    const widths = codes.map((_, index) => {
      const size = 258 + Math.max(0, index - 2) + 1
      return size < 512 ? 9 : size < 1024 ? 10 : size < 2048 ? 11 : 12
    })
    const written = (count: number) => {
      const kept = [...codes.keys()].filter((index) => index < count)
      const bits = kept.map((index) =>
        (codes[index] ?? 0).toString(2).padStart(widths[index] ?? 9, '0'),
      )
      const octets = `${bits.join('')}${(257).toString(2).padStart(12, '0')}`.match(/.{1,8}/g) ?? []
      return Uint8Array.from(octets, (octet) => Number.parseInt(octet.padEnd(8, '0'), 2))
    }
    expect(decode(written(3840))).toHaveLength(3839)
    expect(() => decode(written(3841))).toThrow(malformed)
  })

  it('refuses an EarlyChange that is neither 0 nor 1', () => {
    expect(() => decode(Buffer.from('800B6050220C0C8501', 'hex'), 2)).toThrow(malformed)
  })

  it('refuses what comes to more than it may', () => {
    const octets = encodeLzw(new Uint8Array(1000), 1)
    expect(decode(octets, 1, 1000)).toHaveLength(1000)
    expect(() => decode(octets, 1, 999)).toThrow(
      expect.objectContaining({ code: 'budget-exceeded' }),
    )
  })
})
