import { describe, expect, it } from 'vitest'
import { Budget } from '../../src/core/budget.ts'
import { extract } from '../../src/extract.ts'
import { judgeIntegrity } from '../../src/validation/basic-signature.ts'
import { type Certificate, parseCertificate } from '../../src/x509/certificate.ts'
import { ecKeyValue, encodedKeyValue } from '../formats/xml/bare-keys.ts'
import { makeSigner } from '../formats/xml/signing.ts'
import {
  crypto,
  parse,
  signaturesOf,
  signer,
  type XadesPlan,
  xadesDocument,
} from '../formats/xml/xades/document.ts'

const other = await makeSigner()
const own = parseCertificate(signer.certificate, new Budget())
const foreign = parseCertificate(other.certificate, new Budget())

/** A signature over a list with this in KeyInfo, and without a signed reference to its certificate. */
function document(keyInfo: string, plan: XadesPlan = {}): string {
  return xadesDocument({
    change: (properties) =>
      properties.replace(/<xades:SigningCertificateV2>.*<\/xades:SigningCertificateV2>/, ''),
    ...plan,
    finish: (text) => {
      const changed = text.replace(/(<ds:KeyInfo>).*(<\/ds:KeyInfo>)/, `$1${keyInfo}$2`)
      return plan.finish?.(changed) ?? changed
    },
  })
}

const certificateIn = ({ der }: Certificate) =>
  `<ds:X509Data><ds:X509Certificate>${Buffer.from(der).toString('base64')}</ds:X509Certificate></ds:X509Data>`

/** What is judged with the certificates that were given. */
function judge(text: string, certificates: readonly Certificate[] = []) {
  const [signature] = signaturesOf(text)
  if (signature === undefined) throw new Error('no signature')
  const judged = judgeIntegrity(signature, {
    certificates: [certificates],
    crypto,
    budget: new Budget(),
  })
  const found = judged.checks.find(({ id }) => id === 'signing-certificate-found')?.conclusion
  return {
    integrity: judged.integrity,
    signer: judged.signer,
    found: found === undefined || found.indication === 'PASSED' ? 'found' : found.detail,
  }
}

const nobodys = 'the signature carries a bare key and no certificate: whose it is is not known'

describe('a signature with a bare key and no certificate', () => {
  it.each([
    ['an ECKeyValue', ecKeyValue(own)],
    ['a DEREncodedKeyValue', encodedKeyValue(own)],
    ['the same key twice', ecKeyValue(own) + encodedKeyValue(own)],
  ])('is intact and has no signer: %s', (_, key) => {
    expect(judge(document(key))).toEqual({ integrity: 'intact', signer: null, found: nobodys })
  })

  it('is broken where the key is another', () => {
    expect(judge(document(ecKeyValue(foreign)))).toMatchObject({
      integrity: 'broken',
      signer: null,
    })
  })

  it('is broken where the content was changed', () => {
    const finish = (text: string) => text.replace('<Name>A<', '<Name>B<')
    expect(judge(document(ecKeyValue(own), { finish })).integrity).toBe('broken')
  })

  it('is unknown where two keys travel', () => {
    const both = ecKeyValue(own) + ecKeyValue(foreign)
    expect(judge(document(both)).integrity).toBe('unknown')
  })

  it('is unknown where one of its keys cannot be read', () => {
    const odd = '<ds:KeyValue><Other xmlns="urn:other"/></ds:KeyValue>'
    expect(judge(document(ecKeyValue(own) + odd)).integrity).toBe('unknown')
  })

  it('is unknown beside a certificate that cannot be read', () => {
    const unreadable = '<ds:X509Data><ds:X509Certificate>AAAA</ds:X509Certificate></ds:X509Data>'
    expect(judge(document(ecKeyValue(own) + unreadable)).integrity).toBe('unknown')
  })

  it('is unknown where it names a certificate that is not at hand', () => {
    const judged = judge(document(ecKeyValue(own), { change: (properties) => properties }))
    expect(judged).toMatchObject({
      integrity: 'unknown',
      found: 'no certificate at hand is the one that the signature names',
    })
  })

  it('has the signer whose certificate is given and of that key', () => {
    const judged = judge(document(ecKeyValue(own)), [foreign, own])
    expect(judged).toEqual({ integrity: 'intact', signer: own, found: 'found' })
  })

  it('has no signer where a certificate of another key is given', () => {
    const judged = judge(document(ecKeyValue(own)), [foreign])
    expect(judged).toEqual({ integrity: 'intact', signer: null, found: nobodys })
  })

  it('gives back what it signs, and says that nobody is named', () => {
    const bytes = Buffer.from(document(ecKeyValue(own)))
    const extracted = extract({
      document: { name: 'list.xml', bytes },
      detached: [],
      certificates: [],
      signature: null,
      crypto,
    })
    expect(extracted.objects.map(({ name }) => name)).toEqual(['document'])
    expect(extracted.warnings.map(({ code }) => code)).toContain('bare-key')
  })
})

describe('a bare key beside a certificate', () => {
  it('that it does not belong to breaks the signature, whichever signed', () => {
    expect(judge(document(ecKeyValue(own) + certificateIn(foreign))).integrity).toBe('broken')
    expect(judge(document(ecKeyValue(foreign) + certificateIn(own))).integrity).toBe('broken')
  })

  it('is not used in place of one among unsigned properties', () => {
    const encoded = Buffer.from(foreign.der).toString('base64')
    const unsigned = `<xades:CertificateValues><xades:EncapsulatedX509Certificate>${encoded}</xades:EncapsulatedX509Certificate></xades:CertificateValues>`
    expect(judge(document(ecKeyValue(own), { unsigned })).integrity).not.toBe('intact')
  })

  it('of its own is no reason for a warning', () => {
    const { warnings } = parse(document(ecKeyValue(own) + certificateIn(own)))
    expect(warnings.map(({ code }) => code)).not.toContain('bare-key')
  })
})

describe('a signature without any key', () => {
  it('is unknown, and said to name nobody', () => {
    expect(judge(document('<ds:KeyName>key</ds:KeyName>'))).toEqual({
      integrity: 'unknown',
      signer: null,
      found: 'no certificate comes with the signature, and it names none that can be looked up',
    })
  })

  it('may be that of either of two certificates that were given', () => {
    expect(judge(document('<ds:KeyName>key</ds:KeyName>'), [own, foreign]).found).toBe(
      "several certificates at hand may be the signer's, and the signature does not say which is",
    )
  })
})
