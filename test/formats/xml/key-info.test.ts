import { beforeAll, describe, expect, it } from 'vitest'
import { Budget } from '../../../src/core/budget.ts'
import { toHex } from '../../../src/core/bytes.ts'
import { sha256Hex } from '../../../src/core/fingerprint.ts'
import { nodeCrypto } from '../../../src/crypto/node.ts'
import { readXmlSignatures } from '../../../src/formats/xml/signatures.ts'
import { parseCertificate } from '../../../src/x509/certificate.ts'
import { ecKeyValue, encodedKeyValue } from './bare-keys.ts'
import { assemble, type ListSigner, makeSigner, signedParts } from './signing.ts'

const dsig11 = 'http://www.w3.org/2009/xmldsig11#'
let signer: ListSigner
let other: ListSigner

beforeAll(async () => {
  signer = await makeSigner()
  other = await makeSigner()
})

/** What is read where KeyInfo holds this, and the document that beside its signature. */
function read(inside: string, content = '<P/>') {
  const parts = signedParts(signer, content)
  const xml = assemble({ ...parts, keyInfo: `<ds:KeyInfo Id="k">${inside}</ds:KeyInfo>` })
  const context = { budget: new Budget(), crypto: nodeCrypto(), detached: [] }
  const { signatures, warnings } = readXmlSignatures(Buffer.from(xml), context)
  const [signature] = signatures
  if (signature === undefined) throw new Error('no signature')
  const check = signature.formatChecks.find(({ id }) => id === 'key-info-one-key')
  return {
    certificates: signature.certificates.map(({ der }) => sha256Hex(der)),
    distinct: new Set(signature.certificates).size,
    signer: signature.signer,
    crls: signature.crls,
    keys: check?.conclusion.indication,
    warnings: warnings.map(({ code }) => code),
  }
}

const certificate = ({ certificate: der }: ListSigner) =>
  `<ds:X509Certificate>${Buffer.from(der).toString('base64')}</ds:X509Certificate>`
const data = (inside: string) => `<ds:X509Data>${inside}</ds:X509Data>`
const parsed = ({ certificate: der }: ListSigner) => parseCertificate(der, new Budget())
const encodedKey = (of: ListSigner) => encodedKeyValue(parsed(of))
const ecKey = (of: ListSigner) => ecKeyValue(parsed(of))

describe('KeyInfo', () => {
  it('gives the certificates and lists of X509Data', () => {
    const found = read(data(`${certificate(signer)}<ds:X509CRL>AQID</ds:X509CRL>`))
    expect(found.certificates).toEqual([sha256Hex(signer.certificate)])
    expect(found.crls).toEqual([Buffer.of(1, 2, 3)])
  })

  it('has one certificate where the same stands in it twice', () => {
    expect(read(data(certificate(signer) + certificate(signer))).distinct).toBe(1)
    expect(read(data(certificate(signer) + certificate(other))).distinct).toBe(2)
  })

  it.each([
    ['RetrievalMethod', '<ds:RetrievalMethod URI="#x"/>'],
    ['KeyInfoReference', `<d:KeyInfoReference xmlns:d="${dsig11}" URI="#x"/>`],
  ])('follows a %s within the document', (_, inside) => {
    const ds = 'http://www.w3.org/2000/09/xmldsig#'
    const elsewhere = `<ds:KeyInfo xmlns:ds="${ds}" Id="x">${data(certificate(signer))}</ds:KeyInfo>`
    expect(read(inside, elsewhere).certificates).toEqual([sha256Hex(signer.certificate)])
  })

  it.each([
    ['an address', '<ds:RetrievalMethod URI="http://127.0.0.1/"/>'],
    ['a file', '<ds:RetrievalMethod URI="file:///etc/passwd"/>'],
    ['nothing that is there', '<ds:RetrievalMethod URI="#nothing"/>'],
    ['what holds no keys', '<ds:RetrievalMethod URI="#list"/>'],
    [
      'something through transforms',
      '<ds:RetrievalMethod URI="#k"><ds:Transforms/></ds:RetrievalMethod>',
    ],
  ])('does not follow a reference to %s', (_, inside) => {
    expect(read(inside)).toMatchObject({ certificates: [], warnings: ['key-info-not-followed'] })
  })

  it('ends with a reference to itself', () => {
    expect(read('<ds:RetrievalMethod URI="#k"/>').certificates).toEqual([])
  })

  it('names the certificate by its key identifier where it holds none', () => {
    expect(read(data('<ds:X509SKI>AQID</ds:X509SKI>')).signer.sid).toEqual({
      kind: 'subject-key-identifier',
      keyIdentifier: Buffer.of(1, 2, 3),
    })
  })

  it('takes no certificate by names alone', () => {
    const names = data('<ds:X509SubjectName>CN=List Signer</ds:X509SubjectName>')
    const found = read(`<ds:KeyName>key</ds:KeyName>${names}`)
    expect(found).toMatchObject({ certificates: [], signer: { sid: { kind: 'certificates' } } })
  })
})

describe('a bare key beside certificates', () => {
  it.each([
    ['an ECKeyValue', ecKey],
    ['a DEREncodedKeyValue', encodedKey],
  ])('is that of one of them: %s', (_, key) => {
    expect(read(`${key(signer)}${data(certificate(signer))}`).keys).toBe('PASSED')
    expect(read(`${key(other)}${data(certificate(signer))}`).keys).toBe('FAILED')
  })

  it('is of another kind', () => {
    const rsa =
      '<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>4AAB</ds:Modulus><ds:Exponent>AQAB</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>'
    expect(read(`${rsa}${data(certificate(signer))}`).keys).toBe('FAILED')
  })

  it('travels with the signer where it is by itself', () => {
    const found = read(ecKey(signer))
    expect(found).toMatchObject({ certificates: [], keys: 'PASSED' })
    expect(found.signer.bareKeys?.map(toHex)).toEqual([toHex(parsed(signer).spki)])
  })

  it('does not where a certificate is beside it', () => {
    const found = read(`${ecKey(signer)}${data(certificate(signer))}`)
    expect(found.signer.bareKeys ?? []).toEqual([])
  })
})
