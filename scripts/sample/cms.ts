import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { bufferOf, derOf, sortedDer } from './der.ts'
import { digest, type Hash, type Key, signForCms } from './keys.ts'
import { type NationalAlgorithm, randomOctets } from './national-keys.ts'

/** Who signs: a certificate and its key. */
export interface Signer {
  readonly certificate: Uint8Array
  readonly key: Key
}

/** A signature that cannot be computed here: the identifiers are real, the octets are invented. */
export interface UncomputableSigner {
  readonly certificate: Uint8Array
  readonly algorithm: NationalAlgorithm
}

export interface SigningTerms {
  /** Null in PAdES, where the signature dictionary says it (EN 319 142-1 §6.3). */
  readonly signingTime: Date | null
  /** The certificate that signing-certificate-v2 names, where it is not the signer's. */
  readonly namedCertificate?: Uint8Array
  /** altered: one bit of the value is flipped after signing. */
  readonly value?: 'altered'
}

const oids = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  counterSignature: '1.2.840.113549.1.9.6',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const

const digestOids: Readonly<Record<Hash, string>> = {
  'SHA-256': '2.16.840.1.101.3.4.2.1',
  'SHA-384': '2.16.840.1.101.3.4.2.2',
  'SHA-512': '2.16.840.1.101.3.4.2.3',
}

/** A CAdES-B-B signature over content (EN 319 122-1 §6.3). */
export function signContent(
  content: Uint8Array,
  signer: Signer,
  terms: SigningTerms,
): Promise<pkijs.SignerInfo> {
  const contentType = attribute(oids.contentType, new asn1js.ObjectIdentifier({ value: oids.data }))
  return sign(content, signer, terms, [contentType])
}

/** A counter-signature (RFC 5652 §11.4) over the value of another signature: it has no content-type. */
export async function counterSign(
  countersigned: pkijs.SignerInfo,
  signer: Signer,
  terms: SigningTerms,
): Promise<void> {
  const value = new Uint8Array(countersigned.signature.valueBlock.valueHexView)
  const counter = await sign(value, signer, terms, [])
  countersigned.unsignedAttrs = new pkijs.SignedAndUnsignedAttributes({
    type: 1,
    attributes: [attribute(oids.counterSignature, counter.toSchema())],
  })
}

/** A signature that claims an algorithm nobody here computes; digest and value are random octets. */
export async function claimSignature(
  { certificate, algorithm }: UncomputableSigner,
  terms: SigningTerms,
): Promise<pkijs.SignerInfo> {
  const attributes = [
    attribute(oids.contentType, new asn1js.ObjectIdentifier({ value: oids.data })),
    attribute(oids.messageDigest, octets(randomOctets(algorithm.digestOctets))),
    ...claimedTime(terms),
    await signingCertificate(certificate, 'SHA-256'),
  ]
  return new pkijs.SignerInfo({
    version: 1,
    sid: issuerAndSerial(certificate),
    digestAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: algorithm.digestOid }),
    signedAttrs: new pkijs.SignedAndUnsignedAttributes({
      type: 0,
      attributes: ordered(attributes),
    }),
    signatureAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: algorithm.signatureOid }),
    signature: octets(randomOctets(algorithm.valueOctets)),
  })
}

/** ContentInfo with SignedData (RFC 5652 §5.1); without content it is a detached signature. */
export function signedData(
  content: Uint8Array | null,
  signers: readonly pkijs.SignerInfo[],
  certificates: readonly Uint8Array[],
): Uint8Array {
  const encapContentInfo = new pkijs.EncapsulatedContentInfo({ eContentType: oids.data })
  // Set apart: the constructor would cut the octets into segments, which DER forbids.
  if (content !== null) encapContentInfo.eContent = octets(content)
  const signed = new pkijs.SignedData({
    version: 1,
    digestAlgorithms: digestAlgorithms(signers),
    encapContentInfo,
    certificates: sortedDer(certificates, (der) => der).map((der) =>
      pkijs.Certificate.fromBER(bufferOf(der)),
    ),
    signerInfos: sortedDer(signers, (signer) => derOf(signer.toSchema())),
  })
  const info = new pkijs.ContentInfo({
    contentType: oids.signedData,
    content: signed.toSchema(true),
  })
  return derOf(info.toSchema())
}

