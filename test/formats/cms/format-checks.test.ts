import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { nothing, octets, oid, sequence, setOf, tlv, utcTime } from './der.ts'
import {
  alice,
  attribute,
  bob,
  departures,
  hello,
  oids,
  onlySignature,
  parse,
  type SignedDataParts,
  type SignerInfoParts,
  sha,
  signedData,
  signerInfo,
  usualAttributes,
  verifies,
} from './material.ts'

const usual = usualAttributes(hello)
type Usual = Partial<Record<keyof typeof usual, readonly Uint8Array[]>>

/** A signature whose usual attributes are replaced by those given. */
function signed(
  changes: Usual = {},
  more: Partial<SignerInfoParts> & { readonly others?: readonly Uint8Array[] } = {},
  document: Partial<SignedDataParts> = {},
) {
  const replaced = Object.entries(usual).flatMap(
    ([name, value]) => changes[name as keyof typeof usual] ?? [value],
  )
  const attributes = [...replaced, ...(more.others ?? [])]
  const info = signerInfo({ attributes, ...more })
  return onlySignature(parse(signedData({ content: hello, signerInfos: [info], ...document })))
}

const both = (value: Uint8Array) => [value, value]

describe('the signed attributes that RFC 5652 names', () => {
  it.each<[string, Usual, string]>([
    ['content-type is missing', { contentType: [] }, 'cms-content-type FAILED'],
    [
      'content-type stands twice',
      { contentType: both(usual.contentType) },
      'cms-content-type FAILED',
    ],
    [
      'content-type has two values',
      { contentType: [attribute(oids.contentType, oid(oids.data), oid(oids.signedData))] },
      'cms-content-type FAILED',
    ],
    [
      'content-type is that of other content',
      { contentType: [attribute(oids.contentType, oid(oids.signedData))] },
      'cms-content-type FAILED',
    ],
    [
      'content-type is no OBJECT IDENTIFIER',
      { contentType: [attribute(oids.contentType, nothing)] },
      'cms-content-type FAILED',
    ],
    ['message-digest is missing', { messageDigest: [] }, 'cms-message-digest FAILED'],
    [
      'message-digest stands twice, though both say the same',
      { messageDigest: both(usual.messageDigest) },
      'cms-message-digest FAILED',
    ],
    [
      'message-digest has two values',
      {
        messageDigest: [
          attribute(oids.messageDigest, octets(sha('sha256', hello)), octets(sha('sha1', hello))),
        ],
      },
      'cms-message-digest FAILED',
    ],
    [
      'signing-time stands twice',
      { signingTime: both(usual.signingTime) },
      'cms-signing-time FAILED',
    ],
    [
      'signing-time is no time',
      { signingTime: [attribute(oids.signingTime, octets(hello))] },
      'cms-signing-time FAILED',
    ],
  ])('break the signature where %s', (_, changes, departure) => {
    expect(departures(signed(changes))).toEqual([departure])
  })

  it('are read as broken where one of them stands unsigned', () => {
    const unsigned = [attribute(oids.messageDigest, octets(sha('sha256', hello)))]
    expect(departures(signed({}, { unsigned }))).toEqual(['cms-attribute-placement FAILED'])
  })
  it('need no signing-time', () => {
    const signature = signed({ signingTime: [] })
    expect(departures(signature)).toEqual([])
    expect(signature.claimedTime).toBeNull()
    expect(signature.format).toBe('CAdES-BES')
  })
})

describe('the signing-certificate attribute', () => {
  const v1 = attribute(
    oids.signingCertificate,
    sequence(sequence(sequence(octets(sha('sha1', alice.certificate))))),
  )
  const departure = ['cades-signing-certificate INDETERMINATE']

  it('is missed, and the signature is not CAdES', () => {
    const signature = signed({ signingCertificate: [] })
    expect(departures(signature)).toEqual(departure)
    expect(signature.format).toBe('CMS-NOT-ETSI')
  })
  it('may be that of version 1, which is SHA-1', () => {
    const signature = signed({ signingCertificate: [v1] })
    expect(departures(signature)).toEqual([])
    expect(signature.signer.signingCertificate[0]?.digestAlgorithm).toBe('SHA-1')
  })
  it('may not stand twice', () =>
    expect(departures(signed({ signingCertificate: both(usual.signingCertificate) }))).toEqual(
      departure,
    ))
  it('may not stand in both versions', () =>
    expect(departures(signed({ signingCertificate: [usual.signingCertificate, v1] }))).toEqual(
      departure,
    ))
  const v2With = (digestOid: string, digest: Uint8Array) =>
    attribute(
      oids.signingCertificateV2,
      sequence(sequence(sequence(sequence(oid(digestOid), nothing), octets(digest)))),
    )
  const digestWith = (name: string) => createHash(name).update(alice.certificate).digest()

  it.each([
    ['MD5', '1.2.840.113549.2.5', digestWith('md5')],
    ['SHA-1', oids.sha1, sha('sha1', alice.certificate)],
    ['RIPEMD-160', '1.3.36.3.2.1', digestWith('ripemd160')],
  ])('may not be version 2 with %s', (name, digestOid, digest) => {
    const signature = signed({ signingCertificate: [v2With(digestOid, digest)] })
    expect(departures(signature)).toEqual(departure)
    expect(signature.signer.signingCertificate[0]?.digestAlgorithm).toBe(name)
  })
  it('may be version 2 with another digest', () => {
    const v2 = v2With(oids.sha512, sha('sha512', alice.certificate))
    expect(departures(signed({ signingCertificate: [v2] }))).toEqual([])
  })
  it('may not be empty', () => {
    const v2 = attribute(oids.signingCertificateV2, sequence(sequence()))
    expect(departures(signed({ signingCertificate: [v2] }))).toEqual(departure)
  })
  it('gives issuer and serial number where it has them', () => {
    const issuerSerial = sequence(sequence(tlv(0xa4, alice.issuer)), alice.serial)
    const reference = sequence(octets(sha('sha256', alice.certificate)), issuerSerial)
    const v2 = attribute(oids.signingCertificateV2, sequence(sequence(reference)))
    const [found] = signed({ signingCertificate: [v2] }).signer.signingCertificate
    expect(found?.issuerSerial?.issuer).toEqual(alice.issuer)
    expect(found?.issuerSerial?.serial).toEqual(alice.serial.subarray(2))
  })
})

