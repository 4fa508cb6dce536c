import { describe, expect, it } from 'vitest'
import { nothing, octets, sequence, tlv } from './der.ts'
import {
  alice,
  attribute,
  baseline,
  bob,
  departures,
  detachedBytes,
  detachedDigest,
  hello,
  oids,
  onlySignature,
  parse,
  sha,
  signedData,
  signerInfo,
  usualAttributes,
  verifies,
} from './material.ts'

const attributes = Object.values(usualAttributes(hello))
const detached = signedData({ content: null, signerInfos: [signerInfo({ attributes })] })

describe('an attached signature', () => {
  const document = parse(baseline())
  const signature = onlySignature(document)

  it('verifies', () => expect(verifies(signature)).toBe(true))
  it('keeps every format rule', () => expect(departures(signature)).toEqual([]))
  it('is CAdES-BASELINE-B', () => expect(signature.format).toBe('CAdES-BASELINE-B'))
  it('has its claimed time', () =>
    expect(signature.claimedTime).toEqual(new Date('2026-06-01T12:00:00Z')))
  it('names its certificate by SHA-256 where the attribute names no algorithm', () =>
    expect(signature.signer.signingCertificate[0]?.digestAlgorithm).toBe('SHA-256'))
  it('names its signer by issuer and serial number', () =>
    expect(signature.signer.sid).toMatchObject({ kind: 'issuer-serial', issuer: alice.issuer }))
  it('is application/pkcs7-mime', () => expect(document.mediaType).toBe('application/pkcs7-mime'))
  it('refers to its content without a copy', () => {
    const [reference] = signature.references
    const found = reference?.octets
    expect(found?.kind === 'bytes' && found.bytes.buffer === signature.value.buffer).toBe(true)
  })
})

describe('a detached signature', () => {
  it('verifies over the content given', () => {
    const signature = onlySignature(parse(detached, { detached: [detachedBytes(hello)] }))
    expect(verifies(signature)).toBe(true)
  })
  it('does not verify over other content', () => {
    const other = onlySignature(parse(detached, { detached: [detachedBytes(Buffer.from('no'))] }))
    expect(verifies(other)).toBe(false)
  })
  it('verifies over the digest of the content', () => {
    const content = detachedDigest('SHA-256', sha('sha256', hello))
    const signature = onlySignature(parse(detached, { detached: [content] }))
    expect(verifies(signature)).toBe(true)
    expect(signature.references[0]?.kind).toBe('digest')
  })
  it('says what there is where the digest is by another algorithm', () => {
    const content = detachedDigest('SHA-512', sha('sha512', hello))
    const [reference] = onlySignature(parse(detached, { detached: [content] })).references
    expect(reference?.octets).toEqual({ kind: 'digests', digests: content.digests })
  })
  it('misses its content where none is given', () => {
    const [reference] = onlySignature(parse(detached)).references
    expect(reference?.octets.kind).toBe('missing')
  })
  it('finds its content by name among several', () => {
    const contents = [detachedBytes(Buffer.from('other'), 'b.pdf'), detachedBytes(hello, 'x/a.pdf')]
    const signature = onlySignature(
      parse(detached, { detached: contents, documentName: 'y/a.pdf.p7s' }),
    )
    expect(verifies(signature)).toBe(true)
    expect(signature.references[0]?.name).toBe('x/a.pdf')
  })
  it('misses its content where two have the right name', () => {
    const contents = [detachedBytes(hello, 'a.pdf'), detachedBytes(hello, 'x/a.pdf')]
    const signature = onlySignature(
      parse(detached, { detached: contents, documentName: 'a.pdf.p7s' }),
    )
    expect(signature.references[0]?.octets.kind).toBe('missing')
  })
})

describe('a signature without signed attributes', () => {
  const info = signerInfo({ attributes: null, content: hello })
  const signature = onlySignature(parse(signedData({ content: hello, signerInfos: [info] })))

  it('is over the content itself', () => {
    expect(signature.references).toEqual([])
    expect(verifies(signature)).toBe(true)
  })
  it('is CMS and not CAdES', () => {
    expect(signature.format).toBe('CMS-NOT-ETSI')
    expect(departures(signature)).toEqual([
      'cms-signed-attributes INDETERMINATE',
      'cades-signing-certificate INDETERMINATE',
    ])
  })
  it('misses its content where only digests are known, which might be those of attributes', () => {
    const bytes = signedData({ content: null, signerInfos: [info] })
    const content = detachedDigest('SHA-256', sha('sha256', hello))
    const digested = onlySignature(parse(bytes, { detached: [{ ...content, name: 'a.pdf' }] }))
    expect(digested.signedBytes).toEqual({ kind: 'missing', name: 'a.pdf' })
    expect(digested.formatChecks[0]?.conclusion).toMatchObject({
      because: 'SIGNED_DATA_NOT_FOUND',
      reason: 'DETACHED_CONTENT_MISSING',
    })
  })
  it('verifies where the content is given whole', () => {
    const bytes = signedData({ content: null, signerInfos: [info] })
    expect(verifies(onlySignature(parse(bytes, { detached: [detachedBytes(hello)] })))).toBe(true)
  })
})

