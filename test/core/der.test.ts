import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Budget, defaultLimits } from '../../src/core/budget.ts'
import { contentBytes, DerReader, type Encoding, tags } from '../../src/core/der.ts'
import {
  bitStringValue,
  booleanValue,
  integerBytes,
  octetStringValue,
  oidValue,
  smallInteger,
  stringValue,
  timeValue,
} from '../../src/core/der-values.ts'
import { VerifierError } from '../../src/core/errors.ts'
import { indefinite, octets, oid, sequence, tlv } from '../formats/cms/der.ts'

const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex')
const first = (hex: string, encoding: Encoding = 'DER') => DerReader.of(bytes(hex), encoding).read()

describe('the reader', () => {
  it.each([
    ['nothing', ''],
    ['a tag without length', '30'],
    ['a length beyond the end', '3003 0101'],
    ['a length in more octets than needed', '308103 0101ff'],
    ['a long form for a short length', '30820003 0101ff'],
    ['an indefinite length', '3080 0000'],
    ['a high tag number', '1f8101 00'],
    ['a length of 2^40', '30860100000000 00'],
  ])('refuses %s in DER', (_, hex) => {
    expect(() => first(hex)).toThrow(VerifierError)
  })

  it('reads BER with indefinite lengths, nested', () => {
    const reader = DerReader.of(
      indefinite(0x30, indefinite(0x31, tlv(0x05)), octets(bytes('01'))),
      'BER',
    )
    const outer = reader.enter(tags.sequence)
    expect(outer.enter(tags.set).read().tag).toBe(tags.null)
    expect(contentBytes(outer.read())).toEqual(bytes('01'))
    outer.finish()
    reader.finish()
  })

  it('does not take content octets of zero for an end', () => {
    const reader = DerReader.of(indefinite(0x30, octets(bytes('0000'))), 'BER').enter(tags.sequence)
    expect(contentBytes(reader.read())).toEqual(bytes('0000'))
  })

  it('refuses depth past its limit, of either kind of length', () => {
    let definite: Uint8Array = tlv(0x05)
    for (let i = 0; i < 200; i += 1) definite = sequence(definite)
    const descend = (reader: DerReader): void =>
      reader.nextTag === 0x30 ? descend(reader.enter(0x30)) : undefined
    expect(() => descend(DerReader.of(definite))).toThrow('nested too deeply')
    expect(() => DerReader.of(Buffer.alloc(20_000, bytes('3080')), 'BER').read()).toThrow(
      'nested too deeply',
    )
  })

  it('refuses elements past its budget', () => {
    const budget = new Budget({ ...defaultLimits, nodes: 3 })
    const reader = DerReader.of(Buffer.alloc(20, bytes('0500')), 'DER', budget)
    expect(() => {
      while (!reader.done) reader.read()
    }).toThrow('limit of 3 nodes')
  })

  it('throws nothing but its own error, whatever it reads', () => {
    const walk = (reader: DerReader): void => {
      while (!reader.done) {
        const element = reader.read()
        if ((element.tag & 0x20) !== 0) walk(reader.within(element))
      }
    }
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom<Encoding>('DER', 'BER'),
        (input, encoding) => {
          try {
            walk(DerReader.of(input, encoding))
          } catch (error) {
            if (!(error instanceof VerifierError)) throw error
          }
        },
      ),
    )
  })
})

describe('values', () => {
  it('read OBJECT IDENTIFIERs', () => {
    for (const dotted of [
      '1.2.840.113549.1.1.11',
      '2.5.29.15',
      '0.4.0.1862.1.1',
      '2.16.792.1.61.0.1.5070.1.1',
    ]) {
      expect(oidValue(DerReader.of(oid(dotted)).read())).toBe(dotted)
    }
  })

  it.each(['0600', '060180', '06028001', '0602ff'])('refuse the OBJECT IDENTIFIER %s', (hex) => {
    expect(() => oidValue(first(hex))).toThrow(VerifierError)
  })

  it.each([['0200'], ['02020001'], ['0202ffff']])('refuse the INTEGER %s', (hex) => {
    expect(() => integerBytes(first(hex))).toThrow(VerifierError)
  })

  it('read small INTEGERs with their sign', () => {
    expect(smallInteger(first('0201ff'))).toBe(-1)
    expect(smallInteger(first('02020080'))).toBe(128)
    expect(() => smallInteger(first('02050100000000'))).toThrow(VerifierError)
  })

  it('take 0xff alone for TRUE in DER, and any other than zero in BER', () => {
    expect(booleanValue(first('0101ff'))).toBe(true)
    expect(() => booleanValue(first('010101'))).toThrow(VerifierError)
    expect(booleanValue(first('010101', 'BER'), 'BER')).toBe(true)
  })

  it.each(['0300', '030108', '03020101'])('refuse the BIT STRING %s', (hex) => {
    expect(() => bitStringValue(first(hex))).toThrow(VerifierError)
  })

  it('join the segments of an OCTET STRING in BER', () => {
    const reader = DerReader.of(
      indefinite(0x24, octets(bytes('01')), tlv(0x24, octets(bytes('02')))),
      'BER',
    )
    expect(octetStringValue(reader, reader.read())).toEqual(bytes('0102'))
  })

  it.each([
    ['170d3439313233313233353935395a', '2049-12-31T23:59:59.000Z'],
    ['170d3530303130313030303030305a', '1950-01-01T00:00:00.000Z'],
    ['180f32303530303130313030303030305a', '2050-01-01T00:00:00.000Z'],
  ])('read the time %s', (hex, time) => {
    expect(timeValue(first(hex)).toISOString()).toBe(time)
  })

  it.each([
    '170b343931323331323335395a',
    '170d3439303233303030303030305a',
    '17113439313233313233353935392b30313030',
  ])('refuse the time %s', (hex) => {
    expect(() => timeValue(first(hex))).toThrow(VerifierError)
  })

  it('give no text for octets that do not fit their type', () => {
    expect(stringValue(first('0c02c328'))).toBeNull()
    expect(stringValue(first('1e03004100'))).toBeNull()
    expect(stringValue(first('1301e9'))).toBeNull()
    expect(stringValue(first('1c0400110000'))).toBeNull()
  })
})
