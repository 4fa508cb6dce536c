import { describe, expect, it } from 'vitest'
import { toHex } from '../../../src/core/bytes.ts'
import { nameFromText, serialFromText } from '../../../src/formats/xml/x509-name.ts'
import { nameText, sameName } from '../../../src/x509/names.ts'
import { oid, sequence, setOf, tlv } from '../cms/der.ts'

/** What a name is read as, written anew. */
function readAs(text: string): string | null {
  const name = nameFromText(text)
  return name === null ? null : nameText(name)
}

describe('a name of X509IssuerName', () => {
  it.each([
    ['CN=CA,O=Org,C=GE', 'CN=CA,O=Org,C=GE'],
    ['cn=CA, o=Org; C=GE', 'CN=CA,O=Org,C=GE'],
    ['C=GE,O=Org,CN=CA', 'CN=CA,O=Org,C=GE'],
    ['CN=A+serialNumber=1,C=GE', 'CN=A+serialNumber=1,C=GE'],
    ['CN="Sons, Inc.",C=GE', 'CN=Sons\\, Inc.,C=GE'],
    ['CN=Sons\\, Inc.,C=GE', 'CN=Sons\\, Inc.,C=GE'],
    ['CN=Lu\\C4\\8Di\\C4\\87', 'CN=Lučić'],
    ['OID.2.5.4.97=VATGE-1,2.5.4.3=CA', 'organizationIdentifier=VATGE-1,CN=CA'],
    ['E=a@b.ge,ST=Tbilisi,CN=CA', 'emailAddress=a@b.ge,ST=Tbilisi,CN=CA'],
    ['CN=a=b', 'CN=a=b'],
  ])('is read: %s', (text, name) => expect(readAs(text)).toBe(name))

  it.each([
    '',
    'CA',
    'CN',
    'X=1',
    'CN=A,,C=GE',
    'CN=#0',
    'CN=\\ff',
    '1.2.x=1',
    'CN=a,'.repeat(900),
  ])('is none: %s', (text) => expect(readAs(text)).toBeNull())

  it('is that of a certificate whatever type its strings have', () => {
    const printable = setOf(sequence(oid('2.5.4.3'), tlv(0x13, Buffer.from('Test CA'))))
    const name = nameFromText('CN=test  ca') ?? new Uint8Array()
    expect(sameName(name, sequence(printable))).toBe(true)
  })

  it('takes a value in hexadecimal as it stands', () => {
    const name = nameFromText('2.5.4.3=#130441424344') ?? new Uint8Array()
    expect(nameText(name)).toBe('CN=ABCD')
  })
})

describe('a number of X509SerialNumber', () => {
  it.each([
    ['0', '00'],
    ['127', '7f'],
    ['128', '0080'],
    ['65537', '010001'],
    [
      '680572598617295163017172295025714171905498632020',
      '7735ee487f6862daf1b3956d961ccb0fa6f34f54',
    ],
  ])('is an INTEGER: %s', (text, hex) => {
    expect(toHex(serialFromText(text) ?? new Uint8Array())).toBe(hex)
  })

  it.each(['', '-1', '01', '1.0', '0x10', ' 1', '9'.repeat(81)])('is none: %s', (text) =>
    expect(serialFromText(text)).toBeNull(),
  )
})
