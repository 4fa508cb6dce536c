import { describe, expect, it } from 'vitest'
import { maskedNameText } from '../../src/x509/identifiers.ts'
import { nameAttribute, nameText, sameName } from '../../src/x509/names.ts'
import { oid, sequence, setOf, tlv } from '../formats/cms/der.ts'

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

describe('names (RFC 5280 §7.1)', () => {
  it.each([
    ['case', commonName('Root CA'), commonName('ROOT ca')],
    ['string type', commonName('Root CA'), commonName('Root CA', printable)],
    ['width of characters', commonName('Корінь'), commonName('Корінь', bmp)],
    ['insignificant space', commonName(' Root  CA '), commonName('Root CA')],
    ['composition', commonName('Ro\u0301ot'), commonName('R\u00f3ot')],
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
  ])('differ by %s', (_, a, b) => {
    expect(sameName(a, b)).toBe(false)
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
})
