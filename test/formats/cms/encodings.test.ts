import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../../src/core/errors.ts'
import { indefinite, integer, nothing, octets, oid, sequence, setOf, tlv } from './der.ts'
import {
  alice,
  baseline,
  departures,
  hello,
  oids,
  onlySignature,
  parse,
  signedData,
  signerInfo,
  usualAttributes,
  verifies,
} from './material.ts'

const attributes = Object.values(usualAttributes(hello))
const info = signerInfo({ attributes })
const sorted = [...attributes].sort(Buffer.compare)
const unsorted = [...sorted].reverse()

/** The attributes as given on the wire, whatever the signature is over. */
function withWire(wire: Uint8Array, signedInstead = setOf(...attributes)) {
  const plain = signerInfo({ attributes, signedInstead })
  const at = Buffer.from(plain).indexOf(tlv(0xa0, ...attributes))
  const from = at + tlv(0xa0, ...attributes).length
  const header = 2 + ((plain[1] ?? 0) > 0x80 ? (plain[1] ?? 0) & 0x7f : 0)
  const rebuilt = sequence(plain.subarray(header, at), wire, plain.subarray(from))
  return parse(signedData({ content: hello, signerInfos: [rebuilt] }))
}

describe('signed attributes', () => {
  it('are verified in the order of DER, not in that of the wire', () => {
    const document = withWire(tlv(0xa0, ...unsorted))
    expect(verifies(onlySignature(document))).toBe(true)
    expect(document.warnings.map(({ code }) => code)).toEqual(['signed-attributes-not-der'])
  })
  it('do not verify where the value is over an unsorted set', () => {
    const document = withWire(tlv(0xa0, ...unsorted), tlv(0x31, ...unsorted))
    expect(verifies(onlySignature(document))).toBe(false)
  })
  it('are verified in definite length where the wire has it indefinite', () => {
    const document = withWire(indefinite(0xa0, ...sorted))
    expect(verifies(onlySignature(document))).toBe(true)
  })
  it('are verified with strings in one piece where the wire has segments', () => {
    const digest = usualAttributes(hello).messageDigest
    const value = digest.subarray(digest.length - 32)
    const segments = tlv(0x24, octets(value.subarray(0, 5)), octets(value.subarray(5)))
    const split = sequence(oid(oids.messageDigest), tlv(0x31, segments))
    const wire = sorted.map((one) => (Buffer.from(digest).equals(one) ? split : one))
    expect(verifies(onlySignature(withWire(tlv(0xa0, ...wire))))).toBe(true)
  })
  it('are verified with the shortest lengths where the wire has longer ones', () => {
    const [first, ...rest] = sorted
    const body = first?.subarray(2) ?? new Uint8Array()
    const long = Buffer.concat([Uint8Array.of(0x30, 0x82, 0, body.length), body])
    expect(verifies(onlySignature(withWire(tlv(0xa0, long, ...rest))))).toBe(true)
  })
  it('are in DER as a rule, and nothing is said of it', () => {
    expect(withWire(tlv(0xa0, ...sorted)).warnings).toEqual([])
  })
})

describe('BER', () => {
  const parts = [hello.subarray(0, 4), hello.subarray(4, 9), hello.subarray(9)].map(octets)
  const ber = indefinite(
    0x30,
    oid(oids.signedData),
    indefinite(
      0xa0,
      indefinite(
        0x30,
        integer(1),
        setOf(sequence(oid(oids.sha256), nothing)),
        indefinite(0x30, oid(oids.data), indefinite(0xa0, indefinite(0x24, ...parts))),
        indefinite(0xa0, alice.certificate),
        indefinite(0x31, info),
      ),
    ),
  )

  it('of indefinite length with the content in segments is read as the same signature', () => {
    const signature = onlySignature(parse(ber))
    expect(verifies(signature)).toBe(true)
    expect(departures(signature)).toEqual([])
  })
  it('has its content joined', () => {
    const found = onlySignature(parse(ber)).references[0]?.octets
    expect(found?.kind === 'bytes' && Buffer.from(found.bytes)).toEqual(hello)
  })
})

