import { flipped, type Signer } from './cms.ts'
import { base64 } from './der.ts'
import { digest, type Hash, signRaw } from './keys.ts'
import { leaf, xmlTime } from './xml.ts'
import {
  type Canonicalization,
  c14n,
  canonical,
  digestOf,
  ds,
  reference,
  signatureUri,
  xades,
} from './xml-signature.ts'

/** What one ds:Reference to data is made of. */
export interface SignedData {
  /** The attributes of ds:Reference, such as `URI=""`; its Id is made of the signature's. */
  readonly attributes: string
  readonly transforms: readonly string[]
  readonly mediaType: string
  /** The octets that the digest is over; `document` is the whole, its signature still without value. */
  octets(document: string): Uint8Array
}

/** The terms of one signature. */
export interface XadesTerms {
  readonly id: string
  readonly signer: Signer
  /** The certificate of the signer's issuer, which not every list has. */
  readonly issuer: Uint8Array
  readonly signingTime: Date
  readonly how: Canonicalization
  readonly data: readonly SignedData[]
  /** XML behind the properties, in the same or in an object of its own. */
  readonly objects?: string
  /** Whether the signature names a policy, a role, a place and a commitment. */
  readonly claims?: 'stated'
  /** altered: one bit of the value is flipped after signing. */
  readonly value?: 'altered'
  /** The certificate in KeyInfo, where it is not the signer's. */
  readonly shownCertificate?: Uint8Array
}

/**
 * A XAdES-B-B signature (EN 319 132-1 §6.3) in the place that is given for it; `place` puts the
 * ds:Signature into its document, again and again while the signature grows.
 */
export async function signXades(
  terms: XadesTerms,
  place: (signature: string) => string,
): Promise<string> {
  const { id, signer, how, data } = terms
  const { hash } = signer.key
  const properties = await signedProperties(terms)
  const empty = place(signatureElement(terms, properties, '', ''))
  const references: string[] = []
  for (const [index, one] of data.entries()) {
    const attributes = `Id="${id}-data-${index + 1}" ${one.attributes}`
    const value = await digest(hash, one.octets(empty))
    references.push(reference(attributes, one.transforms, hash, value))
  }
  const propertiesDigest = await digest(
    hash,
    canonical(empty, `//xades:SignedProperties[@Id="${id}-properties"]`, how),
  )
  const own = `Type="http://uri.etsi.org/01903#SignedProperties" URI="#${id}-properties"`
  references.push(reference(own, [c14n[how].uri], hash, propertiesDigest))
  const signedInfo = [
    '<ds:SignedInfo>',
    `<ds:CanonicalizationMethod Algorithm="${c14n[how].uri}"/>`,
    `<ds:SignatureMethod Algorithm="${signatureUri(signer.key)}"/>`,
    ...references,
    '</ds:SignedInfo>',
  ].join('')
  const unsigned = place(signatureElement(terms, properties, signedInfo, ''))
  const path = `//ds:Signature[@Id="${id}"]/ds:SignedInfo`
  const value = await signRaw(signer.key, canonical(unsigned, path, how))
  const shown = terms.value === 'altered' ? flipped(value) : value
  return place(signatureElement(terms, properties, signedInfo, base64(shown)))
}

/** xades:CounterSignature (EN 319 132-1 §5.2.7.2), over the value of the signature with the id. */
export async function counterSignXades(
  document: string,
  countersigned: string,
  terms: Omit<XadesTerms, 'data'>,
): Promise<string> {
  const path = `//ds:SignatureValue[@Id="${countersigned}-value"]`
  const data: SignedData = {
    attributes: `Type="http://uri.etsi.org/01903#CountersignedSignature" URI="#${countersigned}-value"`,
    transforms: [c14n[terms.how].uri],
    mediaType: 'application/xml',
    octets: (whole) => canonical(whole, path, terms.how),
  }
  const end = '</xades:SignedProperties>'
  const at = document.indexOf(end) + end.length
  return signXades({ ...terms, data: [data] }, (signature) => {
    const properties = `<xades:UnsignedProperties><xades:UnsignedSignatureProperties><xades:CounterSignature>${signature}</xades:CounterSignature></xades:UnsignedSignatureProperties></xades:UnsignedProperties>`
    return `${document.slice(0, at)}${properties}${document.slice(at)}`
  })
}

