import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskedNameText } from '../../src/x509/identifiers.ts'
import {
  nameAttribute,
  nameAttributes,
  nameKey,
  nameText,
  rdnKeys,
  sameName,
} from '../../src/x509/names.ts'
import { oid, sequence, setOf, tlv } from '../formats/cms/der.ts'
import { expectLinearGrowth } from '../growth.ts'

const utf8 = 0x0c
const printable = 0x13
const bmp = 0x1e

function attribute(type: string, text: string, tag = utf8): Uint8Array {
  const bytes = tag === bmp ? Buffer.from(text, 'utf16le').swap16() : Buffer.from(text)
  return sequence(oid(type), tlv(tag, bytes))
}

const name = (...attributes: readonly Uint8Array[]) =>
  sequence(...attributes.map((one) => setOf(one)))
const commonName = (text: string, tag = utf8) => name(attribute('2.5.4.3', text, tag))

/** One RDN of two common names. */
const pair = (a: string, b: string) =>
  sequence(setOf(attribute('2.5.4.3', a), attribute('2.5.4.3', b)))
/** The same without the order that DER demands. */
const reversedPair = (a: string, b: string) =>
  sequence(tlv(0x31, attribute('2.5.4.3', a), attribute('2.5.4.3', b)))

describe('names (RFC 5280 §7.1)', () => {
  it.each([
    ['case', commonName('Root CA'), commonName('ROOT ca')],
    ['string type', commonName('Root CA'), commonName('Root CA', printable)],
    ['width of characters', commonName('Корінь'), commonName('Корінь', bmp)],
    ['insignificant space', commonName(' Root  CA '), commonName('Root CA')],
    ['composition', commonName('Ro\u0301ot'), commonName('R\u00f3ot')],
    ['the sharp s', commonName('Straße'), commonName('STRASSE')],
    ['the sigma at the end', commonName('ΕΛΛΗΝΑΣ'), commonName('ελληνασ')],
    ['the iota subscript', commonName('ᾠδή'), commonName('ὨΙΔΉ')],
    ['a soft hyphen', commonName('Ro\u00adot'), commonName('Root')],
    ['a space of another kind', commonName('Root\u00a0\u3000CA'), commonName('Root CA')],
    ['width', commonName('Ｒｏｏｔ'), commonName('Root')],
    ['a ligature', commonName('և'), commonName('եւ')],
    ['the order inside an RDN', pair('a', 'b'), reversedPair('b', 'a')],
  ])('are the same but for %s', (_, a, b) => {
    expect(sameName(a, b)).toBe(true)
  })

  it.each([
    ['a letter', commonName('Root CA'), commonName('Root CB')],
    ['space between letters', commonName('RootCA'), commonName('Root CA')],
    [
      'the order of RDNs',
      name(attribute('2.5.4.6', 'GE'), attribute('2.5.4.3', 'a')),
      name(attribute('2.5.4.3', 'a'), attribute('2.5.4.6', 'GE')),
    ],
    [
      'an attribute more',
      commonName('a'),
      name(attribute('2.5.4.3', 'a'), attribute('2.5.4.6', 'GE')),
    ],
    [
      'a separator inside a value',
      name(attribute('2.5.4.3', 'a,2.5.4.3="b"')),
      name(attribute('2.5.4.3', 'a'), attribute('2.5.4.3', 'b')),
    ],
    ['Latin and Cyrillic letters that look alike', commonName('CA'), commonName('СА')],
    ['the dot of a Turkish i', commonName('Kırşehir'), commonName('Kirşehir')],
    ['the dot of a Turkish capital I', commonName('İzmir'), commonName('Izmir')],
    [
      'a Hangul filler, which is no letter but stands for one',
      commonName('a\u3164b'),
      commonName('ab'),
    ],
    ['a space before a combining mark', commonName('a \u0301b'), commonName('a  \u0301b')],
    ['a space', commonName('a \u0301b'), commonName('a\u0301b')],
    ['the type of an attribute', commonName('a'), name(attribute('2.5.4.10', 'a'))],
    ['how often an attribute is in an RDN', pair('a', 'a'), commonName('a')],
    [
      'RDNs where the other has one RDN',
      pair('a', 'b'),
      name(attribute('2.5.4.3', 'a'), attribute('2.5.4.3', 'b')),
    ],
  ])('differ by %s', (_, a, b) => {
    expect(sameName(a, b)).toBe(false)
  })

  it.each([
    ['a code point of private use', '\ue000'],
    ['a code point that is not assigned', '\u{e0080}'],
    ['the replacement character', '\ufffd'],
    ['a noncharacter', '\uffff'],
    ['more marks in a row than any language', '\u0301\u0316'.repeat(16)],
  ])('with %s are compared by their octets (RFC 4518 §2.4)', (_, character) => {
    const one = commonName(`Root ${character}`)
    expect(sameName(one, commonName(`Root ${character}`))).toBe(true)
    expect(sameName(one, commonName(`ROOT ${character}`))).toBe(false)
    expect(sameName(one, commonName('Root '))).toBe(false)
  })

  it('in TeletexString are compared by their octets', () => {
    const teletex = 0x14
    expect(sameName(commonName('Root', teletex), commonName('Root', teletex))).toBe(true)
    expect(sameName(commonName('Root', teletex), commonName('ROOT', teletex))).toBe(false)
    expect(sameName(commonName('Root', teletex), commonName('Root'))).toBe(false)
  })

  it('with a surrogate in BMPString are compared by their octets', () => {
    expect(sameName(commonName('\ud835\udc00', bmp), commonName('\ud835\udc00'))).toBe(false)
  })

  it('with an RDN of no attribute cannot be read', () => {
    expect(rdnKeys(sequence(tlv(0x31)))).toBeNull()
    expect(rdnKeys(sequence())?.keys).toEqual([])
  })

  it('say whether all their strings could be prepared', () => {
    expect(rdnKeys(commonName('a'))?.strings).toBe('prepared')
    expect(rdnKeys(commonName('\ue000'))?.strings).toBe('some-octets')
    expect(rdnKeys(name(sequence(oid('2.5.4.45'), tlv(0x03, Uint8Array.of(0)))))?.strings).toBe(
      'prepared',
    )
  })

  it('have one key exactly where they are the same', () => {
    const letters = fc.constantFrom(...'aAbßsSσςΣıiIİ  ,+="\\\u00ad\u0301'.split(''))
    const text = fc.array(letters, { maxLength: 4 }).map((all) => all.join(''))
    const type = fc.constantFrom('2.5.4.3', '2.5.4.10')
    const some = fc
      .array(fc.tuple(type, text), { maxLength: 2 })
      .map((all) => name(...all.map(([id, value]) => attribute(id, value))))
    fc.assert(
      fc.property(some, some, (a, b) => {
        expect(sameName(a, b)).toBe(nameKey(a) === nameKey(b))
        const [one, other] = [rdnKeys(a)?.keys, rdnKeys(b)?.keys]
        expect(JSON.stringify(one) === JSON.stringify(other)).toBe(sameName(a, b))
      }),
    )
  })

  it('of many letters and marks are compared in linear time', () => {
    expectLinearGrowth((length) => {
      const one = commonName(' \u0301'.repeat(length / 2))
      const other = commonName(' '.repeat(length))
      return () => expect(sameName(one, other)).toBe(false)
    }, 20_000)
  })

  it('are compared in linear time where their marks are to be put in order', () => {
    expectLinearGrowth((length) => {
      const [one, other] = ['a', 'b'].map((letter) =>
        commonName(`${letter}${'\u0301\u0316'.repeat(length / 2)}`),
      ) as [Uint8Array, Uint8Array]
      return () => expect(sameName(one, other)).toBe(false)
    }, 20_000)
  })

  it('print as RFC 4514 has them, last RDN first', () => {
    const subject = name(
      attribute('2.5.4.6', 'GE'),
      attribute('2.5.4.10', 'A, B'),
      attribute('2.5.4.3', '#c'),
    )
    expect(nameText(subject)).toBe('CN=\\#c,O=A\\, B,C=GE')
  })

  it('print no control or bidirectional character as it is', () => {
    expect(nameText(commonName('a\u202eb\u001b[31m\u0000'))).toBe('CN=a\\e2\\80\\aeb\\1b[31m\\00')
  })

  it('that cannot be read print as octets, and are the same as themselves only', () => {
    const broken = Uint8Array.of(0x30, 0x02, 0x31, 0x01)
    expect(nameText(broken)).toBe('#30023101')
    expect(sameName(broken, Uint8Array.of(0x30, 0x02, 0x31, 0x02))).toBe(false)
  })

  it('of more than a thousand characters print cut off, with their digest', () => {
    const text = nameText(commonName('a'.repeat(100_000)))
    expect(text.length).toBeLessThan(1_100)
    expect(text).toMatch(/… \(sha256 [0-9a-f]{64}\)$/)
  })

  it('give an attribute by its type', () => {
    expect(nameAttribute(commonName('a'), '2.5.4.3')).toBe('a')
    expect(nameAttribute(commonName('a'), '2.5.4.6')).toBeNull()
  })

  it('give all attributes of a type', () => {
    const found = nameAttributes(pair('a', 'b'), '2.5.4.3')
    expect(found.map(({ text }) => text)).toEqual(['a', 'b'])
    expect(nameAttributes(Uint8Array.of(0x30, 0x02, 0x31, 0x01), '2.5.4.3')).toEqual([])
  })
})

