import { describe, expect, it } from 'vitest'
import { parseIssuerSerial } from '../../src/x509/issuer-serial.ts'
import { indefinite, integer, sequence, tlv } from '../formats/cms/der.ts'

const name = sequence(tlv(0x31))
const directoryName = tlv(0xa4, name)
const serial = Uint8Array.of(5)

describe('an IssuerSerial', () => {
  it('names a certificate by its issuer and its serial number', () => {
    const read = parseIssuerSerial(sequence(sequence(directoryName), integer(5)))
    expect(read).toEqual({ issuer: Buffer.from(name), serial: Buffer.from(serial) })
  })
  it('may be in BER', () => {
    const read = parseIssuerSerial(indefinite(0x30, sequence(directoryName), integer(5)))
    expect(read?.issuer).toEqual(Buffer.from(name))
  })
  it('may have an identifier of the issuer behind the number', () => {
    const uid = tlv(0x03, Uint8Array.of(0, 1))
    expect(parseIssuerSerial(sequence(sequence(directoryName), integer(5), uid))).not.toBeNull()
  })
  it('has no issuer where the name is of another form', () => {
    const read = parseIssuerSerial(sequence(sequence(tlv(0x82, Buffer.from('ca'))), integer(5)))
    expect(read).toEqual({ issuer: null, serial: Buffer.from(serial) })
  })
  it.each([
    ['nothing', new Uint8Array()],
    ['a number alone', integer(5)],
    ['no number', sequence(sequence(directoryName))],
    [
      'something behind it',
      Buffer.concat([sequence(sequence(directoryName), integer(5)), integer(1)]),
    ],
  ])('is none with %s', (_, bytes) => expect(parseIssuerSerial(bytes)).toBeNull())
})
