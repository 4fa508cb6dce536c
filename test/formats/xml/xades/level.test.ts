import { describe, expect, it } from 'vitest'
import { dsNamespace, exclusiveMethod, reference } from '../signing.ts'
import { base64, read, signer, stamp, type XadesPlan } from './document.ts'

const signatureStamp = stamp('SignatureTimeStamp')
const archiveStamp = stamp('ArchiveTimeStamp')
const certificates =
  '<xades:CertificateValues><xades:EncapsulatedX509Certificate>MAA=</xades:EncapsulatedX509Certificate></xades:CertificateValues>'
const revocation =
  '<xades:RevocationValues><xades:OCSPValues><xades:EncapsulatedOCSPValue>MAA=</xades:EncapsulatedOCSPValue></xades:OCSPValues></xades:RevocationValues>'
const references = '<xades:CompleteCertificateRefs/><xades:CompleteRevocationRefs/>'
const implied =
  '<xades:SignaturePolicyIdentifier><xades:SignaturePolicyImplied></xades:SignaturePolicyImplied></xades:SignaturePolicyIdentifier>'
const evidence =
  '<er:SealingEvidenceRecords xmlns:er="http://uri.etsi.org/19132/v1.1.1#"></er:SealingEvidenceRecords>'
const ofTheStamp = `<v141:TimeStampValidationData xmlns:v141="http://uri.etsi.org/01903/v1.4.1#">${certificates}${revocation}</v141:TimeStampValidationData>`

const withoutTime = (text: string) => text.replace(/<xades:SigningTime>.*<\/xades:SigningTime>/, '')
const extended = { change: withoutTime } as const

describe('the level of an XAdES signature', () => {
  it.each<[string, string, XadesPlan]>([
    ['XAdES-BASELINE-B', 'signing time and certificate', {}],
    ['XAdES-BASELINE-B', 'a policy that is implied', { signature: implied }],
    ['XAdES-BASELINE-T', 'a time-stamp', { unsigned: signatureStamp }],
    [
      'XAdES-BASELINE-T',
      'values of the time-stamp only',
      { unsigned: signatureStamp + ofTheStamp },
    ],
    ['XAdES-BASELINE-LT', 'revocation data', { unsigned: signatureStamp + revocation }],
    ['XAdES-BASELINE-B', 'revocation data without a time-stamp', { unsigned: revocation }],
    [
      'XAdES-BASELINE-LTA',
      'an archive time-stamp',
      { unsigned: signatureStamp + certificates + revocation + archiveStamp },
    ],
    ['XAdES-ERS', 'an evidence record', { unsigned: signatureStamp + revocation + evidence }],
    ['XAdES-BASELINE-B', 'an evidence record alone', { unsigned: evidence }],
    [
      'XAdES-T',
      'two tokens in one time-stamp',
      {
        unsigned: signatureStamp.replace(
          /(<xades:Encapsulated.*<\/xades:EncapsulatedTimeStamp>)/,
          '$1$1',
        ),
      },
    ],
    ['XAdES-BES', 'no signing time', extended],
    ['XAdES-EPES', 'no signing time, but a policy', { ...extended, signature: implied }],
    ['XAdES-T', 'no signing time, but a time-stamp', { ...extended, unsigned: signatureStamp }],
    ['XAdES-C', 'references', { unsigned: signatureStamp + references }],
    [
      'XAdES-X',
      'references with a time-stamp',
      { unsigned: signatureStamp + references + stamp('SigAndRefsTimeStamp') },
    ],
    [
      'XAdES-XL',
      'references and values',
      {
        unsigned:
          signatureStamp + references + stamp('RefsOnlyTimeStamp') + certificates + revocation,
      },
    ],
    [
      'XAdES-LT',
      'values without references',
      { ...extended, unsigned: signatureStamp + certificates + revocation },
    ],
    [
      'XAdES-A',
      'values and an archive time-stamp',
      { ...extended, unsigned: signatureStamp + certificates + revocation + archiveStamp },
    ],
    [
      'XML-NOT-ETSI',
      'no signing certificate',
      {
        change: (text) => text.replace(/<xades:SigningCertificateV2>.*V2>/, ''),
      },
    ],
    [
      'XAdES-BES',
      'a KeyInfo without the signing certificate',
      { finish: (text) => text.replace(/<ds:KeyInfo>.*<\/ds:KeyInfo>/, '') },
    ],
  ])('is %s with %s', (level, _, plan) => {
    expect(read(plan).format).toBe(level)
  })
})

/** A part of the signature that is signed as well, put in place of another when all is signed. */
function alsoSigning(part: string, replaced: string): XadesPlan {
  const canonical = part.replace(' Id=', ` xmlns:ds="${dsNamespace}" Id=`)
  return {
    references: (text) =>
      text.replace('<ds:Reference URI=""', '<ds:Reference Id="r" URI=""') +
      reference('#part', [exclusiveMethod], Buffer.from(canonical)),
    finish: (text) => text.replace(replaced, part),
  }
}

const certificate = `<ds:X509Certificate>${base64(signer.certificate)}</ds:X509Certificate>`
const keyInfo = `<ds:KeyInfo Id="part"><ds:X509Data>${certificate}</ds:X509Data></ds:KeyInfo>`
const wholeKeyInfo = keyInfo.replace(' Id="part"', '')
const noCertificate = (text: string) => text.replace(/<xades:SigningCertificateV2>.*V2>/, '')

describe('an XAdES signature over its KeyInfo', () => {
  it('is XAdES-BES without SigningCertificate (TS 101 903 §4.4.1)', () => {
    const plan = { ...alsoSigning(keyInfo, wholeKeyInfo), change: noCertificate }
    expect(read(plan).format).toBe('XAdES-BES')
  })

  it('is none where the KeyInfo holds no certificate', () => {
    const named = '<ds:KeyInfo Id="part"><ds:KeyName>A</ds:KeyName></ds:KeyInfo>'
    const plan = { ...alsoSigning(named, wholeKeyInfo), change: noCertificate }
    expect(read(plan).format).toBe('XML-NOT-ETSI')
  })
})

describe('an XAdES signature that describes its data objects', () => {
  const object =
    '<xades:DataObjectFormat ObjectReference="#r"><xades:MimeType>text/xml</xades:MimeType></xades:DataObjectFormat>'
  const before = '<ds:Object><xades:QualifyingProperties'
  const inObject = (part: string) => `<ds:Object>${part}</ds:Object>${before}`

  it('need not describe its KeyInfo', () => {
    expect(read({ ...alsoSigning(keyInfo, wholeKeyInfo), object }).format).toBe('XAdES-BASELINE-B')
  })

  it.each([
    ['need not describe its SignatureProperties', 'SignatureProperties', 'XAdES-BASELINE-B'],
    ['need not describe a Manifest', 'Manifest', 'XAdES-BASELINE-B'],
    ['has to describe anything else', 'Other', 'XAdES-BES'],
  ])('%s', (_, name, level) => {
    const part = `<ds:${name} Id="part">${reference('', [exclusiveMethod], Buffer.of())}</ds:${name}>`
    const plan = alsoSigning(part, before)
    const finish = (text: string) => text.replace(before, inObject(part))
    expect(read({ ...plan, finish, object }).format).toBe(level)
  })
})