describe('personal identifiers', () => {
  it.each([
    ['PNOGE-01234567890', 'PNOGE-*********90'],
    ['12345678901', '*********01'],
    ['1234', '****'],
  ])('are masked: %s', (value, masked) => {
    expect(maskedNameText(name(attribute('2.5.4.5', value)))).toBe(`serialNumber=${masked}`)
  })

  it('are masked whole where a value holds separators', () => {
    const subject = name(attribute('2.5.4.5', 'PNOGE-12,34+56"78'), attribute('2.5.4.3', 'Nino'))
    expect(maskedNameText(subject)).toBe('CN=Nino,serialNumber=PNOGE-************78')
  })

  it('of organisations stay', () => {
    const subject = name(attribute('2.5.4.97', 'VATRS-100184116'))
    expect(maskedNameText(subject)).toBe('organizationIdentifier=VATRS-100184116')
  })

  it.each([
    ['2.5.4.97', 'PNOBG-8001011234', 'organizationIdentifier=PNOBG-********34'],
    ['2.5.4.3', 'Ivan PNOBG-8001011234', 'CN=Ivan PNOBG-********34'],
    ['2.5.4.20', '359888123456', '2.5.4.20=**********56'],
    ['2.5.4.11', 'EGN 8001011234', 'OU=EGN ********34'],
    ['2.5.4.11', 'Class 2 CA 2031', 'OU=Class 2 CA 2031'],
    ['2.5.4.8', 'EGN:8001011234', 'ST=EGN:********34'],
    ['2.5.4.3', 'ANA EXEMPLO:12345678909', 'CN=ANA EXEMPLO:*********09'],
    ['2.5.4.3', 'Ana: 12345678', 'CN=Ana: ******78'],
    ['2.5.4.10', '123456789', 'O=*******89'],
    ['1.3.6.1.4.1.999.1', 'Ana 8001011234', '1.3.6.1.4.1.999.1=Ana ********34'],
  ])('masks identifiers of persons in other attributes: %s %s', (type, value, masked) => {
    expect(maskedNameText(name(attribute(type, value)))).toBe(masked)
  })

  it.each([
    ['2.5.4.3', 'Root CA 20260101', 'CN=Root CA 20260101'],
    ['2.5.4.3', '00112233445566778899aabbccddeeff', 'CN=00112233445566778899aabbccddeeff'],
    ['2.5.4.97', 'NTRPT-123456789', 'organizationIdentifier=NTRPT-123456789'],
    ['0.9.2342.19200300.100.1.25', '123456789', 'DC=123456789'],
  ])('are not dates, digests, hosts or organisations: %s %s', (type, value, text) => {
    expect(maskedNameText(name(attribute(type, value)))).toBe(text)
  })

  it('are masked behind an escaped separator', () => {
    const subject = name(attribute('2.5.4.3', 'Ana, b=12345678909'))
    expect(maskedNameText(subject)).toBe('CN=Ana\\, b=*********09')
  })
})
