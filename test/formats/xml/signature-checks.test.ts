import { describe, expect, it } from 'vitest'
import type { XmlSignature } from '../../../src/formats/xml/signature.ts'
import { missingContent } from '../../../src/validation/cryptographic-verification.ts'
import { coreValidation } from './core-validation.ts'
import { content, crypto, failures, read, readOne, signer } from './signed-list.ts'
import { assemble, type SignedParts, signedParts } from './signing.ts'

describe('what is not written as XMLDSig wants it', () => {
  function spoiled(change: (parts: SignedParts) => Partial<SignedParts>): XmlSignature {
    const parts = signedParts(signer, content)
    return readOne(assemble({ ...parts, ...change(parts) }))
  }

  it('refuses a second SignedInfo, on either side', () => {
    const twice = spoiled(({ signedInfo }) => ({ signedInfo: `${signedInfo}${signedInfo}` }))
    const behind = spoiled(({ keyInfo, signedInfo }) => ({ keyInfo: `${keyInfo}${signedInfo}` }))
    for (const signature of [twice, behind]) {
      expect(coreValidation(signature, crypto)).toBe('unknown')
      expect(failures(signature)).toEqual(['xml-signature-structure: FAILED'])
    }
  })

  it('takes all text of a DigestValue, not what stands before a comment', () => {
    const signature = spoiled(({ signedInfo, content: original }) => ({
      content: original.replace('Georgia', 'Forgery'),
      signedInfo: signedInfo.replace('<ds:DigestValue>', '<ds:DigestValue><!--AAAA-->'),
    }))
    expect(coreValidation(signature, crypto)).toBe('broken')
  })

  it('refuses elements and text where base64 or nothing should be', () => {
    const inside = spoiled(({ signatureValue }) => ({ signatureValue: `${signatureValue}<b/>` }))
    const text = spoiled(({ signedInfo }) => ({
      signedInfo: signedInfo.replace('<ds:Reference', 'x<ds:Reference'),
    }))
    expect(failures(inside)).toEqual(['xml-signature-structure: FAILED'])
    expect(failures(text)).toEqual(['xml-signature-structure: FAILED'])
  })

  it('refuses a SignedInfo without a reference', () => {
    const signature = spoiled(({ signedInfo, references }) => ({
      signedInfo: signedInfo.replace(references, ''),
    }))
    expect(failures(signature)).toEqual(['xml-signature-structure: FAILED'])
  })

  it.each([
    ['HMAC', 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256'],
    ['HMAC', 'http://www.w3.org/2000/09/xmldsig#hmac-sha1'],
    ['"none"', 'none'],
    ['names no algorithm', ''],
  ])('is refused where its method is %s: %j', (reason, method) => {
    const signature = spoiled(({ signedInfo }) => ({
      signedInfo: signedInfo.replace(/(<ds:SignatureMethod Algorithm=")[^"]*/, `$1${method}`),
    }))
    expect(signature.signatureAlgorithm).toEqual({ unsupported: method })
    expect(failures(signature)).toEqual(['signature-method: FAILED'])
    const check = signature.formatChecks.find(({ id }) => id === 'signature-method')
    expect(check?.conclusion).toMatchObject({ detail: expect.stringContaining(reason) })
  })

  it('is not refused for a method that is not known here', () => {
    const method = 'http://www.w3.org/2001/04/xmldsig-more#rsa-md5'
    const signature = spoiled(({ signedInfo }) => ({
      signedInfo: signedInfo.replace(/(<ds:SignatureMethod Algorithm=")[^"]*/, `$1${method}`),
    }))
    expect(failures(signature)).toEqual([])
  })

  it.each([
    ['has no SignedInfo', () => '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/>'],
    [
      'has a canonicalisation that is not known',
      () =>
        assemble(signedParts(signer, content, (parts) => parts)).replace(
          /(<ds:CanonicalizationMethod Algorithm=")[^"]*/,
          '$1urn:other',
        ),
    ],
  ])('asks for nothing that nobody could give where it %s', (_, text) => {
    expect(missingContent(readOne(text()))).toEqual([])
  })

  it('names a certificate that cannot be read, and goes on', () => {
    const parts = signedParts(signer, content)
    const broken = parts.keyInfo.replace('<ds:X509Certificate>', '<ds:X509Certificate>AAAA')
    const { signatures, warnings } = read(assemble({ ...parts, keyInfo: broken }))
    expect(signatures[0]?.certificates).toEqual([])
    expect(warnings.map(({ code }) => code)).toEqual(['certificate-malformed'])
  })
})