describe('PKCS #7 1.5', () => {
  const inner = sequence(oid(oids.data), integer(5))
  const own = Object.values(usualAttributes(inner.subarray(2)))
  const bytes = sequence(
    oid(oids.signedData),
    tlv(
      0xa0,
      sequence(
        integer(1),
        setOf(sequence(oid(oids.sha256), nothing)),
        sequence(oid(oids.data), tlv(0xa0, inner)),
        tlv(0xa0, alice.certificate),
        setOf(signerInfo({ attributes: own })),
      ),
    ),
  )
  const signature = onlySignature(parse(bytes))

  it('digests content outside an OCTET STRING without its header', () =>
    expect(verifies(signature)).toBe(true))
  it('is a departure', () =>
    expect(departures(signature)).toEqual(['cms-encapsulated-content INDETERMINATE']))
})

describe('what a signature is wrapped in', () => {
  const der = baseline()
  const base64 = Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n')
  const pem = (label: string) => `-----BEGIN ${label}-----\n${base64}\n-----END ${label}-----\n`

  it.each(['CMS', 'PKCS7', 'PKCS #7 SIGNED DATA'])('may be PEM with the label %s', (label) => {
    expect(verifies(onlySignature(parse(Buffer.from(pem(label)))))).toBe(true)
  })
  it('may be PEM behind explanatory text, of which it warns', () => {
    const document = parse(Buffer.from(`subject=Alice\n${pem('CMS')}`))
    expect(verifies(onlySignature(document))).toBe(true)
    expect(document.warnings.map(({ code }) => code)).toEqual(['text-before-pem'])
  })
  it('leaves the signature undecided where text follows the PEM block', () => {
    const signature = onlySignature(parse(Buffer.from(`${pem('CMS')}and more`)))
    expect(departures(signature)).toEqual(['cms-trailing-data INDETERMINATE'])
  })
  it.each(['%PDF-1.7', 'PK\x03\x04', '<html>', '{"payload": 1'])(
    'may not be a file that begins as another format: %s',
    (beginning) => {
      expect(() => parse(Buffer.from(`${beginning}\n${pem('CMS')}`))).toThrow(VerifierError)
    },
  )
  it('may be PEM alone, without a warning', () =>
    expect(parse(Buffer.from(pem('CMS'))).warnings).toEqual([]))
  it('may be base64 alone', () => {
    expect(verifies(onlySignature(parse(Buffer.from(base64))))).toBe(true)
  })
  const spoiled = (label: string) => `-----BEGIN ${label}-----\n*\n-----END ${label}-----\n`
  it.each([
    ['of one label', pem('CMS') + pem('CMS')],
    ['of two labels', pem('PKCS7') + pem('CMS')],
    ['of two labels, the other way round', pem('CMS') + pem('PKCS #7 SIGNED DATA')],
    ['far apart', `${pem('CMS')}${' '.repeat(5_000)}${pem('PKCS7')}`],
    ['of which the first is no base64', spoiled('CMS') + pem('CMS')],
    ['of which the second is no base64', pem('CMS') + spoiled('CMS')],
    ['of two labels, of which one is no base64', pem('CMS') + spoiled('PKCS7')],
    ['of which the second has no end', `${pem('CMS')}-----BEGIN PKCS7-----\n`],
  ])('may not be two PEM blocks %s', (_, text) => {
    expect(() => parse(Buffer.from(text))).toThrow('more than one PEM block')
  })
  it('may not be a PEM block that is no base64', () => {
    expect(() => parse(Buffer.from(spoiled('CMS')))).toThrow('no whole PEM block of CMS')
  })
  it('leaves the signature undecided where the PEM block seems to end twice', () => {
    const signature = onlySignature(parse(Buffer.from(`${pem('CMS')}more\n-----END CMS-----\n`)))
    expect(departures(signature)).toEqual(['cms-trailing-data INDETERMINATE'])
  })
  it('may not be base64 with something behind it', () => {
    expect(() => parse(Buffer.from(`${base64}\n%%EOF!`))).toThrow('begins as base64 and is not')
  })
})