describe('several signers', () => {
  const second = Object.values(usualAttributes(hello, bob))
  const document = parse(
    signedData({
      content: hello,
      certificates: [alice.certificate, bob.certificate],
      signerInfos: [signerInfo({ attributes }), signerInfo({ attributes: second, signer: bob })],
    }),
  )

  it('are each reported', () => expect(document.signatures).toHaveLength(2))
  it('verify each with the key of its own certificate', () => {
    const verdicts = document.signatures.map((one) => [verifies(one, alice), verifies(one, bob)])
    expect(verdicts.map((one) => one.filter(Boolean).length)).toEqual([1, 1])
    expect(verdicts[0]).not.toEqual(verdicts[1])
  })
  it('have ids of their own', () =>
    expect(document.signatures.map(({ id }) => id)).toEqual(['signature-1', 'signature-2']))
})

describe('a countersignature', () => {
  const inner = signerInfo({ attributes })
  const [plain] = parse(signedData({ content: hello, signerInfos: [inner] })).signatures
  const over = plain?.value ?? new Uint8Array()
  const { contentType, ...rest } = usualAttributes(over, bob)

  const countersigned = (counterAttributes: readonly Uint8Array[]) => {
    const counter = signerInfo({ attributes: counterAttributes, signer: bob })
    // The unsigned attributes are put behind what was signed already: the value stays the same.
    const members = [...membersOf(inner), tlv(0xa1, attribute(oids.counterSignature, counter))]
    return parse(
      signedData({
        content: hello,
        certificates: [alice.certificate, bob.certificate],
        signerInfos: [sequence(...members)],
      }),
    )
  }

  it('is over the value of the signature it is put on', () => {
    const [signature, counter] = countersigned(Object.values(rest)).signatures
    expect(counter?.parent).toBe(signature?.id)
    expect(counter !== undefined && verifies(counter, bob)).toBe(true)
  })
  it('is CAdES without a content-type attribute', () => {
    const [, counter] = countersigned(Object.values(rest)).signatures
    expect(counter?.format).toBe('CAdES-BASELINE-B')
  })
  it('may not have a content-type attribute', () => {
    const [, counter] = countersigned([contentType, ...Object.values(rest)]).signatures
    expect(counter && departures(counter)).toEqual(['cms-content-type FAILED'])
  })
  it('is left out with a warning where it cannot be read', () => {
    const broken = sequence(
      ...membersOf(inner),
      tlv(0xa1, attribute(oids.counterSignature, nothing)),
    )
    const document = parse(signedData({ content: hello, signerInfos: [broken] }))
    expect(document.signatures).toHaveLength(1)
    expect(document.warnings.map(({ code }) => code)).toEqual(['counter-signature-unreadable'])
  })
})

describe('what travels with a signature', () => {
  const info = signerInfo({ attributes })

  it('is kept where one certificate among it is broken', () => {
    const document = parse(
      signedData({
        content: hello,
        certificates: [sequence(nothing), alice.certificate],
        signerInfos: [info],
      }),
    )
    expect(document.warnings.map(({ code }) => code)).toEqual(['certificate-unreadable'])
    expect(verifies(onlySignature(document))).toBe(true)
  })
  it('has CRLs and OCSP answers apart', () => {
    const crl = sequence(octets(Buffer.from('a CRL')))
    const response = sequence(octets(Buffer.from('an OCSPResponse')))
    const basic = sequence(octets(Buffer.from('a BasicOCSPResponse')))
    const other = (format: Uint8Array, value: Uint8Array) => tlv(0xa1, format, value)
    const signature = onlySignature(
      parse(
        signedData({
          content: hello,
          signerInfos: [info],
          revocation: [
            crl,
            other(Buffer.from('06082b06010505071002', 'hex'), response),
            other(Buffer.from('06092b0601050507300101', 'hex'), basic),
          ],
        }),
      ),
    )
    expect(signature.crls).toEqual([crl])
    expect(signature.ocspResponses[0]).toEqual(response)
    // RFC 6960 §4.2.1: successful, and the BasicOCSPResponse in an OCTET STRING.
    const envelope = sequence(
      Buffer.from('0a0100', 'hex'),
      tlv(0xa0, sequence(Buffer.from('06092b0601050507300101', 'hex'), octets(basic))),
    )
    expect(signature.ocspResponses[1]).toEqual(envelope)
  })
})

/** The members of a SEQUENCE made here, cut apart by their lengths. */
function membersOf(element: Uint8Array): Uint8Array[] {
  const members: Uint8Array[] = []
  let at = headerLength(element, 0)
  while (at < element.length) {
    const end = at + headerLength(element, at) + contentLength(element, at)
    members.push(element.subarray(at, end))
    at = end
  }
  return members
}

function headerLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at + 1] ?? 0
  return first < 0x80 ? 2 : 2 + (first & 0x7f)
}

function contentLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at + 1] ?? 0
  if (first < 0x80) return first
  return Buffer.from(bytes).readUIntBE(at + 2, first & 0x7f)
}
