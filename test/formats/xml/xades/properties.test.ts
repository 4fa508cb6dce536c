import { describe, expect, it } from 'vitest'
import { authority, crlDer, entity, issue } from '../../../x509/pki.ts'
import { coreValidation } from '../core-validation.ts'
import { reference } from '../signing.ts'
import {
  base64,
  crypto,
  digestElements,
  parse,
  read,
  signaturesOf,
  signer,
  stamp,
  told,
  xadesDocument,
} from './document.ts'

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

describe('a DataObjectFormat', () => {
  const referenced = (text: string) =>
    text.replace('<ds:Reference URI=""', '<ds:Reference Id="r" URI=""')
  const format = (attributes: string, inside: string) =>
    `<xades:DataObjectFormat${attributes}>${inside}</xades:DataObjectFormat>`
  const type = '<xades:MimeType>text/xml</xades:MimeType>'

  it('says of which media type the signed data are', () => {
    const signature = read({
      object: format(' ObjectReference="#r"', type),
      references: referenced,
    })
    expect(signature.references[0]?.mediaType).toBe('text/xml')
    expect(signature.format).toBe('XAdES-BASELINE-B')
  })

  it.each([
    ['refers to nothing', format(' ObjectReference="#nothing"', type)],
    ['refers to something by no fragment', format(' ObjectReference="r"', type)],
    ['has no reference', format('', type)],
    ['says nothing', format(' ObjectReference="#r"', '')],
  ])('makes a signature no XAdES where it %s', (_, object) => {
    const signature = read({ object, references: referenced })
    expect(told(signature, 'data-object-format')).toBe('INDETERMINATE SIG_CONSTRAINTS_FAILURE')
    expect(signature.format).toBe('XML-NOT-ETSI')
    expect(coreValidation(signature, crypto)).toBe('intact')
  })

  it.each(['#o', "#xpointer(id('o'))"])('contradicts the Object that %s points at', (uri) => {
    const ns = 'http://www.w3.org/2000/09/xmldsig#'
    const stated = (mediaType: string) =>
      read({
        object: format(' ObjectReference="#r"', type),
        content: `<Object xmlns="${ns}" Id="o" MimeType="${mediaType}">A</Object>`,
        references: (text) => referenced(text).replace('URI=""', `URI="${uri}"`),
      })
    expect(told(stated('image/png'), 'data-object-format')).toBe(
      'INDETERMINATE SIG_CONSTRAINTS_FAILURE',
    )
    expect(told(stated('text/xml'), 'data-object-format')).toBe('PASSED')
  })

  it('makes no baseline signature where it leaves the media type out', () => {
    const described = format(
      ' ObjectReference="#r"',
      '<xades:Description>a list</xades:Description>',
    )
    const signature = read({ object: described, references: referenced })
    expect(signature.format).toBe('XAdES-BES')
  })
})

describe('unsigned properties', () => {
  it('hold time-stamps of every kind, with their times', () => {
    const signature = read({
      object: stamp('AllDataObjectsTimeStamp', '20260101000000Z'),
      unsigned: [
        stamp('SignatureTimeStamp', '20260301120001.5Z'),
        stamp('SigAndRefsTimeStampV2', '20260302000000Z'),
        stamp('ArchiveTimeStamp', '20260303000000Z'),
      ].join(''),
    })
    expect(
      signature.timestamps.map(({ id, type, time }) => [id, type, time?.toISOString()]),
    ).toEqual([
      ['signature-timestamp-1', 'content', '2026-01-01T00:00:00.000Z'],
      ['signature-timestamp-2', 'signature', '2026-03-01T12:00:01.500Z'],
      ['signature-timestamp-3', 'validation-data', '2026-03-02T00:00:00.000Z'],
      ['signature-timestamp-4', 'archive', '2026-03-03T00:00:00.000Z'],
    ])
  })

  it.each(['20260230000000Z', '2026', 'x'])('have no time where the token states %s', (time) => {
    const signature = read({ unsigned: stamp('SignatureTimeStamp', time) })
    expect(signature.timestamps).toMatchObject([{ type: 'signature', time: null }])
  })

  it('carry certificates and revocation data, those of time-stamps too', () => {
    const root = entity('Root')
    const certificate = authority(root, root)
    const list = base64(crlDer(root, { from: '2026-01-01', to: '2026-02-01' }))
    const values = `<xades:RevocationValues><xades:CRLValues><xades:EncapsulatedCRLValue>${list}</xades:EncapsulatedCRLValue></xades:CRLValues><xades:OCSPValues><xades:EncapsulatedOCSPValue>MAA=</xades:EncapsulatedOCSPValue></xades:OCSPValues></xades:RevocationValues>`
    const of141 = `<v:TimeStampValidationData xmlns:v="http://uri.etsi.org/01903/v1.4.1#"><xades:CertificateValues><xades:EncapsulatedX509Certificate>${base64(certificate.der)}</xades:EncapsulatedX509Certificate></xades:CertificateValues></v:TimeStampValidationData>`
    const signature = read({ unsigned: values + of141 })
    expect(signature.crls).toHaveLength(1)
    expect(signature.ocspResponses).toEqual([Buffer.from('3000', 'hex')])
    expect(signature.certificates).toHaveLength(2)
  })

  it('are left out where they cannot be read, which is said', () => {
    const text = xadesDocument({
      unsigned:
        '<xades:CertificateValues><xades:EncapsulatedX509Certificate>MAA=</xades:EncapsulatedX509Certificate></xades:CertificateValues><xades:SignatureTimeStamp><xades:XMLTimeStamp/><xades:EncapsulatedTimeStamp>?</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>',
    })
    const { signatures, warnings } = parse(text)
    expect(signatures).toMatchObject([{ timestamps: [] }])
    expect(warnings.map(({ code }) => code).sort()).toEqual([
      'certificate-unreadable',
      'property-unreadable',
      'xml-timestamp-not-read',
    ])
  })
})

