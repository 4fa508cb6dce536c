import { describe, expect, it } from 'vitest'
import { toHex } from '../../src/core/bytes.ts'
import { encodeDer, encodeInteger, encodeOid, encodeTlv } from '../../src/core/der-encoding.ts'
import { digestLengths, digestOids } from '../../src/core/digests.ts'

describe('DER', () => {
  it.each([
    [0, '0400'],
    [127, '047f'],
    [128, '048180'],
    [255, '0481ff'],
    [256, '04820100'],
    [65_536, '0483010000'],
  ])('has the shortest length of %i octets', (length, header) => {
    expect(toHex(encodeTlv(0x04, new Uint8Array(length))).slice(0, header.length)).toBe(header)
  })

  it('is made of any number of parts', () => {
    const parts = new Array<Uint8Array>(200_000).fill(Uint8Array.of(0))
    expect(encodeDer(0x31, parts)).toHaveLength(5 + 200_000)
  })

  it.each([
    [0, '020100'],
    [127, '02017f'],
    [128, '02020080'],
    [65_537, '0203010001'],
  ])('has %i in the fewest octets', (value, der) => {
    expect(toHex(encodeInteger(value))).toBe(der)
  })

  it.each([
    ['2.5.4.3', '0603550403'],
    ['1.2.840.113549.1.1.10', '06092a864886f70d01010a'],
    ['2.16.840.1.101.3.4.2.10', '060960864801650304020a'],
    ['1.3.6.1.4.1.128.0', '06082b06010401810000'],
    ['2.999', '06028837'],
  ])('has the OID %s', (dotted, der) => {
    expect(toHex(encodeOid(dotted))).toBe(der)
  })
})

it('has one OID for each digest', () => {
  expect(Object.values(digestOids).sort()).toEqual(Object.keys(digestLengths).sort())
})