/** The same message in BER as streaming signers write it: indefinite lengths, content in segments. */
export function indefiniteLength(message: Uint8Array, segment: number): Uint8Array {
  const contentInfo = asn1js.fromBER(bufferOf(message)).result as asn1js.Sequence
  const outer = contentInfo.valueBlock.value[1] as asn1js.Constructed
  const signed = outer.valueBlock.value[0] as asn1js.Sequence
  const encapsulated = signed.valueBlock.value[2] as asn1js.Sequence
  const content = encapsulated.valueBlock.value[1] as asn1js.Constructed
  const whole = (content.valueBlock.value[0] as asn1js.OctetString).valueBlock.valueHexView
  const segments: asn1js.OctetString[] = []
  for (let at = 0; at < whole.length; at += segment) {
    segments.push(octets(whole.slice(at, at + segment)))
  }
  const joined = new asn1js.OctetString({ isConstructed: true, value: segments })
  content.valueBlock.value = [joined]
  for (const block of [contentInfo, outer, signed, encapsulated, content, joined]) {
    block.lenBlock.isIndefiniteForm = true
  }
  return derOf(contentInfo)
}

async function sign(
  signedBytes: Uint8Array,
  signer: Signer,
  terms: SigningTerms,
  first: pkijs.Attribute[],
): Promise<pkijs.SignerInfo> {
  const { hash } = signer.key
  const attributes = ordered([
    ...first,
    attribute(oids.messageDigest, octets(await digest(hash, signedBytes))),
    ...claimedTime(terms),
    await signingCertificate(terms.namedCertificate ?? signer.certificate, hash),
  ])
  // RFC 5652 §5.4: the attributes are signed as a SET OF, whatever tag they travel with.
  const set = derOf(new asn1js.Set({ value: attributes.map((member) => member.toSchema()) }))
  const { algorithm, value } = await signForCms(signer.key, set)
  return new pkijs.SignerInfo({
    version: 1,
    sid: issuerAndSerial(signer.certificate),
    digestAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: digestOids[hash] }),
    signedAttrs: new pkijs.SignedAndUnsignedAttributes({ type: 0, attributes }),
    signatureAlgorithm: algorithm,
    signature: octets(terms.value === 'altered' ? flipped(value) : value),
  })
}

function claimedTime({ signingTime }: SigningTerms): readonly pkijs.Attribute[] {
  if (signingTime === null) return []
  return [attribute(oids.signingTime, new asn1js.UTCTime({ valueDate: signingTime }))]
}

/** signing-certificate-v2 (RFC 5035 §3, EN 319 122-1 §5.2.2.3), without issuerSerial. */
async function signingCertificate(certificate: Uint8Array, hash: Hash): Promise<pkijs.Attribute> {
  const certHash = octets(await digest(hash, certificate))
  const algorithm = new asn1js.Sequence({
    value: [new asn1js.ObjectIdentifier({ value: digestOids[hash] })],
  })
  const essCertId = new asn1js.Sequence({
    // DEFAULT sha256 is left out, as DER demands (X.690 §11.5).
    value: hash === 'SHA-256' ? [certHash] : [algorithm, certHash],
  })
  const certs = new asn1js.Sequence({ value: [essCertId] })
  return attribute(oids.signingCertificateV2, new asn1js.Sequence({ value: [certs] }))
}

function issuerAndSerial(certificate: Uint8Array): pkijs.IssuerAndSerialNumber {
  const { issuer, serialNumber } = pkijs.Certificate.fromBER(bufferOf(certificate))
  return new pkijs.IssuerAndSerialNumber({ issuer, serialNumber })
}

function digestAlgorithms(signers: readonly pkijs.SignerInfo[]): pkijs.AlgorithmIdentifier[] {
  const byOid = new Map(
    signers.map((signer) => [signer.digestAlgorithm.algorithmId, signer.digestAlgorithm]),
  )
  return sortedDer([...byOid.values()], (algorithm) => derOf(algorithm.toSchema()))
}

function ordered(attributes: pkijs.Attribute[]): pkijs.Attribute[] {
  return sortedDer(attributes, (member) => derOf(member.toSchema()))
}

function attribute(type: string, value: asn1js.BaseBlock): pkijs.Attribute {
  return new pkijs.Attribute({ type, values: [value] })
}

function octets(bytes: Uint8Array): asn1js.OctetString {
  return new asn1js.OctetString({ valueHex: bufferOf(bytes) })
}

/** Bit 0 of the last octet: a value of the right length and shape that verifies nothing. */
export function flipped(value: Uint8Array): Uint8Array {
  const other = Uint8Array.from(value)
  other[other.length - 1] = (other[other.length - 1] ?? 0) ^ 1
  return other
}
