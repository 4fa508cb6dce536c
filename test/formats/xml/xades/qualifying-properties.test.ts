import { describe, expect, it } from 'vitest'
import { coreValidation } from '../core-validation.ts'
import { crypto, parse, read, told, xadesDocument } from './document.ts'

const v132 = 'http://uri.etsi.org/01903/v1.3.2#'

describe('signed properties', () => {
  it.each(['v1.1.1', 'v1.2.2', 'v1.3.2', 'v1.4.1'])('are read in version %s', (version) => {
    const namespace = `http://uri.etsi.org/01903/${version}#`
    const signature = read({
      change: (text) => text.replaceAll(v132, namespace),
      references: (text) => text.replace('http://uri.etsi.org/01903#Signed', `${namespace}Signed`),
      finish: (text) => text.replaceAll(v132, namespace),
    })
    expect(signature.format).toBe('XAdES-BASELINE-B')
    expect(coreValidation(signature, crypto)).toBe('intact')
  })

  it('have digests in their own namespace in the first versions', () => {
    const namespace = 'http://uri.etsi.org/01903/v1.1.1#'
    const signature = read({
      change: (text) =>
        text
          .replaceAll(v132, namespace)
          .replaceAll(/<(\/?)ds:(Digest\w+)(?: xmlns:ds="[^"]*")?/g, '<$1xades:$2'),
      finish: (text) => text.replaceAll(v132, namespace),
    })
    expect(signature.signer.signingCertificate).toHaveLength(1)
  })

  it('leave the signer open where the first reference to a certificate cannot be read', () => {
    const broken = '<xades:Cert></xades:Cert>'
    const signature = read({
      change: (text) => text.replace('<xades:Cert>', `${broken}<xades:Cert>`),
    })
    expect(signature.signer.signingCertificate).toEqual([])
    expect(told(signature, 'signed-properties')).toBe('INDETERMINATE SIG_CONSTRAINTS_FAILURE')
    expect(signature.format).toBe('XML-NOT-ETSI')
  })

  it('may name issuer and serial number in a form that cannot be read, which is a hint only', () => {
    const hint = '</xades:CertDigest><xades:IssuerSerialV2>????</xades:IssuerSerialV2>'
    const signature = read({ change: (text) => text.replace('</xades:CertDigest>', hint) })
    expect(signature.signer.signingCertificate).toMatchObject([{ issuerSerial: null }])
    expect(told(signature, 'signed-properties')).toBe('PASSED')
  })

  it('leave a signature intact whose time is none, which is no XAdES then', () => {
    const signature = read({ change: (text) => text.replace('2026-03-01T', '2026.03.01T') })
    expect(signature.claimedTime).toBeNull()
    expect(coreValidation(signature, crypto)).toBe('intact')
    expect(signature.format).toBe('XML-NOT-ETSI')
  })

  it('are not told apart where there are two, and the signature has failed', () => {
    const signature = read({
      finish: (text) =>
        text.replace(
          '</xades:QualifyingProperties>',
          '<xades:SignedProperties/></xades:QualifyingProperties>',
        ),
    })
    expect(told(signature, 'signed-properties')).toBe('FAILED FORMAT_FAILURE')
    expect(signature.claimedTime).toBeNull()
  })

  it('count as not there where their reference finds others than those of the signature', () => {
    const signed = /<xades:SignedProperties.*<\/xades:SignedProperties>/.exec(xadesDocument())?.[0]
    const declared = `<xades:SignedProperties xmlns:xades="${v132}"`
    const moved = signed?.replace('<xades:SignedProperties', declared)
    const signature = read({
      finish: (text) =>
        text
          .replace('Id="properties"', 'Id="forged"')
          .replace('</ds:Object>', `</ds:Object><ds:Object>${moved}</ds:Object>`),
    })
    expect(signature.claimedTime).toBeNull()
    expect(coreValidation(signature, crypto)).not.toBe('intact')
    expect(told(signature, 'reference-processing')).toBe('INDETERMINATE SIGNED_DATA_NOT_FOUND')
  })

  it('are read where their Target is no identifier at all, which is said', () => {
    const text = xadesDocument({
      finish: (made) => made.replace('Target="#signature"', 'Target="#Signature"'),
    })
    const { signatures, warnings } = parse(text)
    expect(signatures).toMatchObject([{ format: 'XAdES-BASELINE-B' }])
    expect(warnings.map(({ code }) => code)).toEqual(['qualifying-properties-target'])
  })

  it.each([
    ['nothing', ''],
    ['a signature in another namespace', '<Signature xmlns="urn:other"/>'],
    ['one inside something else', '<Other><ds:Signature/></Other>'],
  ])('of a countersignature that holds %s are said to', (_, inside) => {
    const unsigned = `<xades:CounterSignature>${inside}</xades:CounterSignature>`
    expect(parse(xadesDocument({ unsigned })).warnings.map(({ code }) => code)).toEqual([
      'countersignature-not-found',
    ])
  })

  it('are not said to where a countersignature is there', () => {
    const unsigned = '<xades:CounterSignature><ds:Signature/></xades:CounterSignature>'
    const { signatures, warnings } = parse(xadesDocument({ unsigned }))
    expect(signatures).toMatchObject([{ parent: null }, { parent: 'signature' }])
    expect(warnings).toEqual([])
  })

  it('are not fetched from elsewhere, which is said', () => {
    const elsewhere = `<xades:QualifyingPropertiesReference xmlns:xades="${v132}" URI="http://example.org/p.xml"/>`
    const text = xadesDocument({
      finish: (made) => made.replace('<ds:Object>', `<ds:Object>${elsewhere}`),
    })
    expect(parse(text).warnings.map(({ code }) => code)).toEqual([
      'qualifying-properties-elsewhere',
    ])
  })
})
