import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromBase64Url, toBase64Url } from '../../../src/formats/jose/base64url.ts'

describe('base64url', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(fromBase64Url(toBase64Url(bytes))).toEqual(Buffer.from(bytes))
      }),
    )
  })
  it.each([
    ['padding', 'YQ=='],
    ['white space', 'Y Q'],
    ['a line break at the end', 'YQ\n'],
    ['the other alphabet', '+/+/'],
    ['a length that no octets have', 'YWJjZ'],
    ['bits set behind the last octet of one', 'YR'],
    ['bits set behind the last octet of two', 'YWJ'],
    ['letters outside of ASCII', 'YÄ'],
  ])('is refused with %s', (_, text) => expect(fromBase64Url(text)).toBeNull())
  it('has one text for each byte string', () => {
    fc.assert(
      fc.property(fc.base64String({ maxLength: 24 }), (padded) => {
        const text = padded.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
        const bytes = fromBase64Url(text)
        expect(bytes === null || toBase64Url(bytes) === text).toBe(true)
      }),
    )
  })
})
