import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../../src/core/errors.ts'
import { xml } from '../../../src/formats/xml/xml.ts'
import { digestElements, parse, signaturesOf, stamp, xadesDocument } from './xades/document.ts'

const text = xadesDocument({ unsigned: stamp('SignatureTimeStamp') })
const wide = text.replace('encoding="UTF-8"', 'encoding="UTF-16"')
const bigEndian = Buffer.from(`\ufeff${wide}`, 'utf16le').swap16()

function refusal(bytes: string | Uint8Array): string {
  try {
    parse(bytes)
    return 'read'
  } catch (error) {
    if (error instanceof VerifierError) return error.code
    throw error
  }
}

const given = (name: string | null) => [{ name, bytes: Buffer.from('x'), digests: {} }]

describe('an XML document', () => {
  it.each<[string, Uint8Array]>([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16, little endian', Buffer.from(`\ufeff${wide}`, 'utf16le')],
    ['UTF-16, big endian', bigEndian],
  ])('is read in %s', (_, bytes) => {
    expect(parse(bytes)).toMatchObject({
      mediaType: 'application/xml',
      container: null,
      signatures: [{ id: 'signature', format: 'XAdES-BASELINE-T' }],
    })
  })

  it.each(['', 'text', '{}', '%PDF-1.7', 'PK\x03\x04', '\u0000\u0000<a/>'])(
    'is not what begins as %j',
    (beginning) => expect(xml.recognises(Buffer.from(beginning))).toBe(false),
  )

  it('without a signature is no signed document', () => {
    expect(refusal('<List xmlns="urn:list"><Signature/></List>')).toBe('not-a-signed-document')
  })

  it.each(['<a', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', '<a>&b;</a>', '<a/><b/>'])(
    'is unreadable where it is %j',
    (malformed) => expect(refusal(malformed)).toBe('document-unreadable'),
  )

  it('is refused past the limit of signatures', () => {
    const many = '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/>'.repeat(1_001)
    expect(refusal(`<a>${many}</a>`)).toBe('budget-exceeded')
  })

  it('may have the document of its policy beside it, by the digest that is signed', () => {
    const policy = (hash: string) =>
      `<xades:SignaturePolicyIdentifier><xades:SignaturePolicyId><xades:SigPolicyId><xades:Identifier>urn:rules</xades:Identifier></xades:SigPolicyId>${hash}</xades:SignaturePolicyId></xades:SignaturePolicyIdentifier>`
    const checks = (signature: string) =>
      parse(xadesDocument({ signature }), given('urn:rules')).signatures.flatMap(
        ({ formatChecks }) => formatChecks.map(({ id }) => id),
      )
    const hash = (of: string) =>
      `<xades:SigPolicyHash>${digestElements(Buffer.from(of))}</xades:SigPolicyHash>`
    expect(checks(policy(hash('x')))).not.toContain('xml-given-content')
    expect(checks(policy(hash('another')))).toContain('xml-given-content')
    expect(checks(policy(''))).toContain('xml-given-content')
  })

  it('throws nothing but VerifierError where octets are changed', () => {
    const bytes = Buffer.from(text)
    const at = fc.integer({ min: 0, max: bytes.length - 1 })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(at, fc.nat(255)), { minLength: 1, maxLength: 4 }),
        (changes) => {
          const changed = Buffer.from(bytes)
          for (const [index, octet] of changes) changed[index] = octet
          expect(refusal(changed)).toMatch(/^[a-z-]+$/)
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('the identifier of a signature', () => {
  const empty = (id: string) =>
    `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="${id}"/>`
  const ids = (...given: readonly string[]) =>
    signaturesOf(`<a>${given.map(empty).join('')}</a>`).map(({ id }) => id)

  it('is its Id, in any script', () => {
    expect(ids('S-1', 'Подпись_2', 'ხელმოწერა')).toEqual(['S-1', 'Подпись_2', 'ხელმოწერა'])
  })

  it.each(['a b', '', 'a\u202eb', '&#10;', 'x'.repeat(201)])('is a number where it is %j', (id) => {
    expect(ids(id)).toEqual(['signature-1'])
  })

  it('is a number where two signatures have the same', () => {
    expect(ids('S', 'S', 'T')).toEqual(['signature-1', 'signature-2', 'T'])
  })

  it('is never that of another signature', () => {
    expect(ids('signature-2', '')).toEqual(['signature-2', 'signature#2'])
  })
})
