import { readAlgorithmIdentifier } from '../../core/algorithm-identifier.ts'
import type { Budget } from '../../core/budget.ts'
import { contentBytes, contextTag, DerReader, encodedBytes, tags } from '../../core/der.ts'
import { octetStringValue, oidValue, smallInteger } from '../../core/der-values.ts'
import { VerifierError } from '../../core/errors.ts'
import { contentTypes } from './oids.ts'
import { type RevocationValues, readRevocationChoices } from './revocation.ts'
import { type SignerInfo, signerInfoIn } from './signer-info.ts'

/** SignedData (RFC 5652 §5.1) as it stands: the fields it has, nothing decided. */
export interface SignedData {
  readonly version: number
  readonly digestAlgorithms: readonly string[]
  readonly contentType: string
  readonly content: EncapsulatedContent | null
  /** CertificateChoices (RFC 5652 §10.2.2) as TLVs. */
  readonly certificates: readonly Uint8Array[]
  readonly revocation: RevocationValues
  readonly signerInfos: readonly SignerInfo[]
  /** What follows the ContentInfo. */
  readonly trailing: 'nothing' | 'zeros' | 'data'
}

/** The content inside the SignedData (encapContentInfo, RFC 5652 §5.2). */
export interface EncapsulatedContent {
  /** The octets that the digest is taken over. */
  readonly octets: Uint8Array
  /** PKCS #7 1.5 had any type in place of the OCTET STRING (RFC 5652 §5.2.1). */
  readonly kind: 'octet-string' | 'other-type'
}

/** Reads a ContentInfo that holds SignedData; throws `der-malformed` or `not-a-signed-document`. */
export function parseSignedData(bytes: Uint8Array, budget: Budget): SignedData {
  const outer = DerReader.of(bytes, 'BER', budget)
  const info = outer.enter(tags.sequence)
  const type = oidValue(info.read(tags.oid))
  if (type !== contentTypes.signedData) {
    throw new VerifierError(
      'not-a-signed-document',
      `CMS of content type ${type}, which is no SignedData`,
    )
  }
  const tagged = info.enter(contextTag(0, 'constructed'))
  const signedData = readSignedData(tagged, budget)
  tagged.finish()
  info.finish()
  return { ...signedData, trailing: trailingOf(bytes.subarray(outer.offset)) }
}

function readSignedData(tagged: DerReader, budget: Budget): Omit<SignedData, 'trailing'> {
  const members = tagged.enter(tags.sequence)
  const version = smallInteger(members.read(tags.integer))
  const digestAlgorithms = readDigestAlgorithms(members.enter(tags.set))
  const { contentType, content } = readContent(members.enter(tags.sequence))
  const choices = members.optional(contextTag(0, 'constructed'))
  const certificates = choices === null ? [] : encodingsIn(members.within(choices))
  const lists = members.optional(contextTag(1, 'constructed'))
  const revocation = readRevocationChoices(lists === null ? null : members.within(lists))
  const signerInfos = readSignerInfos(members.enter(tags.set), budget)
  members.finish()
  return {
    version,
    digestAlgorithms,
    contentType,
    content,
    certificates,
    revocation,
    signerInfos,
  }
}

function readDigestAlgorithms(set: DerReader): string[] {
  const algorithms: string[] = []
  while (!set.done) algorithms.push(readAlgorithmIdentifier(set).oid)
  return algorithms
}

/** EncapsulatedContentInfo (RFC 5652 §5.2); a constructed OCTET STRING is the one thing copied. */
function readContent(members: DerReader): Pick<SignedData, 'contentType' | 'content'> {
  const contentType = oidValue(members.read(tags.oid))
  const tagged = members.optional(contextTag(0, 'constructed'))
  members.finish()
  if (tagged === null) return { contentType, content: null }
  const inner = members.within(tagged)
  const element = inner.read()
  inner.finish()
  if ((element.tag & ~0x20) === tags.octetString) {
    const octets = octetStringValue(inner, element)
    return { contentType, content: { octets, kind: 'octet-string' } }
  }
  return { contentType, content: { octets: contentBytes(element), kind: 'other-type' } }
}

function encodingsIn(set: DerReader): Uint8Array[] {
  const encodings: Uint8Array[] = []
  while (!set.done) encodings.push(encodedBytes(set.read()))
  return encodings
}

function readSignerInfos(set: DerReader, budget: Budget): SignerInfo[] {
  const signerInfos: SignerInfo[] = []
  while (!set.done) {
    budget.spend('signatures')
    signerInfos.push(signerInfoIn(set, set.read()))
  }
  return signerInfos
}

function trailingOf(rest: Uint8Array): SignedData['trailing'] {
  if (rest.length === 0) return 'nothing'
  return rest.every((octet) => octet === 0) ? 'zeros' : 'data'
}