function signatureElement(
  { id, signer, issuer, objects = '', shownCertificate }: XadesTerms,
  properties: string,
  signedInfo: string,
  value: string,
): string {
  const certificates = [shownCertificate ?? signer.certificate, issuer]
  const shown = certificates.map((one) => leaf('ds:X509Certificate', base64(one))).join('')
  return [
    `<ds:Signature xmlns:ds="${ds}" Id="${id}">`,
    signedInfo,
    leaf('ds:SignatureValue', value, `Id="${id}-value"`),
    `<ds:KeyInfo><ds:X509Data>${shown}</ds:X509Data></ds:KeyInfo>`,
    `<ds:Object><xades:QualifyingProperties xmlns:xades="${xades}" Target="#${id}">${properties}</xades:QualifyingProperties></ds:Object>`,
    objects,
    '</ds:Signature>',
  ].join('')
}

/** EN 319 132-1 §5.2.1 to §5.2.9, in the order of its schema. */
async function signedProperties(terms: XadesTerms): Promise<string> {
  const { id, signer, signingTime, data, claims } = terms
  const { hash } = signer.key
  const certDigest = digestOf(hash, await digest(hash, signer.certificate))
  const stated = claims === 'stated' ? await statedClaims(hash) : noClaims
  return [
    `<xades:SignedProperties Id="${id}-properties">`,
    '<xades:SignedSignatureProperties>',
    leaf('xades:SigningTime', xmlTime(signingTime)),
    `<xades:SigningCertificateV2><xades:Cert><xades:CertDigest>${certDigest}</xades:CertDigest></xades:Cert></xades:SigningCertificateV2>`,
    stated.ofSignature,
    '</xades:SignedSignatureProperties>',
    '<xades:SignedDataObjectProperties>',
    ...data.map(({ mediaType }, index) => {
      const type = leaf('xades:MimeType', mediaType)
      return `<xades:DataObjectFormat ObjectReference="#${id}-data-${index + 1}">${type}</xades:DataObjectFormat>`
    }),
    stated.ofData,
    '</xades:SignedDataObjectProperties>',
    '</xades:SignedProperties>',
  ].join('')
}

const noClaims = { ofSignature: '', ofData: '' }

/** The policy is nobody's (RFC 6761 §6.4 keeps .example free of owners), and so is its digest. */
async function statedClaims(hash: Hash): Promise<typeof noClaims> {
  const policy = digestOf(hash, await digest(hash, Buffer.from('FICTIONAL signature policy')))
  return {
    ofSignature: [
      '<xades:SignaturePolicyIdentifier><xades:SignaturePolicyId><xades:SigPolicyId>',
      leaf('xades:Identifier', 'https://policies.euxine.example/contracts/1'),
      `</xades:SigPolicyId><xades:SigPolicyHash>${policy}</xades:SigPolicyHash>`,
      '</xades:SignaturePolicyId></xades:SignaturePolicyIdentifier>',
      `<xades:SignatureProductionPlaceV2>${leaf('xades:City', 'Fictional City')}</xades:SignatureProductionPlaceV2>`,
      `<xades:SignerRoleV2><xades:ClaimedRoles>${leaf('xades:ClaimedRole', 'fictional buyer')}</xades:ClaimedRoles></xades:SignerRoleV2>`,
    ].join(''),
    // Proof of origin (EN 319 132-1 §5.2.3).
    ofData: `<xades:CommitmentTypeIndication><xades:CommitmentTypeId>${leaf('xades:Identifier', 'http://uri.etsi.org/01903/v1.2.2#ProofOfOrigin')}</xades:CommitmentTypeId><xades:AllSignedDataObjects/></xades:CommitmentTypeIndication>`,
  }
}