describe('the algorithm protection of RFC 6211', () => {
  const protection = (digest: Uint8Array, signature: Uint8Array) =>
    attribute(oids.algorithmProtection, sequence(sequence(digest), tlv(0xa1, signature)))

  it('agrees', () => {
    const others = [protection(oid(oids.sha256), oid(oids.ecdsaWithSha256))]
    expect(departures(signed({}, { others }))).toEqual([])
  })
  it('agrees where NULL parameters stand for absent ones', () => {
    const digest = Buffer.concat([oid(oids.sha256), nothing])
    const others = [protection(digest, oid(oids.ecdsaWithSha256))]
    expect(departures(signed({}, { others }))).toEqual([])
  })
  it.each([
    ['digest', protection(oid(oids.sha512), oid(oids.ecdsaWithSha256))],
    ['signature', protection(oid(oids.sha256), oid(oids.ecdsaWithSha512))],
  ])('breaks the signature where the %s algorithm differs', (_, other) => {
    expect(departures(signed({}, { others: [other] }))).toEqual(['cms-algorithm-protection FAILED'])
  })
})

describe('two digest algorithms in one signature', () => {
  it('break it, though value and digest verify', () => {
    const signature = signed({}, { signatureOid: oids.ecdsaWithSha512, hash: 'sha512' })
    expect(verifies(signature)).toBe(true)
    expect(departures(signature)).toEqual(['cms-digest-consistency FAILED'])
  })
})

describe('content confusion', () => {
  const asContent = setOf(...Object.values(usual))

  it('is seen where signed attributes are shown as content', () => {
    const info = signerInfo({ attributes: null, content: asContent })
    const signature = onlySignature(parse(signedData({ content: asContent, signerInfos: [info] })))
    expect(verifies(signature)).toBe(true)
    expect(departures(signature)).toContain('cms-signed-attributes FAILED')
  })
  it('is not seen in such content with signed attributes of its own', () => {
    const attributes = Object.values(usualAttributes(asContent))
    const info = signerInfo({ attributes })
    const signature = onlySignature(parse(signedData({ content: asContent, signerInfos: [info] })))
    expect(departures(signature)).toEqual([])
  })
  it('breaks a signature over content that is not id-data without signed attributes', () => {
    const info = signerInfo({ attributes: null, content: hello })
    const contentType = '1.2.840.113549.1.9.16.1.9'
    const signature = onlySignature(
      parse(signedData({ content: hello, contentType, signerInfos: [info] })),
    )
    expect(departures(signature)).toContain('cms-signed-attributes FAILED')
  })
})

describe('a countersignature without signed attributes', () => {
  const counterOver = (value: Uint8Array) => {
    const counter = signerInfo({ attributes: null, content: value, signer: bob })
    const unsigned = [attribute(oids.counterSignature, counter)]
    const info = signerInfo({ attributes: Object.values(usual), unsigned, value })
    const certificates = [alice.certificate, bob.certificate]
    const bytes = signedData({ content: hello, certificates, signerInfos: [info] })
    const [, countersignature] = parse(bytes).signatures
    if (countersignature === undefined) throw new Error('no countersignature')
    expect(verifies(countersignature, bob)).toBe(true)
    return departures(countersignature)
  }

  it('is broken where the value it is over is a set of signed attributes', () =>
    expect(counterOver(setOf(...Object.values(usual)))).toContain('cms-signed-attributes FAILED'))
  it('is no CAdES, and no more, where the value is another', () =>
    expect(counterOver(Buffer.from('a value'))).toContain('cms-signed-attributes INDETERMINATE'))
})

describe('what follows the ContentInfo', () => {
  const info = signerInfo({ attributes: Object.values(usual) })
  const whole = signedData({ content: hello, signerInfos: [info] })

  it('leaves the signature undecided where it is data', () => {
    const signature = onlySignature(parse(Buffer.concat([whole, Buffer.from('more')])))
    expect(departures(signature)).toEqual(['cms-trailing-data INDETERMINATE'])
  })
  it('is named and let pass where it is zeros', () => {
    const document = parse(Buffer.concat([whole, Buffer.alloc(100)]))
    expect(departures(onlySignature(document))).toEqual([])
    expect(document.warnings.map(({ code }) => code)).toEqual(['trailing-zeros'])
  })
})

it('reads the later of two centuries in a UTCTime below 50', () => {
  const signingTime = [attribute(oids.signingTime, utcTime(new Date('2049-12-31T23:59:59Z')))]
  expect(signed({ signingTime }).claimedTime).toEqual(new Date('2049-12-31T23:59:59Z'))
})
