import { describe, expect, it } from 'vitest'
import { base64, digestElements, read, told } from './document.ts'

describe('a policy', () => {
  const document = Buffer.from('the rules')
  const policy = (inside: string) =>
    `<xades:SignaturePolicyIdentifier><xades:SignaturePolicyId><xades:SigPolicyId><xades:Identifier>urn:oid:1.2.3</xades:Identifier></xades:SigPolicyId>${inside}</xades:SignaturePolicyId></xades:SignaturePolicyIdentifier>`
  const hashed = policy(`<xades:SigPolicyHash>${digestElements(document)}</xades:SigPolicyHash>`)
  const given = (name: string, bytes: Uint8Array) => [{ name, bytes, digests: {} }]
  const stored = (bytes: Uint8Array) =>
    `<v:SignaturePolicyStore xmlns:v="http://uri.etsi.org/01903/v1.4.1#"><v:SignaturePolicyDocument>${base64(bytes)}</v:SignaturePolicyDocument></v:SignaturePolicyStore>`

  it('is not checked where its document is not at hand, which is said', () => {
    expect(told(read({ signature: hashed }), 'signature-policy')).toContain('IGNORED')
  })

  it.each(['urn:oid:1.2.3', '1.2.3'])('is checked where its document is given as %s', (name) => {
    const signature = read({ signature: hashed }, given(name, document))
    expect(told(signature, 'signature-policy')).toBe('PASSED')
  })

  it('is another where the document given has another digest', () => {
    const signature = read({ signature: hashed }, given('1.2.3', Buffer.from('other rules')))
    expect(told(signature, 'signature-policy')).toBe('INDETERMINATE POLICY_PROCESSING_ERROR')
  })

  it('is checked against the store of the signature', () => {
    expect(told(read({ signature: hashed, unsigned: stored(document) }), 'signature-policy')).toBe(
      'PASSED',
    )
    expect(
      told(read({ signature: hashed, unsigned: stored(Buffer.from('x')) }), 'signature-policy'),
    ).toBe('INDETERMINATE POLICY_PROCESSING_ERROR')
  })

  it('binds to nothing without a digest', () => {
    const signature = read({ signature: policy('') }, given('1.2.3', document))
    expect(told(signature, 'signature-policy')).toContain('IGNORED')
    expect(signature.format).toBe('XAdES-BES')
  })
})
