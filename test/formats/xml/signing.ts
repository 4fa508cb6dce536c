import 'reflect-metadata'
import { createHash, createSign, KeyObject, webcrypto } from 'node:crypto'
import { X509CertificateGenerator } from '@peculiar/x509'
import { canonicalDocument } from './libxml-oracle.ts'

/** What a test may spoil: every part of a signed list, as text that is exclusive-canonical already. */
export interface SignedParts {
  readonly content: string
  readonly signedProperties: string
  readonly references: string
  readonly signedInfo: string
  readonly signatureValue: string
  readonly keyInfo: string
}

export interface ListSigner {
  readonly certificate: Uint8Array
  sign(bytes: Uint8Array): Buffer
}

export const dsNamespace = 'http://www.w3.org/2000/09/xmldsig#'
export const exclusiveMethod = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'
const sha256Method = 'http://www.w3.org/2001/04/xmlenc#sha256'
const xadesNamespace = 'http://uri.etsi.org/01903/v1.3.2#'

/** A self-signed P-256 signer, whose values are r‖s as XMLDSig has them. */
export async function makeSigner(): Promise<ListSigner> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: '0a01',
      name: 'CN=List Signer',
      notBefore: new Date('2026-01-01T00:00:00Z'),
      notAfter: new Date('2027-01-01T00:00:00Z'),
      signingAlgorithm: algorithm,
      keys,
    },
    webcrypto,
  )
  const key = KeyObject.from(keys.privateKey)
  return {
    certificate: new Uint8Array(certificate.rawData),
    sign: (bytes) => createSign('sha256').update(bytes).sign({ key, dsaEncoding: 'ieee-p1363' }),
  }
}

/** The parts of an enveloped XAdES signature over a list; `change` spoils a part before what follows is made of it. */
export function signedParts(
  signer: ListSigner,
  content: string,
  change: (parts: Partial<SignedParts>) => Partial<SignedParts> = (parts) => parts,
): SignedParts {
  const signedProperties = `<xades:SignedProperties xmlns:xades="${xadesNamespace}" Id="properties"><xades:SignedSignatureProperties><xades:SigningTime>2026-03-01T12:00:00Z</xades:SigningTime><xades:SigningCertificateV2><xades:Cert><xades:CertDigest>${digestElements(signer.certificate)}</xades:CertDigest></xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties></xades:SignedProperties>`
  const first = change({ content, signedProperties })
  const references =
    reference('', [enveloped, exclusiveMethod], canonical(list(first.content ?? '', ''))) +
    reference(
      '#properties',
      [exclusiveMethod],
      Buffer.from(first.signedProperties ?? ''),
      'http://uri.etsi.org/01903#SignedProperties',
    )
  const second = change({ ...first, references })
  const signedInfo = `<ds:SignedInfo xmlns:ds="${dsNamespace}"><ds:CanonicalizationMethod Algorithm="${exclusiveMethod}"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"></ds:SignatureMethod>${second.references}</ds:SignedInfo>`
  const signatureValue = signer.sign(Buffer.from(signedInfo)).toString('base64')
  const keyInfo = `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${base64(signer.certificate)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`
  return { content, signedProperties, references, signedInfo, signatureValue, keyInfo, ...second }
}

/** A part as it stands in the document, where the elements around it declare the prefixes. */
export function embedded(part: string): string {
  return part.replaceAll(/ xmlns:(?:ds|xades)="[^"]*"/g, '')
}

/** The document of the parts. */
export function assemble(parts: SignedParts, id = 'signature'): string {
  const signature = `<ds:Signature xmlns:ds="${dsNamespace}" Id="${id}">${embedded(parts.signedInfo)}<ds:SignatureValue>${parts.signatureValue}</ds:SignatureValue>${parts.keyInfo}<ds:Object><xades:QualifyingProperties xmlns:xades="${xadesNamespace}" Target="#${id}">${embedded(parts.signedProperties)}</xades:QualifyingProperties></ds:Object></ds:Signature>`
  return list(parts.content, signature)
}

function list(content: string, signature: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<List xmlns="urn:list" Id="list">${content}${signature}</List>`
}

export function reference(
  uri: string,
  transforms: readonly string[],
  octets: Uint8Array,
  type?: string,
): string {
  const steps = transforms.map((each) => `<ds:Transform Algorithm="${each}"></ds:Transform>`)
  const typed = type === undefined ? '' : ` Type="${type}"`
  return `<ds:Reference${typed} URI="${uri}"><ds:Transforms>${steps.join('')}</ds:Transforms><ds:DigestMethod Algorithm="${sha256Method}"></ds:DigestMethod><ds:DigestValue>${sha256(octets)}</ds:DigestValue></ds:Reference>`
}

/** In the namespace of its own that SignedProperties, written in exclusive form, needs. */
function digestElements(bytes: Uint8Array): string {
  return `<ds:DigestMethod xmlns:ds="${dsNamespace}" Algorithm="${sha256Method}"></ds:DigestMethod><ds:DigestValue xmlns:ds="${dsNamespace}">${sha256(bytes)}</ds:DigestValue>`
}

function canonical(xml: string): Uint8Array {
  return Buffer.from(
    canonicalDocument(xml, { method: 'exclusive', comments: 'dropped', inclusivePrefixes: [] }),
  )
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64')
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
