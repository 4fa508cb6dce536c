import {
  type DigestAlgorithm,
  digestAlgorithmOf,
  isUnsupported,
  type SignatureAlgorithm,
  signatureAlgorithmOf,
  type UnsupportedAlgorithm,
} from '../../core/algorithms.ts'
import type { Budget } from '../../core/budget.ts'
import { VerifierError } from '../../core/errors.ts'
import type { Certificate } from '../../x509/certificate.ts'
import type { Octets, ParsedSignature, Reference } from '../format.ts'
import { readValue, valuesOf } from './attributes.ts'
import { formatChecks, type SignerFacts } from './format-checks.ts'
import { levelOf } from './level.ts'
import { attributeTypes } from './oids.ts'
import { certificateValuesOf, revocationValuesOf } from './revocation.ts'
import type { SignedData } from './signed-data.ts'
import { knownValue, readSignerAttributes, type SignerAttributes } from './signer-attributes.ts'
import { type SignerInfo, signerInfoIn } from './signer-info.ts'
import { timestampsOf } from './timestamps.ts'

/** What all signatures of one SignedData share. */
export interface SignatureContext {
  readonly signedData: SignedData
  readonly content: Octets
  readonly contentName: string
  readonly contentKind: Reference['kind']
  /** The readable certificates of the SignedData. */
  readonly certificates: readonly Certificate[]
  /** The readable ones among certificates in attributes of one signer. */
  readCertificates(choices: readonly Uint8Array[]): readonly Certificate[]
  warn(code: string, message: string): void
  readonly budget: Budget
}

/** Every signature of the SignedData, each followed by its countersignatures. */
export function signaturesOf(context: SignatureContext): ParsedSignature[] {
  const { signedData, content } = context
  const over: SignerFacts['over'] = {
    kind: 'content',
    contentType: signedData.contentType,
    octets: content.kind === 'bytes' ? content.bytes : null,
    encapsulation: signedData.content?.kind ?? 'detached',
  }
  const covered = { octets: content, name: context.contentName, kind: context.contentKind, over }
  return signedData.signerInfos.flatMap((signer, index) =>
    signatureWithCounters(signer, { id: `signature-${index + 1}`, parent: null }, covered, context),
  )
}

/** What a SignerInfo signs. */
interface Covered {
  readonly octets: Octets
  readonly name: string
  readonly kind: Reference['kind']
  readonly over: SignerFacts['over']
}

interface Identity {
  readonly id: string
  readonly parent: string | null
}

/** RFC 5652 §11.4: a countersignature is over the octets of the signature value that it is put on. */
function signatureWithCounters(
  signer: SignerInfo,
  identity: Identity,
  covered: Covered,
  context: SignatureContext,
): ParsedSignature[] {
  const signature = parsedSignature(signer, identity, covered, context)
  const counters = counterSignersOf(signer, identity.id, context).flatMap((counter, index) =>
    signatureWithCounters(
      counter,
      { id: `${identity.id}-counter-${index + 1}`, parent: identity.id },
      {
        octets: { kind: 'bytes', bytes: signer.signature },
        name: `signature value of ${identity.id}`,
        kind: 'full',
        over: { kind: 'signature-value' },
      },
      context,
    ),
  )
  return [signature, ...counters]
}

function counterSignersOf(
  signer: SignerInfo,
  id: string,
  { budget, warn }: SignatureContext,
): SignerInfo[] {
  return valuesOf(signer.unsignedAttributes, attributeTypes.counterSignature).flatMap((value) => {
    budget.spend('signatures')
    const read = readValue(value, budget, signerInfoIn)
    if ('value' in read) return [read.value]
    warn('counter-signature-unreadable', `a countersignature of ${id} is left out: ${read.problem}`)
    return []
  })
}

function parsedSignature(
  signer: SignerInfo,
  identity: Identity,
  covered: Covered,
  context: SignatureContext,
): ParsedSignature {
  const { signedData, budget } = context
  const attributes = readSignerAttributes(signer, budget)
  const digestAlgorithm = digestAlgorithmOf(signer.digestAlgorithm.oid)
  const signatureAlgorithm = signatureAlgorithmIn(signer, digestAlgorithm)
  const { certificates } = context
  const ownCertificates = context.readCertificates(
    certificateValuesOf(signer.unsignedAttributes, budget),
  )
  const checks = formatChecks({
    signer,
    attributes,
    over: covered.over,
    digestAlgorithm,
    signatureAlgorithm,
    trailing: signedData.trailing,
  })
  const own = revocationValuesOf(signer.unsignedAttributes, budget)
  for (const problem of own.problems) context.warn('revocation-data-unreadable', problem)
  return {
    ...identity,
    format: levelOf({
      signer,
      attributes,
      signedData,
      certificates,
      ownCertificates,
      formatChecks: checks,
    }),
    signatureAlgorithm,
    digestAlgorithm,
    signedBytes: signedBytesOf(signer, covered),
    value: signer.signature,
    references: referencesOf(attributes, digestAlgorithm, covered),
    signer: { sid: signer.sid, signingCertificate: certificateReferences(attributes) },
    certificates:
      ownCertificates.length === 0 ? certificates : [...certificates, ...ownCertificates],
    crls: [...signedData.revocation.crls, ...own.crls],
    ocspResponses: [...signedData.revocation.ocspResponses, ...own.ocspResponses],
    timestamps: timestampsOf(signer, identity.id, budget),
    claimedTime: knownValue(attributes.signingTime),
    formatChecks: checks,
  }
}

/** RFC 5652 §5.4: over the signed attributes, or over the content itself where there are none. */
function signedBytesOf({ signedAttributes }: SignerInfo, { octets }: Covered): Octets {
  return signedAttributes === null ? octets : { kind: 'bytes', bytes: signedAttributes.der }
}

/** The content, by the message-digest attribute (RFC 5652 §11.2). */
function referencesOf(
  attributes: SignerAttributes,
  digestAlgorithm: DigestAlgorithm | UnsupportedAlgorithm,
  { name, kind, octets }: Covered,
): Reference[] {
  const expectedDigest = knownValue(attributes.messageDigest)
  return expectedDigest === null ? [] : [{ name, kind, digestAlgorithm, expectedDigest, octets }]
}

function certificateReferences(attributes: SignerAttributes) {
  const v2 = knownValue(attributes.signingCertificateV2) ?? []
  const v1 = knownValue(attributes.signingCertificate) ?? []
  return [...v2, ...v1]
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
    return { unsupported: `RSASSA-PSS with parameters that cannot be read (${cause.message})` }
  }
}
