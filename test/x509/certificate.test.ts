import { describe, expect, it } from 'vitest'
import { parseCertificate } from '../../src/x509/certificate.ts'
import { integer, oid, sequence, tlv, utcTime } from '../formats/cms/der.ts'
import { entity } from './pki.ts'

const { name, spki } = entity('subject')
const algorithm = sequence(oid('1.2.840.10045.4.3.2'))
const day = utcTime(new Date('2026-01-01'))

/** What is said of a certificate with a serial number of these octets. */
function departures(octets: readonly number[]) {
  const serial = tlv(0x02, Uint8Array.from(octets))
  const tbs = sequence(serial, algorithm, name, sequence(day, day), name, spki)
  return parseCertificate(sequence(tbs, algorithm, tlv(0x03, Uint8Array.of(0)))).departures
}

const octets = (length: number, octet: number) => new Array<number>(length).fill(octet)

describe('a serial number', () => {
  it('has up to 20 octets, and the zero before them that DER may ask for', () => {
    expect(departures(octets(20, 0x7f))).toEqual([])
    expect(departures([0, ...octets(20, 0x80)])).toEqual([])
  })

  it('has no 21 octets', () => {
    expect(departures(octets(21, 0x7f))).toEqual(['serial-number-too-long'])
    expect(departures([0, ...octets(21, 0x80)])).toEqual(['serial-number-too-long'])
  })

  it('is positive', () => {
    expect(departures([0x80])).toEqual(['serial-number-not-positive'])
    expect(departures([0])).toEqual(['serial-number-not-positive'])
    expect(departures([1])).toEqual([])
  })

  it('has no octet more than it needs', () => {
    expect(departures([0, 1])).toEqual(['serial-number-not-minimal'])
    expect(departures([0, 0x80])).toEqual([])
  })
})

describe('a unique identifier', () => {
  const bits = Uint8Array.of(0, 1)
  const withIdentifier = (tag: number, ...version: readonly Uint8Array[]) => {
    const [serial, validity] = [integer(1), sequence(day, day)]
    const tbs = sequence(...version, serial, algorithm, name, validity, name, spki, tlv(tag, bits))
    return parseCertificate(sequence(tbs, algorithm, tlv(0x03, Uint8Array.of(0)))).departures
  }

  it.each([
    ['issuer', 0x81],
    ['subject', 0x82],
  ])('of the %s has no place in version 1', (_, tag) => {
    expect(withIdentifier(tag)).toEqual(['unique-identifier-before-version-2'])
    expect(withIdentifier(tag, tlv(0xa0, integer(1)))).toEqual(['unique-identifier'])
  })
})
