import { type Check, failed, passed, undecided } from '../../../core/conclusion.ts'
import type { Certificate } from '../../../x509/certificate.ts'
import { hasAttribute } from '../../cms/attributes.ts'
import { readCertificates } from '../../cms/certificates.ts'
import type { Content } from '../../cms/content.ts'
import { attributeTypes, contentTypes } from '../../cms/oids.ts'
import { signaturesOf } from '../../cms/signatures.ts'
import { parseSignedData, type SignedData } from '../../cms/signed-data.ts'
import type { SignerInfo } from '../../cms/signer-info.ts'
import type { ParsedSignature, Reference } from '../../format.ts'
import { type ArchivedRevocation, archivedRevocation } from './adobe-revocation.ts'
import { claimedTimeOf } from './claims.ts'
import { levelOf } from './level.ts'
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
  const signers = signedData.signerInfos.map((signer): Signer => {
    const archived = archivedOf(signer, reading)
    return { signer, archived }
  })
  return signatures.map((signature) => {
    const at = Number(/^signature-(\d+)/.exec(signature.id)?.[1] ?? 1) - 1
    const own = { ...signature, ...identityOf(signature, reading.id) }
    if (signature.parent !== null) return own
    const signer = signers[at]
    return signer === undefined ? own : inDocument(own, { ...signer, signedData }, reading)
  })
}

interface Signer {
  readonly signer: SignerInfo
  readonly archived: ArchivedRevocation | null
}

type SignerOfDocument = Signer & { readonly signedData: SignedData }

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
  const containerChecks = padesChecks(own.signedData, reading)
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

const cmsRule = 'ISO 32000-2 §12.8.3.3'

/**
 * A CMS with content of its own is over that, for whoever reads it as CMS: nothing may be in it but
 * for adbe.pkcs7.sha1, which needs it.
 */
function checkEncapsulation({ content }: SignedData, { subFilter }: SignatureReading): Check {
  const id = 'pdf-cms-content'
  const wanted = subFilter === 'adbe.pkcs7.sha1'
  if (wanted === (content !== null)) return { id, rule: cmsRule, conclusion: passed }
  const detail = wanted
    ? 'the CMS lacks the digest that it is to be over'
    : 'the CMS has content of its own, in place of the document'
  return { id, rule: cmsRule, conclusion: failed('FORMAT_FAILURE', detail, 'SIGNATURE_MALFORMED') }
}

/** EN 319 142-1 §6.3: the time stands in the dictionary, and not here. That changes no meaning. */
function warnOfSigningTime(signer: SignerInfo, { id, subFilter, warn }: SignatureReading): void {
  if (subFilter !== 'ETSI.CAdES.detached') return
  if (!hasSigned(signer, attributeTypes.signingTime)) return
  const message = `${id} has a signing-time attribute, which EN 319 142-1 §6.3 does not allow`
  warn('pades-signing-time', message)
}

function hasSigned({ signedAttributes }: SignerInfo, type: string): boolean {
  return hasAttribute(signedAttributes?.attributes ?? [], type)
}

/** Rules of the document about the CMS that leave no doubt about what is signed. */
function padesChecks(signedData: SignedData, { subFilter }: SignatureReading): readonly Check[] {
  const signers = signedData.signerInfos.length
  const several = failed('FORMAT_FAILURE', `the CMS has ${signers} signers, and may have one only`)
  const checks: Check[] = [
    { id: 'pdf-single-signer', rule: cmsRule, conclusion: signers === 1 ? passed : several },
  ]
  if (subFilter !== 'ETSI.CAdES.detached') return checks
  const { contentType } = signedData
  const detail = `the content type is ${contentType}, and has to be id-data`
  const other = undecided('SIG_CONSTRAINTS_FAILURE', detail)
  const conclusion = contentType === contentTypes.data ? passed : other
  return [...checks, { id: 'pades-content-type', rule: 'EN 319 142-1 §6.3', conclusion }]
}

/** RFC 5126 §5.11.1: an attribute that says what a signature commits to. */
const commitmentType = '1.2.840.113549.1.9.16.2.16'

function formatOf(
  { format, formatChecks, containerChecks = [], timestamps, crls, ocspResponses }: ParsedSignature,
  { signer, signedData, archived }: SignerOfDocument,
  reading: SignatureReading,
): string {
  const { subFilter, store, timestamped, range, found } = reading
  const failures = [...formatChecks, ...containerChecks].filter(
    ({ conclusion }) => conclusion.indication === 'FAILED',
  )
  const isCades = format.startsWith('CAdES-') && failures.length === 0
  const revocation = crls.length + ocspResponses.length
  const policy = hasSigned(signer, attributeTypes.signaturePolicy)
  return levelOf({
    subFilter,
    cades: isCades ? 'yes' : 'no',
    baseline: isBaseline(signer, signedData, reading) ? 'yes' : 'no',
    policy: policy ? 'present' : 'absent',
    certificates: signedData.certificates.length > 0 ? 'present' : 'absent',
    signatureTimestamp: timestamps.some(({ type }) => type === 'signature') ? 'present' : 'absent',
    ownRevocationData: revocation > 0 || archived !== null ? 'present' : 'absent',
    store,
    revision: range.coverage.revision === null ? found.revision : range.coverage.revision - 1,
    timestamped,
  })
}

/** EN 319 142-1 §6.3, level B; `Reason` gives way to a policy and to a commitment. */
function isBaseline(
  signer: SignerInfo,
  { certificates, contentType }: SignedData,
  { found, view }: SignatureReading,
): boolean {
  const { entries } = found.dictionary
  if (claimedTimeOf(view, found.dictionary) === null || !entries.has('Filter')) return false
  if (certificates.length === 0 || contentType !== contentTypes.data) return false
  if (entries.has('Cert') || hasSigned(signer, attributeTypes.signingTime)) return false
  const means = [attributeTypes.signaturePolicy, commitmentType]
  return !entries.has('Reason') || !means.some((type) => hasSigned(signer, type))
}
