import { sign } from 'node:crypto'
import { type ZipFile, zipOf } from '../../../scripts/sample/zip.ts'
import { Budget } from '../../../src/core/budget.ts'
import { VerifierError } from '../../../src/core/errors.ts'
import type { DetachedContent, ParsedDocument } from '../../../src/formats/format.ts'
import { parseDocument } from '../../../src/formats/index.ts'
import { judgeIntegrity } from '../../../src/validation/basic-signature.ts'
import { alice, crypto, sha, signedData, signerInfo, usualAttributes } from '../cms/material.ts'
import { dsNamespace, embedded, exclusiveMethod } from '../xml/signing.ts'

export const simple = 'application/vnd.etsi.asic-s+zip'
export const extended = 'application/vnd.etsi.asic-e+zip'
export const asicNamespace = 'http://uri.etsi.org/02918/v1.2.1#'
const sha256Method = 'http://www.w3.org/2001/04/xmlenc#sha256'
const xadesNamespace = 'http://uri.etsi.org/01903/v1.3.2#'

export const contract = Buffer.from('The goods are delivered in Batumi.')
export const annex = Buffer.from('Twelve crates of tea.')

export const file = (name: string, content: Uint8Array | string): ZipFile => ({
  name,
  content: typeof content === 'string' ? Buffer.from(content) : content,
})

export const mimetype = (type: string) => file('mimetype', type)

/** Where the checksum of a file begins in its local header, and in the central one. */
export function checksumsOf(container: Buffer, { name }: ZipFile): readonly number[] {
  const headers = [
    { magic: 'PK\x03\x04', length: 30, checksum: 14 },
    { magic: 'PK\x01\x02', length: 46, checksum: 16 },
  ]
  return headers.map(({ magic, length, checksum }) => {
    let at = container.indexOf(magic)
    while (
      !container
        .subarray(at + length)
        .toString('utf8', 0, name.length)
        .startsWith(name)
    ) {
      at = container.indexOf(magic, at + 1)
    }
    return at + checksum
  })
}

/** A detached CAdES-BASELINE-B signature of Alice's over the content. */
export function cades(content: Uint8Array): Uint8Array {
  const attributes = Object.values(usualAttributes(content))
  return signedData({ content: null, signerInfos: [signerInfo({ attributes })] })
}

export interface ManifestReference {
  readonly uri: string
  /** What the digest is of. */
  readonly content: Uint8Array
  /** The ds:Transforms element of a XAdES reference. */
  readonly transforms?: string
}

/** An ASiCManifest for a signature file (EN 319 162-1 annex A.4). */
export function manifest(signature: string, references: readonly ManifestReference[]): string {
  const objects = references.map(
    ({ uri, content }) =>
      `<asic:DataObjectReference URI="${uri}"><ds:DigestMethod Algorithm="${sha256Method}"/><ds:DigestValue>${sha('sha256', content).toString('base64')}</ds:DigestValue></asic:DataObjectReference>`,
  )
  return `<asic:ASiCManifest xmlns:asic="${asicNamespace}" xmlns:ds="${dsNamespace}"><asic:SigReference URI="${signature}"/>${objects.join('')}</asic:ASiCManifest>`
}

/** The files of an ASiC-E container with one CAdES signature over these data objects. */
export function manifestSigned(
  data: readonly ZipFile[],
  references = data.map(({ name, content }) => ({ uri: encodeURI(name), content })),
): ZipFile[] {
  const text = manifest('META-INF/signature001.p7s', references)
  return [
    mimetype(extended),
    ...data,
    file('META-INF/ASiCManifest001.xml', text),
    file('META-INF/signature001.p7s', cades(Buffer.from(text))),
  ]
}

/** The files of an ASiC-S container with a CAdES signature. */
export const simpleSigned = (...data: readonly ZipFile[]): ZipFile[] => [
  mimetype(simple),
  ...data,
  file('META-INF/signature.p7s', cades(data[0]?.content ?? contract)),
]

/** A signature policy that a signature names, and signs the digest of. */
export interface SignedPolicy {
  readonly id: string
  readonly document: Uint8Array
}