describe('the certificate of a signature', () => {
  const root = entity('Root')
  const leaf = issue(entity('Leaf'), root)
  const chain = [authority(root, root), leaf]
  const inKeyInfo = chain
    .map(({ der }) => `<ds:X509Certificate>${base64(der)}</ds:X509Certificate>`)
    .join('')
  const withChain = (text: string) =>
    text.replace(/<ds:X509Certificate>.*<\/ds:X509Certificate>/, inKeyInfo)

  it('is the one of KeyInfo that issued none of the others', () => {
    const { signer: named } = read({ finish: withChain })
    expect(named.sid).toMatchObject({ kind: 'issuer-serial', serial: leaf.serialNumber })
  })

  it('is told by the signed reference where that is to one of KeyInfo', () => {
    const own = `<ds:X509Certificate>${base64(signer.certificate)}</ds:X509Certificate>`
    const { signer: named } = read({
      finish: (text) => withChain(text).replace('</ds:X509Data>', `${own}</ds:X509Data>`),
    })
    expect(named.sid.kind).toBe('certificates')
  })
})

describe('a reference of the type Object', () => {
  const object = '<ds:Object xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="o">data</ds:Object>'
  const signed = reference(
    '#o',
    ['http://www.w3.org/2001/10/xml-exc-c14n#'],
    Buffer.from(object),
    'http://www.w3.org/2000/09/xmldsig#Object',
  )
  const plan = { references: (text: string) => signed + text }

  it('leads to an Object of the signature', () => {
    const signature = read({
      ...plan,
      finish: (text) => text.replace('<ds:Object>', `${object}<ds:Object>`),
    })
    expect(coreValidation(signature, crypto)).toBe('intact')
  })

  it('counts as not there where the Object was moved into another', () => {
    const signature = read({
      ...plan,
      finish: (text) =>
        text.replace('<ds:Object>', `<ds:Object><moved>${object}</moved></ds:Object><ds:Object>`),
    })
    expect(coreValidation(signature, crypto)).not.toBe('intact')
  })
})

describe('a countersignature', () => {
  it('is one by the type of its reference, wherever it stands', () => {
    const value = '<ds:SignatureValue Id="value">'
    const first = xadesDocument({
      finish: (text) => text.replace('<ds:SignatureValue>', value),
    })
    const canonical = /<ds:SignatureValue.*<\/ds:SignatureValue>/.exec(first)?.[0] ?? ''
    const octets = canonical.replace(
      '<ds:SignatureValue ',
      '<ds:SignatureValue xmlns:ds="http://www.w3.org/2000/09/xmldsig#" ',
    )
    const counter = xadesDocument({
      references: (text) =>
        reference(
          '#value',
          ['http://www.w3.org/2001/10/xml-exc-c14n#'],
          Buffer.from(octets),
          'http://uri.etsi.org/01903#CountersignedSignature',
        ) + text.replace(/<ds:Reference URI="".*?<\/ds:Reference>/, ''),
      change: (text) => text.replaceAll('"properties"', '"properties-2"'),
      finish: (text) =>
        (/<ds:Signature xmlns.*<\/ds:Signature>/s.exec(text)?.[0] ?? '')
          .replaceAll('Id="signature"', 'Id="second"')
          .replaceAll('Target="#signature"', 'Target="#second"'),
    })
    const both = first.replace('</List>', `${counter}</List>`)
    const parents = signaturesOf(both).map(({ id, parent }) => [id, parent])
    expect(parents).toEqual([
      ['signature', null],
      ['second', 'signature'],
    ])
  })
})

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
