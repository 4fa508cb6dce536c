import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { Budget } from '../../../src/core/budget.ts'
import { VerifierError } from '../../../src/core/errors.ts'
import { sha256Hex } from '../../../src/core/fingerprint.ts'
import { nodeCrypto } from '../../../src/crypto/node.ts'
import { coversDocument, type XmlSignature } from '../../../src/formats/xml/signature.ts'
import { readXmlSignatures } from '../../../src/formats/xml/signatures.ts'
import { missingContent } from '../../../src/validation/cryptographic-verification.ts'
import { coreValidation } from './core-validation.ts'
import {
  assemble,
  embedded,
  exclusiveMethod,
  type ListSigner,
  makeSigner,
  reference,
  type SignedParts,
  signedParts,
} from './signing.ts'

const crypto = nodeCrypto()
const content =
  '<Scheme territory="GE">Georgia \u{10380} საქართველო</Scheme>\n<Provider Id="p1"><Name>A &amp; B</Name></Provider>'
let signer: ListSigner

beforeAll(async () => {
  signer = await makeSigner()
})

function read(xml: string | Uint8Array) {
  const bytes = typeof xml === 'string' ? Buffer.from(xml) : xml
  return readXmlSignatures(bytes, { budget: new Budget(), crypto, detached: [] })
}

function readOne(xml: string): XmlSignature {
  const [signature, ...others] = read(xml).signatures
  if (signature === undefined || others.length > 0) throw new Error('not one signature')
  return signature
}

function judge(xml: string): string {
  return coreValidation(readOne(xml), crypto)
}

function failures(signature: XmlSignature): string[] {
  return signature.formatChecks
    .filter(({ conclusion }) => conclusion.indication !== 'PASSED')
    .map(({ id, conclusion }) => `${id}: ${conclusion.indication}`)
}

describe('an enveloped signature over a list', () => {
  it('is intact and covers the document', () => {
    const signature = readOne(assemble(signedParts(signer, content)))
    expect(coreValidation(signature, crypto)).toBe('intact')
    expect(coversDocument(signature)).toBe(true)
    expect(failures(signature)).toEqual([])
    expect(signature.references.map(({ kind }) => kind)).toEqual(['full', 'properties'])
  })

  it('names the certificate and the time that were signed', () => {
    const signature = readOne(assemble(signedParts(signer, content)))
    expect(signature.format).toBe('XAdES-BASELINE-B')
    expect(signature.claimedTime).toEqual(new Date('2026-03-01T12:00:00Z'))
    const [named] = signature.signer.signingCertificate
    expect(Buffer.from(named?.digest ?? []).toString('hex')).toBe(sha256Hex(signer.certificate))
    expect(signature.certificates.map(({ der }) => sha256Hex(der))).toEqual([
      sha256Hex(signer.certificate),
    ])
  })

  it('stays intact where only white space inside tags, quotes and CDATA differ', () => {
    const xml = assemble(signedParts(signer, content))
      .replace('<Scheme territory="GE">', "<Scheme  territory = 'GE' >")
      .replace('A &amp; B', '<![CDATA[A & ]]>&#66;')
      .replaceAll('\n', '\r\n')
    expect(judge(xml)).toBe('intact')
  })

  it('stays intact where a comment is added, which nobody reads', () => {
    const xml = assemble(signedParts(signer, content)).replace('Georgia', 'Geo<!-- x -->rgia')
    expect(judge(xml)).toBe('intact')
  })

  it('is not intact after any bit of what it covers is flipped', () => {
    const parts = signedParts(signer, content)
    const bytes = Buffer.from(assemble(parts))
    const covered = [content, parts.signedInfo, parts.signedProperties].flatMap((part) => {
      const octets = Buffer.from(embedded(part))
      const start = bytes.indexOf(octets)
      return Array.from(octets, (_, index) => start + index)
    })
    fc.assert(
      fc.property(fc.constantFrom(...covered), fc.integer({ min: 0, max: 7 }), (at, bit) => {
        const flipped = Buffer.from(bytes)
        flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << bit), at)
        expect(outcomes(flipped)).not.toContain('intact over the document')
      }),
      { numRuns: 1_500 },
    )
  })
})

/** What is said of every signature of the bytes; an error is `VerifierError` or a fault. */
function outcomes(bytes: Uint8Array): string[] {
  try {
    return read(bytes).signatures.map((signature) => {
      const whole = coversDocument(signature) ? ' over the document' : ''
      return `${coreValidation(signature, crypto)}${whole}`
    })
  } catch (error) {
    if (error instanceof VerifierError) return [error.code]
    throw error
  }
}