/** A XAdES-BASELINE-B signature of Alice's over files of a container, or over ds:Objects of its own. */
export function xades(
  references: readonly ManifestReference[],
  id = 'S0',
  objects = '',
  policy: SignedPolicy | null = null,
): string {
  const certificate = Buffer.from(alice.certificate).toString('base64')
  const digest = (octets: Uint8Array, declared = '') =>
    `<ds:DigestMethod${declared} Algorithm="${sha256Method}"></ds:DigestMethod><ds:DigestValue${declared}>${sha('sha256', octets).toString('base64')}</ds:DigestValue>`
  const ds = ` xmlns:ds="${dsNamespace}"`
  const identifier =
    policy === null
      ? ''
      : `<xades:SignaturePolicyIdentifier><xades:SignaturePolicyId><xades:SigPolicyId><xades:Identifier>${policy.id}</xades:Identifier></xades:SigPolicyId><xades:SigPolicyHash>${digest(policy.document, ds)}</xades:SigPolicyHash></xades:SignaturePolicyId></xades:SignaturePolicyIdentifier>`
  const properties = `<xades:SignedProperties xmlns:xades="${xadesNamespace}" Id="${id}-properties"><xades:SignedSignatureProperties><xades:SigningTime>2026-03-01T12:00:00Z</xades:SigningTime><xades:SigningCertificateV2><xades:Cert><xades:CertDigest>${digest(alice.certificate, ds)}</xades:CertDigest></xades:Cert></xades:SigningCertificateV2>${identifier}</xades:SignedSignatureProperties></xades:SignedProperties>`
  const external = references.map(
    ({ uri, content, transforms = '' }, index) =>
      `<ds:Reference Id="${id}-${index}" URI="${uri}">${transforms}${digest(content)}</ds:Reference>`,
  )
  const own = `<ds:Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#${id}-properties"><ds:Transforms><ds:Transform Algorithm="${exclusiveMethod}"></ds:Transform></ds:Transforms>${digest(Buffer.from(properties))}</ds:Reference>`
  const signedInfo = `<ds:SignedInfo xmlns:ds="${dsNamespace}"><ds:CanonicalizationMethod Algorithm="${exclusiveMethod}"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"></ds:SignatureMethod>${external.join('')}${own}</ds:SignedInfo>`
  const key = { key: alice.key, dsaEncoding: 'ieee-p1363' } as const
  const value = sign('sha256', Buffer.from(signedInfo), key).toString('base64')
  return `<ds:Signature xmlns:ds="${dsNamespace}" Id="${id}">${embedded(signedInfo)}<ds:SignatureValue>${value}</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo><ds:Object><xades:QualifyingProperties xmlns:xades="${xadesNamespace}" Target="#${id}">${properties.replace(` xmlns:xades="${xadesNamespace}"`, '')}</xades:QualifyingProperties></ds:Object>${objects}</ds:Signature>`
}

/** A XAdES-BASELINE-B signature of Alice's over nothing but text of its own, as from another document. */
export function enveloping(text: string, id = 'S0'): string {
  const content = Buffer.from(`<ds:Object xmlns:ds="${dsNamespace}" Id="own">${text}</ds:Object>`)
  const transforms = `<ds:Transforms><ds:Transform Algorithm="${exclusiveMethod}"></ds:Transform></ds:Transforms>`
  const object = `<ds:Object Id="own">${text}</ds:Object>`
  return xades([{ uri: '#own', content, transforms }], id, object)
}

/** The XAdESSignatures of EN 319 162-1 annex A.5. */
export const xadesSignatures = (...signatures: readonly string[]) =>
  `<asic:XAdESSignatures xmlns:asic="${asicNamespace}">${signatures.join('')}</asic:XAdESSignatures>`

export const referencesTo = (data: readonly ZipFile[]): ManifestReference[] =>
  data.map(({ name, content }) => ({ uri: encodeURI(name), content }))

/** The files of an ASiC-E container with one XAdES signature over these data objects. */
export const xadesSigned = (data: readonly ZipFile[]): ZipFile[] => [
  mimetype(extended),
  ...data,
  file('META-INF/signatures0.xml', xadesSignatures(xades(referencesTo(data)))),
]

/** A container, read. */
export function read(
  container: Uint8Array | readonly ZipFile[],
  detached: readonly DetachedContent[] = [],
): ParsedDocument {
  const bytes = container instanceof Uint8Array ? container : zipOf(container)
  return parseDocument(bytes, { detached, crypto, budget: new Budget() })
}

/** Of each signature: whether it is intact, and the checks of its container that did not pass. */
export function judged(
  container: Uint8Array | readonly ZipFile[],
  detached: readonly DetachedContent[] = [],
): readonly string[] {
  const context = { certificates: [], crypto, budget: new Budget() }
  return read(container, detached).signatures.map((signature) => {
    const { integrity } = judgeIntegrity(signature, context)
    const open = (signature.containerChecks ?? []).filter(
      ({ conclusion }) => conclusion.indication !== 'PASSED',
    )
    return [integrity, ...open.map(({ id }) => id)].join(' ')
  })
}

/** What a container is refused with. */
export function refusal(container: Uint8Array | readonly ZipFile[]): string {
  try {
    read(container)
  } catch (error) {
    if (error instanceof VerifierError) return `${error.code}: ${error.message}`
    throw error
  }
  return 'read'
}

export const warningCodes = (document: ParsedDocument) => document.warnings.map(({ code }) => code)
