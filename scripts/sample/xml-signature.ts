import { XmlC14NMode, XmlDocument } from 'libxml2-wasm'
import type { Signer } from './cms.ts'
import { base64 } from './der.ts'
import { digest, type Hash, type Key, signRaw } from './keys.ts'
import { leaf, xmlTime } from './xml.ts'

export const ds = 'http://www.w3.org/2000/09/xmldsig#'
export const xades = 'http://uri.etsi.org/01903/v1.3.2#'
export const enveloped = `${ds}enveloped-signature`

/** exclusive for most lists; C14N 1.0 where one is to be met. */
export type Canonicalization = 'exclusive' | 'inclusive'

export const c14n = {
  exclusive: {
    uri: 'http://www.w3.org/2001/10/xml-exc-c14n#',
    mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0,
  },
  inclusive: {
    uri: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
    mode: XmlC14NMode.XML_C14N_1_0,
  },
} as const

const digestUris: Readonly<Record<Hash, string>> = {
  'SHA-256': 'http://www.w3.org/2001/04/xmlenc#sha256',
  'SHA-384': 'http://www.w3.org/2001/04/xmldsig-more#sha384',
  'SHA-512': 'http://www.w3.org/2001/04/xmlenc#sha512',
}

/** Signs a document with an enveloped XAdES-B-B signature as its root's last child (TS 119 612 §5.7.1, EN 319 132-1 §6.3). */
export async function signEnveloped(
  unsigned: string,
  signer: Signer,
  signingTime: Date,
  how: Canonicalization,
): Promise<string> {
  const id = 'xades-signature'
  const properties = await signedProperties(id, signer, signingTime)
  const object = `<ds:Object><xades:QualifyingProperties xmlns:xades="${xades}" Target="#${id}">${properties}</xades:QualifyingProperties></ds:Object>`
  const keyInfo = `<ds:KeyInfo><ds:X509Data>${leaf('ds:X509Certificate', base64(signer.certificate))}</ds:X509Data></ds:KeyInfo>`
  const withSignature = (signedInfo: string, value: string) =>
    insertedLast(
      unsigned,
      `<ds:Signature xmlns:ds="${ds}" Id="${id}">${signedInfo}${leaf('ds:SignatureValue', value)}${keyInfo}${object}</ds:Signature>`,
    )

  const { hash } = signer.key
  const documentDigest = await digest(hash, canonical(unsigned, null, how))
  const propertiesDigest = await digest(
    hash,
    canonical(withSignature('', ''), '//xades:SignedProperties', how),
  )
  const signedInfo = signedInfoOf(id, signer.key, how, documentDigest, propertiesDigest)
  const signedBytes = canonical(withSignature(signedInfo, ''), '//ds:SignedInfo', how)
  return withSignature(signedInfo, base64(await signRaw(signer.key, signedBytes)))
}

function signedInfoOf(
  id: string,
  key: Key,
  how: Canonicalization,
  documentDigest: Uint8Array,
  propertiesDigest: Uint8Array,
): string {
  const { uri } = c14n[how]
  return [
    '<ds:SignedInfo>',
    `<ds:CanonicalizationMethod Algorithm="${uri}"/>`,
    `<ds:SignatureMethod Algorithm="${signatureUri(key)}"/>`,
    reference('Id="list" URI=""', [enveloped, uri], key.hash, documentDigest),
    reference(
      `Type="http://uri.etsi.org/01903#SignedProperties" URI="#${id}-properties"`,
      [uri],
      key.hash,
      propertiesDigest,
    ),
    '</ds:SignedInfo>',
  ].join('')
}

/** A ds:Reference, with the attributes as they are to stand. */
export function reference(
  attributes: string,
  transforms: readonly string[],
  hash: Hash,
  value: Uint8Array,
): string {
  const list = transforms.map((uri) => `<ds:Transform Algorithm="${uri}"/>`).join('')
  const steps = transforms.length === 0 ? '' : `<ds:Transforms>${list}</ds:Transforms>`
  return `<ds:Reference ${attributes}>${steps}${digestOf(hash, value)}</ds:Reference>`
}

/** ds:DigestMethod and ds:DigestValue. */
export function digestOf(hash: Hash, value: Uint8Array): string {
  return `<ds:DigestMethod Algorithm="${digestUris[hash]}"/>${leaf('ds:DigestValue', base64(value))}`
}

/** EN 319 132-1 §5.2.1, §5.2.2 (SigningCertificateV2, without issuer and serial) and §5.2.4. */
async function signedProperties(id: string, signer: Signer, signingTime: Date): Promise<string> {
  const { hash } = signer.key
  const certDigest = digestOf(hash, await digest(hash, signer.certificate))
  return [
    `<xades:SignedProperties Id="${id}-properties">`,
    '<xades:SignedSignatureProperties>',
    leaf('xades:SigningTime', xmlTime(signingTime)),
    `<xades:SigningCertificateV2><xades:Cert><xades:CertDigest>${certDigest}</xades:CertDigest></xades:Cert></xades:SigningCertificateV2>`,
    '</xades:SignedSignatureProperties>',
    '<xades:SignedDataObjectProperties>',
    '<xades:DataObjectFormat ObjectReference="#list"><xades:MimeType>text/xml</xades:MimeType></xades:DataObjectFormat>',
    '</xades:SignedDataObjectProperties>',
    '</xades:SignedProperties>',
  ].join('')
}

/** The URI of ds:SignatureMethod. RFC 6931 §2.3: RSA with PKCS#1 v1.5, ECDSA, and RSASSA-PSS without parameters (RFC 9231 §2.3.10). */
export function signatureUri(key: Key): string {
  const digits = key.hash.slice('SHA-'.length)
  switch (key.scheme) {
    case 'RSA':
      return `http://www.w3.org/2001/04/xmldsig-more#rsa-sha${digits}`
    case 'RSA-PSS':
      return `http://www.w3.org/2007/05/xmldsig-more#sha${digits}-rsa-MGF1`
    case 'EC':
      return `http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha${digits}`
  }
}

/** Behind everything that the root has. */
export function insertedLast(xml: string, element: string): string {
  const end = xml.lastIndexOf('</')
  return `${xml.slice(0, end)}${element}${xml.slice(end)}`
}

/** The canonical form of the whole document, or of the one element that the path finds. */
export function canonical(xml: string, path: string | null, how: Canonicalization): Uint8Array {
  using document = XmlDocument.fromString(xml)
  const options = { mode: c14n[how].mode }
  const element = path === null ? document : document.get(path, { ds, xades })
  if (element === null) throw new Error(`no ${path} in the document`)
  return Buffer.from(element.canonicalizeToString(options), 'utf8')
}
