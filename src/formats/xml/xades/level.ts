import type { Check } from '../../../core/conclusion.ts'
import type { Crypto } from '../../../core/crypto.ts'
import type { Certificate } from '../../../x509/certificate.ts'
import { childElements, type XmlElement } from '../document.ts'
import { ds } from '../namespaces.ts'
import type { XmlReference } from '../signature.ts'
import { isDs, type SignedInfo } from '../signed-info.ts'
import type { SignedProperties } from '../signed-properties.ts'
import { isAmong } from '../signer.ts'
import { describesEveryObject } from './data-object-format.ts'
import { propertiesIn } from './namespaces.ts'

/** What a level is told from. */
export interface LevelFacts {
  readonly signedInfo: SignedInfo
  /** What those of SignedInfo came to, in their order. */
  readonly references: readonly XmlReference[]
  readonly properties: SignedProperties
  readonly unsigned: readonly XmlElement[]
  /** Of KeyInfo. */
  readonly keyCertificates: readonly Certificate[]
  readonly formatChecks: readonly Check[]
  readonly crypto: Crypto
}

/** Properties that EN 319 132-1 §6.3 keeps out of the baseline levels. */
const extendedOnly = [
  'CompleteCertificateRefs',
  'CompleteCertificateRefsV2',
  'CompleteRevocationRefs',
  'AttributeCertificateRefs',
  'AttributeCertificateRefsV2',
  'AttributeRevocationRefs',
  'SigAndRefsTimeStamp',
  'SigAndRefsTimeStampV2',
  'RefsOnlyTimeStamp',
  'RefsOnlyTimeStampV2',
]

/** The checks without which a signature is XMLDSig, but not XAdES. */
const necessary = ['xml-signature-structure', 'signed-properties', 'data-object-format']

/**
 * Family and level as far as the properties tell: EN 319 132-1 §6 for the baseline levels,
 * EN 319 132-2 §4 and TS 101 903 §4.4 for the extended ones, "XML-NOT-ETSI" for the rest. Whether
 * time-stamps and revocation data are good is not asked here.
 */
export function levelOf(facts: LevelFacts): string {
  const satisfied = necessary.every((id) =>
    facts.formatChecks.some((check) => check.id === id && check.conclusion.indication === 'PASSED'),
  )
  if (!satisfied || !(namesCertificate(facts) || signsKeyInfo(facts))) return 'XML-NOT-ETSI'
  const has = presence(facts.unsigned)
  if (has('SealingEvidenceRecords') && has('SignatureTimeStamp') && hasRevocationValues(facts)) {
    return 'XAdES-ERS'
  }
  const baseline = baselineLevel(facts)
  return baseline === null ? `XAdES-${extendedLevel(facts)}` : `XAdES-BASELINE-${baseline}`
}

function namesCertificate({ properties }: LevelFacts): boolean {
  return properties.signingCertificate.length > 0
}

/**
 * TS 101 903 §4.4.1: in place of SigningCertificate a signature may sign its KeyInfo, whole, with the
 * certificate in it; EN 319 132-1 §6.3 has no such baseline signature. What KeyInfo only refers to is
 * not signed with it, and a signature without any signed property is taken for plain XMLDSig. Which of
 * the certificates is the signer's is not asked here.
 */
function signsKeyInfo({ signedInfo, references, properties }: LevelFacts): boolean {
  if (properties.signatureProperties === null && properties.objectProperties === null) return false
  return references.some(({ covers }) => {
    if (covers.of !== 'element' || !isDs(covers.element, 'KeyInfo')) return false
    return covers.element.parent === signedInfo.element.parent && holdsCertificate(covers.element)
  })
}

function holdsCertificate(keyInfo: XmlElement): boolean {
  const members = childElements(keyInfo)
  const holds = members.some(
    (member) => isDs(member, 'X509Data') && childElements(member, ds, 'X509Certificate').length > 0,
  )
  return holds && !members.some(({ name }) => /^(?:RetrievalMethod|KeyInfoReference)$/.test(name))
}

type Presence = (...names: readonly string[]) => boolean

function presence(unsigned: readonly XmlElement[]): Presence {
  const present = new Set(unsigned.map(({ name }) => name))
  return (...names) => names.some((name) => present.has(name))
}

/**
 * EN 319 132-1 §6.3, table 2; each level has what the one before it has. An ArchiveTimeStamp counts
 * in the namespace of V1.3.2 as well, where TS 103 171 did not want it and signers have put it.
 */
function baselineLevel(facts: LevelFacts): 'B' | 'T' | 'LT' | 'LTA' | null {
  const { unsigned } = facts
  const has = presence(unsigned)
  if (!fulfilsB(facts) || has(...extendedOnly)) return null
  if (!has('SignatureTimeStamp')) return 'B'
  // Requirement on SignatureTimeStamp: one electronic time-stamp in each.
  const single = unsigned
    .filter(({ name }) => name === 'SignatureTimeStamp')
    .every((one) => propertiesIn(one, 'EncapsulatedTimeStamp').length === 1)
  if (!single) return null
  if (!hasRevocationValues(facts)) return 'T'
  return has('ArchiveTimeStamp') ? 'LTA' : 'LT'
}

/** SigningTime, one signing certificate that KeyInfo holds, and the data objects described. */
function fulfilsB({
  signedInfo,
  references,
  properties,
  keyCertificates,
  crypto,
}: LevelFacts): boolean {
  const [reference] = properties.signingCertificate
  if (reference === undefined || properties.claimedTime === null) return false
  if (!describesEveryObject(properties.formats, signedInfo, references)) return false
  const { policy } = properties
  if (policy?.kind === 'unreadable') return false
  if (policy?.kind === 'identified' && policy.hash === null) return false
  return isAmong(keyCertificates, reference, crypto)
}

/** EN 319 132-2 §4; a policy whose digest is not signed binds to none (TS 101 903 §4.4.2). */
function extendedLevel(facts: LevelFacts): string {
  const { policy } = facts.properties
  const has = presence(facts.unsigned)
  if (!has('SignatureTimeStamp')) {
    const bound = policy?.kind === 'implied' || (policy?.kind === 'identified' && policy.hash)
    return bound ? 'EPES' : 'BES'
  }
  const values = hasRevocationValues(facts) && hasCertificateValues(facts)
  if (has('ArchiveTimeStamp', 'ArchiveTimeStampV2') && values) return 'A'
  const references =
    has('CompleteCertificateRefs', 'CompleteCertificateRefsV2') && has('CompleteRevocationRefs')
  if (!references) return values ? 'LT' : 'T'
  const stamped = has(
    'SigAndRefsTimeStamp',
    'SigAndRefsTimeStampV2',
    'RefsOnlyTimeStamp',
    'RefsOnlyTimeStampV2',
  )
  if (!stamped) return 'C'
  return values ? 'XL' : 'X'
}

/** Of the signature: what travels for its time-stamps makes no level. */
function hasRevocationValues({ unsigned }: LevelFacts): boolean {
  return unsigned
    .filter(({ name }) => name === 'RevocationValues')
    .some((one) =>
      ['CRLValues', 'OCSPValues'].some((name) =>
        propertiesIn(one, name).some((values) => propertiesIn(values).length > 0),
      ),
    )
}

function hasCertificateValues({ unsigned }: LevelFacts): boolean {
  return unsigned.some((one) => one.name === 'CertificateValues' && propertiesIn(one).length > 0)
}
