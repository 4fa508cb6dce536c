import type { Certificate } from '../../../x509/certificate.ts'
import { readCertificates } from '../../cms/certificates.ts'
import type { Content } from '../../cms/content.ts'
import { signaturesOf } from '../../cms/signatures.ts'
import { parseSignedData, type SignedData } from '../../cms/signed-data.ts'
import type { SignerInfo } from '../../cms/signer-info.ts'
import type { ParsedSignature, Reference } from '../../format.ts'
import { type ArchivedRevocation, archivedRevocation } from './adobe-revocation.ts'
import { claimedTimeOf } from './claims.ts'
import { formatOf, type SignerOfDocument } from './cms-format.ts'
import { checkEncapsulation, padesChecks, warnOfSigningTime } from './pades-checks.ts'
import { contentsOf, coveredOctets, type SignatureReading } from './reading.ts'

/**
 * The signatures of a CMS in `Contents` (ISO 32000-2 §12.8.3.3, EN 319 142-1 §6): over the ByteRange,
 * or over its SHA-1, which then is the content of the CMS (adbe.pkcs7.sha1). Of several signers each
 * is reported, though there should be one. Throws `der-malformed` or `not-a-signed-document`.
 */
export function cmsSignatures(reading: SignatureReading): readonly ParsedSignature[] {
  const { context, warn } = reading
  const { budget } = context
  const signedData = parseSignedData(contentsOf(reading), budget)
  warnOfDepartures(signedData, reading)
  const readable = (choices: readonly Uint8Array[]) => readCertificates(choices, budget, warn)
  const certificates = readable(signedData.certificates)
  const content: Content = {
    ...(isOverDigest(reading, signedData)
      ? digestContent(signedData)
      : { octets: coveredOctets(reading), name: reading.scopeName, kind: 'full' }),
    unread: [],
    given: null,
  }
  const shared = { certificates, readCertificates: readable, warn, budget }
  const signatures = signaturesOf(signedData, content, shared)
  const signers = signedData.signerInfos.map((signer): SignerOfDocument => {
    return { signer, signedData, archived: archivedOf(signer, reading) }
  })
  return signatures.map((signature) => {
    const at = Number(/^signature-(\d+)/.exec(signature.id)?.[1] ?? 1) - 1
    const own = { ...signature, ...identityOf(signature, reading.id) }
    if (signature.parent !== null) return own
    const signer = signers[at]
    return signer === undefined ? own : inDocument(own, signer, reading)
  })
}

function isOverDigest({ subFilter }: SignatureReading, { content }: SignedData): boolean {
  return subFilter === 'adbe.pkcs7.sha1' && content !== null
}

/** The digest in the CMS is no data of the reader's. */
function digestContent({ content }: SignedData): Pick<Content, 'octets' | 'name' | 'kind'> {
  const bytes = content?.octets ?? new Uint8Array()
  return { octets: { kind: 'bytes', bytes }, name: 'SHA-1 of the ByteRange', kind: 'properties' }
}

/** The first signer has the name of the whole; others, and who countersigns them, are told apart. */
function identityOf(
  { id, parent }: ParsedSignature,
  own: string,
): Pick<ParsedSignature, 'id' | 'parent'> {
  const renamed = (name: string) =>
    name.replace(/^signature-(\d+)/, (_, number: string) =>
      number === '1' ? own : `${own}-signer-${number}`,
    )
  return { id: renamed(id), parent: parent === null ? null : renamed(parent) }
}

function warnOfDepartures(signedData: SignedData, { warn }: SignatureReading): void {
  if (signedData.signerInfos.some((one) => one.signedAttributes?.wire === 'not DER')) {
    const message =
      'signed attributes are not in DER as RFC 5652 §5.3 demands; the value was checked over their DER encoding (§5.4)'
    warn('signed-attributes-not-der', message)
  }
  for (const problem of signedData.revocation.problems) warn('revocation-data-unreadable', problem)
}

function archivedOf(
  { signedAttributes }: SignerInfo,
  { context, warn }: SignatureReading,
): ArchivedRevocation | null {
  const archived = archivedRevocation(signedAttributes?.attributes ?? [], context.budget)
  if (typeof archived !== 'string') return archived
  warn('revocation-data-unreadable', `Adobe’s archive of revocation data: ${archived}`)
  return null
}

/** The signature as the document has it: with what the document says of it, and holds for it. */
function inDocument(
  signature: ParsedSignature,
  own: SignerOfDocument,
  reading: SignatureReading,
): ParsedSignature {
  const { store, found, view } = reading
  warnOfSigningTime(own.signer, reading)
  const formatChecks = [...signature.formatChecks, checkEncapsulation(own.signedData, reading)]
  const containerChecks = padesChecks(own.signer, own.signedData, reading)
  const claimedTime = claimedTimeOf(view, found.dictionary) ?? signature.claimedTime
  const crls = [signature.crls, own.archived?.crls ?? none, store?.crls ?? none]
  const responses = [
    signature.ocspResponses,
    own.archived?.ocspResponses ?? none,
    store?.ocspResponses ?? none,
  ]
  const certificates = [signature.certificates, store?.certificates ?? none]
  return {
    ...signature,
    format: formatOf({ ...signature, formatChecks, containerChecks }, own, reading),
    references: referencesOf(signature, own.signedData, reading),
    certificates: joined<Certificate>(certificates, reading),
    crls: joined(crls, reading),
    ocspResponses: joined(responses, reading),
    claimedTime,
    formatChecks,
    containerChecks,
  }
}

const none: readonly never[] = []

/** The same array where only one has something in it, so that what is made of it is made once. */
function joined<T>(lists: readonly (readonly T[])[], { context }: SignatureReading): readonly T[] {
  const filled = lists.filter((list) => list.length > 0)
  const [only] = filled
  if (only === undefined) return none
  if (filled.length === 1) return only
  // Counted, since every signature has the data of the document.
  for (const list of filled) context.budget.spendNodes(list.length)
  return filled.flat()
}

/** ISO 32000-2 §12.8.3.3: the SHA-1 of the ByteRange is what a CMS of adbe.pkcs7.sha1 holds. */
function referencesOf(
  { references }: ParsedSignature,
  signedData: SignedData,
  reading: SignatureReading,
): readonly Reference[] {
  if (!isOverDigest(reading, signedData)) return references
  const expectedDigest = signedData.content?.octets ?? new Uint8Array()
  const octets = coveredOctets(reading)
  const name = reading.scopeName
  return [...references, { name, kind: 'full', digestAlgorithm: 'SHA-1', expectedDigest, octets }]
}
