import {
  digestAlgorithmOf,
  isUnsupported,
  type UnsupportedAlgorithm,
} from '../../core/algorithm-names.ts'
import type { Budget } from '../../core/budget.ts'
import type { DigestAlgorithm } from '../../core/digests.ts'
import { VerifierError } from '../../core/errors.ts'
import { type SignatureAlgorithm, signatureAlgorithmOf } from '../../core/signature-algorithms.ts'
import type { Certificate } from '../../x509/certificate.ts'
import type { DetachedContent, Octets, ParsedSignature, Reference } from '../format.ts'
import { formatChecks, type SignerFacts } from './format-checks.ts'
import { levelOf } from './level.ts'
import { certificateValuesOf, revocationValuesOf } from './revocation.ts'
import type { SignedData } from './signed-data.ts'
import { knownValue, readSignerAttributes, type SignerAttributes } from './signer-attributes.ts'
import type { SignerInfo } from './signer-info.ts'
import { timestampsOf } from './timestamps.ts'

/** What all signatures of one SignedData share. */
export interface SharedBySignatures {
  readonly signedData: SignedData
  /** The readable certificates of the SignedData. */
  readonly certificates: readonly Certificate[]
  readonly evidenceRecord: 'present' | 'absent'
  readonly budget: Budget
  /** The readable ones among certificates in the attributes of one signer. */
  readCertificates(choices: readonly Uint8Array[]): readonly Certificate[]
  warn(code: string, message: string): void
}

/** What a SignerInfo signs. */
export interface Covered {
  readonly octets: Octets
  readonly name: string
  readonly kind: Reference['kind']
  /** Contents that ought to be the same, which only further digests of them can tell. */
  readonly unread: readonly DetachedContent[]
  readonly over: SignerFacts['over']
}

/** What a report calls a signature; `parent` is the id of the one it countersigns, or null. */
export interface Identity {
  readonly id: string
  readonly parent: string | null
}

/** A SignerInfo and what it stands with, as the verifier takes it. */
export function parsedSignature(
  signer: SignerInfo,
  identity: Identity,
  covered: Covered,
  shared: SharedBySignatures,
): ParsedSignature {
  const { budget, signedData } = shared
  const attributes = readSignerAttributes(signer, budget)
  const digestAlgorithm = digestAlgorithmOf(signer.digestAlgorithm.oid)
  const signatureAlgorithm = signatureAlgorithmIn(signer, digestAlgorithm)
  const { over } = covered
  const { trailing } = signedData
  const facts = { signer, attributes, over, digestAlgorithm, signatureAlgorithm, trailing }
  const checks = formatChecks(facts)
  const evidence = evidenceWith(signer, shared)
  return {
    id: identity.id,
    parent: identity.parent,
    format: levelOf({
      signer,
      attributes,
      signedData,
      certificates: shared.certificates,
      ownCertificates: evidence.ownCertificates,
      evidenceRecord: shared.evidenceRecord,
      formatChecks: checks,
    }),
    signatureAlgorithm,
    digestAlgorithm,
    signedBytes: signedBytesOf(signer, covered),
    value: signer.signature,
    references: referencesOf(attributes, digestAlgorithm, covered, budget),
    signer: { sid: signer.sid, signingCertificate: certificateReferences(attributes) },
    certificates: evidence.certificates,
    crls: evidence.crls,
    ocspResponses: evidence.ocspResponses,
    timestamps: timestampsOf(signer, identity.id, budget),
    claimedTime: knownValue(attributes.signingTime),
    formatChecks: checks,
  }
}

function signatureAlgorithmIn(
  { signatureAlgorithm }: SignerInfo,
  digestAlgorithm: DigestAlgorithm | UnsupportedAlgorithm,
): SignatureAlgorithm | UnsupportedAlgorithm {
  try {
    return isUnsupported(digestAlgorithm)
      ? signatureAlgorithmOf(signatureAlgorithm)
      : signatureAlgorithmOf(signatureAlgorithm, digestAlgorithm)
  } catch (cause) {
    if (!(cause instanceof VerifierError)) throw cause
    return { unsupported: `parameters that cannot be read (${cause.message})` }
  }
}

/** What travels with the signature: that of the SignedData, and that of the signer's own attributes. */
function evidenceWith(signer: SignerInfo, shared: SharedBySignatures) {
  const { signedData, certificates, budget } = shared
  const ownCertificates = shared.readCertificates(
    certificateValuesOf(signer.unsignedAttributes, budget),
  )
  const own = revocationValuesOf(signer.unsignedAttributes, budget)
  for (const problem of own.problems) shared.warn('revocation-data-unreadable', problem)
  const { revocation } = signedData
  return {
    ownCertificates,
    certificates: joined(certificates, ownCertificates, budget),
    crls: joined(revocation.crls, own.crls, budget),
    ocspResponses: joined(revocation.ocspResponses, own.ocspResponses, budget),
  }
}

/** Counted, since a thousand signers could each join a million shared values with one of their own. */
function joined<T>(shared: readonly T[], own: readonly T[], budget: Budget): readonly T[] {
  if (own.length === 0) return shared
  budget.spendNodes(shared.length)
  return [...shared, ...own]
}

/**
 * RFC 5652 §5.4: over the signed attributes, or over the content itself where there are none. Its
 * digests do not stand for it then: they would verify as well where they are those of other
 * signed attributes, and the signature would seem intact.
 */
function signedBytesOf(
  { signedAttributes }: SignerInfo,
  { octets, name }: Covered,
): ParsedSignature['signedBytes'] {
  if (signedAttributes !== null) return { kind: 'bytes', bytes: signedAttributes.der }
  return octets.kind === 'digests' ? { kind: 'missing', name } : octets
}

/** The content, by the message-digest attribute (RFC 5652 §11.2), and what ought to be the same. */
function referencesOf(
  attributes: SignerAttributes,
  digestAlgorithm: DigestAlgorithm | UnsupportedAlgorithm,
  { name, kind, octets, unread }: Covered,
  budget: Budget,
): Reference[] {
  const expectedDigest = knownValue(attributes.messageDigest)
  if (expectedDigest === null) return []
  // Counted, since every signer has a reference to every content given.
  budget.spendNodes(unread.length)
  const asked = unread.map(
    (content): Reference => ({
      name: content.name ?? 'detached content',
      kind: 'digest',
      digestAlgorithm,
      expectedDigest,
      octets: { kind: 'digests', digests: content.digests },
    }),
  )
  return [{ name, kind, digestAlgorithm, expectedDigest, octets }, ...asked]
}

function certificateReferences(attributes: SignerAttributes) {
  const v2 = knownValue(attributes.signingCertificateV2) ?? []
  const v1 = knownValue(attributes.signingCertificate) ?? []
  return [...v2, ...v1]
}
