import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from '../../../../src/core/bytes.ts'
import { rc4 } from '../../../../src/formats/pdf/encryption/rc4.ts'

/** RFC 6229 §2: the key stream at offset 0. */
describe('RC4', () => {
  it.each([
    ['0102030405', 'b2396305f03dc027ccc3524a0a1118a8'],
    ['0102030405060708090a0b0c0d0e0f10', '9ac7cc9a609d1ef7b2932899cde41b97'],
  ])('has the key stream of RFC 6229 with the key %s', (key, stream) => {
    const given = fromHex(key) ?? new Uint8Array()
    expect(toHex(rc4(given, new Uint8Array(16)))).toBe(stream)
  })

  it('leaves what it is given alone', () => {
    const given = Uint8Array.of(1, 2, 3)
    rc4(given, given)
    expect(given).toEqual(Uint8Array.of(1, 2, 3))
  })
})