describe('signature wrapping', () => {
  it('finds nothing by an identifier that two elements carry', () => {
    const ambiguous = content.replace('<Name>', '<Name ID="properties">')
    const signature = readOne(assemble(signedParts(signer, ambiguous)))
    expect(coreValidation(signature, crypto)).toBe('unknown')
    expect(failures(signature)).toContain('reference-processing: FAILED')
  })

  it.each([
    'Id',
    'ID',
    'id',
    'xml:id',
    'xmlns:u="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd" u:Id',
  ])('counts %s as an identifier', (name) => {
    const xml = assemble(signedParts(signer, content)).replace(
      '<Name>',
      `<Name ${name}="properties">`,
    )
    expect(failures(readOne(xml))).toContain('reference-processing: FAILED')
  })

  it('does not say that a signature of one element covers the document', () => {
    const part = `<Provider xmlns="urn:list" Id="p1"><Name>A &amp; B</Name></Provider>`
    const signature = readOne(
      assemble(
        signedParts(
          signer,
          content,
          withReferences(reference('#p1', [exclusiveMethod], Buffer.from(part))),
        ),
      ),
    )
    expect(coreValidation(signature, crypto)).toBe('intact')
    expect(coversDocument(signature)).toBe(false)
    expect(signature.references[0]?.covers).toMatchObject({
      of: 'element',
      element: { name: 'Provider' },
    })
  })

  it('does not read signed properties that no reference of their type covers', () => {
    const xml = assemble(
      signedParts(signer, content, ({ references, ...parts }) =>
        references === undefined
          ? parts
          : { ...parts, references: references.replace(/ Type="[^"]*"/, '') },
      ),
    )
    const signature = readOne(xml)
    expect(signature.signer.signingCertificate).toEqual([])
    expect(signature.claimedTime).toBeNull()
    expect(failures(signature)).toEqual(['signed-properties: INDETERMINATE'])
  })

  it('does not take the properties of another signature for its own', () => {
    const xml = assemble(signedParts(signer, content)).replace(
      'Target="#signature"',
      'Target="#p1"',
    )
    expect(readOne(xml).signer.signingCertificate).toEqual([])
  })
})

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

describe('the limits of references and transforms', () => {
  const whole = (transforms: readonly string[]) => reference('#p1', transforms, Buffer.of())
  const structure = (references: string): string[] =>
    failures(readOne(assemble(signedParts(signer, content, withReferences(references)))))

  it('reads 30 references and refuses 31', () => {
    expect(structure(whole([exclusiveMethod]).repeat(30))).not.toContain(
      'xml-signature-structure: INDETERMINATE',
    )
    expect(structure(whole([exclusiveMethod]).repeat(31))).toEqual([
      'xml-signature-structure: INDETERMINATE',
    ])
  })

  it('reads as many files as they stand as a container has, each of them once', () => {
    const file = (name: string) =>
      reference(name, [], Buffer.of()).replace('<ds:Transforms></ds:Transforms>', '')
    const files = Array.from({ length: 1_000 }, (_, i) => file(`file${i}.txt`)).join('')
    const limit = 'xml-signature-structure: INDETERMINATE'
    expect(structure(files + whole([exclusiveMethod]).repeat(30))).not.toContain(limit)
    expect(structure(files + whole([exclusiveMethod]).repeat(31))).toEqual([limit])
    expect(structure(file('same.txt').repeat(31))).not.toContain(limit)
    expect(structure(file('same.txt').repeat(32))).toEqual([limit])
  })

  it('reads 5 transforms and refuses 6', () => {
    const envelopes = (count: number) =>
      Array.from({ length: count }, () => 'http://www.w3.org/2000/09/xmldsig#enveloped-signature')
    expect(structure(whole(envelopes(5)))).not.toContain('xml-signature-structure: INDETERMINATE')
    expect(structure(whole(envelopes(6)))).toEqual(['xml-signature-structure: INDETERMINATE'])
  })
})

describe('what this version leaves out', () => {
  it.each([
    ['an XSLT transform', '', ['http://www.w3.org/TR/1999/REC-xslt-19991116']],
    ['another XPointer', '#xpointer(//Name)', [exclusiveMethod]],
  ])('says of %s that it is not supported, and finds nothing intact', (_, uri, transforms) => {
    expectMissing(uri, transforms, 'is not supported in this version')
  })

  it.each(['file:///etc/passwd', 'http://127.0.0.1/', '../../../../etc/passwd', '//host/share'])(
    'does not fetch %s',
    (uri) => expectMissing(uri, [], 'is not given'),
  )

  function expectMissing(uri: string, transforms: readonly string[], detail: string): void {
    const references = reference(uri, transforms, Buffer.of()).replace(
      /<ds:Transforms><.ds:T\w+>/,
      '',
    )
    const signature = readOne(assemble(signedParts(signer, content, withReferences(references))))
    expect(signature.references[0]?.octets.kind).toBe('missing')
    expect(coreValidation(signature, crypto)).toBe('unknown')
    const check = signature.formatChecks.find(({ id }) => id === 'reference-processing')
    expect(check?.conclusion).toMatchObject({
      indication: 'INDETERMINATE',
      because: 'SIGNED_DATA_NOT_FOUND',
      detail: expect.stringContaining(detail),
    })
  }

  it('does not call a signature over a Manifest intact', () => {
    const manifest = `<ds:Manifest xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="m"></ds:Manifest>`
    const references = reference('#m', [exclusiveMethod], Buffer.from(manifest))
    const xml = assemble(signedParts(signer, `${content}${manifest}`, withReferences(references)))
    expect(judge(xml)).toBe('unknown')
  })
})

/** Signs other references than those of the list; the signed properties stay uncovered. */
function withReferences(references: string) {
  return (parts: Partial<SignedParts>): Partial<SignedParts> =>
    parts.references === undefined ? parts : { ...parts, references }
}
