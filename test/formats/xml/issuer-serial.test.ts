import { describe, expect, it } from 'vitest'
import { selfSigned } from '../../../scripts/sample/certificate.ts'
import { generateKey } from '../../../scripts/sample/keys.ts'
import { Budget } from '../../../src/core/budget.ts'
import { sha256Hex } from '../../../src/core/fingerprint.ts'
import { nodeCrypto } from '../../../src/crypto/node.ts'
import { readXmlSignatures } from '../../../src/formats/xml/signatures.ts'
import { judgeIntegrity } from '../../../src/validation/basic-signature.ts'
import { type Certificate, parseCertificate } from '../../../src/x509/certificate.ts'
import { assemble, makeSigner, signedParts } from './signing.ts'

const crypto = nodeCrypto()
const signer = await makeSigner()
const own = parseCertificate(signer.certificate, new Budget())

/** Of the same name as the signer, and a number and key of his own. */
const other = await (async () => {
  const key = await generateKey('P-256/SHA-256')
  const validity = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2027-01-01T00:00:00Z') }
  const profile = { subject: 'CN=List Signer', serial: '0b02', validity, use: 'signature' } as const
  return parseCertificate(await selfSigned(profile, key), new Budget())
})()

const issuerSerial = (serial: number, issuer = 'CN=List Signer') =>
  `<ds:X509IssuerSerial><ds:X509IssuerName>\n  ${issuer}\n</ds:X509IssuerName><ds:X509SerialNumber>${serial}</ds:X509SerialNumber></ds:X509IssuerSerial>`
const ownNumber = 0x0a01

/** Whose the signature is, of the certificates that are given beside it, and whether it is intact. */
function judged(
  inside: string,
  given: readonly Certificate[],
  signs: 'its certificate' | 'no certificate' = 'no certificate',
) {
  const parts = signedParts(signer, '<P/>', (made) => {
    if (made.references !== undefined || signs === 'its certificate') return made
    const without = /<xades:SigningCertificateV2>.*<\/xades:SigningCertificateV2>/
    return { ...made, signedProperties: made.signedProperties?.replace(without, '') ?? '' }
  })
  const keyInfo = `<ds:KeyInfo><ds:X509Data>${inside}</ds:X509Data></ds:KeyInfo>`
  const context = { budget: new Budget(), crypto, detached: [] }
  const text = assemble({ ...parts, keyInfo })
  const [signature] = readXmlSignatures(Buffer.from(text), context).signatures
  if (signature === undefined) throw new Error('no signature')
  const certificates = [given]
  const found = judgeIntegrity(signature, { certificates, crypto, budget: new Budget() })
  const whose = found.signer === null ? null : sha256Hex(found.signer.der)
  return { integrity: found.integrity, whose }
}

const intact = { integrity: 'intact', whose: sha256Hex(own.der) }

describe('an issuer with serial number in KeyInfo without a certificate', () => {
  it('tells which of the certificates given is the signer’s', () => {
    expect(judged(issuerSerial(ownNumber), [other, own])).toEqual(intact)
  })

  it('is needed where several are given', () => {
    expect(judged('', [other, own])).toEqual({ integrity: 'unknown', whose: null })
  })

  it('has the value verified with the key that it names, and with no other', () => {
    const found = judged(issuerSerial(0x0b02), [other, own])
    expect(found).toEqual({ integrity: 'broken', whose: sha256Hex(other.der) })
  })

  it.each([
    ['number', issuerSerial(0x0c03)],
    ['name', issuerSerial(ownNumber, 'CN=Somebody')],
  ])('names none that is given where its %s is of another', (_, inside) => {
    expect(judged(inside, [other, own])).toEqual({ integrity: 'unknown', whose: null })
  })

  it.each([
    ['two of them', issuerSerial(ownNumber) + issuerSerial(0x0b02)],
    ['a name that cannot be read', issuerSerial(ownNumber, 'nobody')],
  ])('names none by %s', (_, inside) => {
    expect(judged(inside, [other, own])).toEqual({ integrity: 'unknown', whose: null })
    expect(judged(inside, [own])).toEqual(intact)
  })

  it('says nothing against the certificate whose digest is signed', () => {
    expect(judged(issuerSerial(0x0b02), [other, own], 'its certificate')).toEqual(intact)
  })

  it('does not stand in for the certificate whose digest is signed', () => {
    const found = judged(issuerSerial(0x0b02), [other], 'its certificate')
    expect(found).toEqual({ integrity: 'unknown', whose: null })
  })
})
