import { describe, expect, it } from 'vitest'
import { directory, end, listed, plain, spoilt, text } from './small-zip.ts'

describe('a ZIP file', () => {
  describe('with the end of ZIP64', () => {
    /** The same file with its end as ZIP64 has it; `offset` is where the record says the directory begins. */
    function wideEnd(offset = directory): Buffer {
      const record = Buffer.alloc(56)
      record.write('PK\x06\x06', 'latin1')
      record.writeBigUInt64LE(44n, 4)
      record.writeBigUInt64LE(2n, 24)
      record.writeBigUInt64LE(2n, 32)
      record.writeBigUInt64LE(BigInt(end - directory), 40)
      record.writeBigUInt64LE(BigInt(offset), 48)
      const locator = Buffer.alloc(20)
      locator.write('PK\x06\x07', 'latin1')
      locator.writeBigUInt64LE(BigInt(end), 8)
      locator.writeUInt32LE(1, 16)
      const marked = spoilt(plain.subarray(end), ...all(0xff, 8, 20))
      return Buffer.concat([plain.subarray(0, end), record, locator, marked])
    }
    const all = (octet: number, from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) => [from + index, octet] as const)

    it('is read', () =>
      expect(listed(wideEnd())).toEqual([
        ['a.txt', text],
        ['b.txt', 'b'],
      ]))

    it('is refused where the record says another place', () =>
      expect(listed(wideEnd(directory + 1))).toBe('its end is not whole'))

    it('is refused where both ends say something else', () => {
      const bytes = wideEnd()
      bytes.writeUInt32LE(directory + 1, bytes.length - 6)
      expect(listed(bytes)).toBe('its end is not whole')
    })
  })
})
