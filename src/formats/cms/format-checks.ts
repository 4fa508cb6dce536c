import {
  type AlgorithmIdentifier,
  algorithmName,
  type DigestAlgorithm,
  isUnsupported,
  type SignatureAlgorithm,
  type UnsupportedAlgorithm,
} from '../../core/algorithms.ts'
import { equalBytes } from '../../core/bytes.ts'
import { type Check, type Conclusion, failed, passed, undecided } from '../../core/conclusion.ts'
import { hasAttribute } from './attributes.ts'
import { looksLikeSignedAttributes } from './content-confusion.ts'
import { attributeTypes, contentTypes } from './oids.ts'
import type { EncapsulatedContent } from './signed-data.ts'
import type { SignerAttributes } from './signer-attributes.ts'
import type { SignerInfo } from './signer-info.ts'

/** What the rules are applied to. */
export interface SignerFacts {
  readonly signer: SignerInfo
  readonly attributes: SignerAttributes
  /** What is signed: the content of the SignedData, or another signature's value (RFC 5652 §11.4). */
  readonly over:
    | {
        readonly kind: 'content'
        readonly contentType: string
        readonly octets: Uint8Array | null
        readonly encapsulation: EncapsulatedContent['kind'] | 'detached'
      }
    | { readonly kind: 'signature-value' }
  readonly digestAlgorithm: DigestAlgorithm | UnsupportedAlgorithm
  readonly signatureAlgorithm: SignatureAlgorithm | UnsupportedAlgorithm
  readonly trailing: 'nothing' | 'zeros' | 'data'
}

/**
 * EN 319 102-1 §5.2.2 for one SignerInfo. FAILED: it is not certain what was signed, so the
 * signature cannot count as intact. INDETERMINATE: what was signed is certain, but the signature
 * is not CAdES or departs from a rule.
 */
export function formatChecks(facts: SignerFacts): Check[] {
  const { signer, attributes } = facts
  const checks = [checkSignedAttributes(facts), checkDigestConsistency(facts)]
  if (facts.over.kind === 'content') checks.push(checkEncapsulation(facts.over.encapsulation))
  if (signer.signedAttributes !== null) {
    checks.push(
      checkContentType(facts),
      checkMessageDigest(attributes),
      checkAlgorithmProtection(signer, attributes),
      checkSigningTime(attributes),
    )
  }
  checks.push(
    checkAttributePlacement(signer),
    checkSigningCertificateAttribute(attributes),
    checkTrailingData(facts.trailing),
  )
  return checks
}

/** RFC 5652 §5.3: they may be absent only over id-data; CAdES never goes without (EN 319 122-1 §4.4). */
function checkSignedAttributes({ signer, over }: SignerFacts): Check {
  const id = 'cms-signed-attributes'
  if (signer.signedAttributes !== null) return check(id, 'RFC 5652 §5.3', passed)
  if (over.kind === 'content' && over.contentType !== contentTypes.data) {
    const detail = `content of type ${over.contentType} is signed without signed attributes`
    return check(id, 'RFC 5652 §5.3', failed('FORMAT_FAILURE', detail))
  }
  if (over.kind === 'content' && over.octets !== null && looksLikeSignedAttributes(over.octets)) {
    const detail =
      'the content is itself a set of signed attributes, so the value may have been made over ' +
      'other content (EUF-CMA attack, ePrint 2023/1801)'
    return check(id, 'RFC 5652 §5.4', failed('FORMAT_FAILURE', detail))
  }
  const detail = 'a CMS signature without signed attributes is not CAdES'
  return check(id, 'EN 319 122-1 §4.4', undecided('SIG_CONSTRAINTS_FAILURE', detail))
}

/**
 * RFC 8933 §3.1 (which updates RFC 5652 §5.3): one digest algorithm for the content and for the
 * signed attributes. Where the signature algorithm names another, the two readings of RFC 5652 §5.4
 * and of the algorithm's OID give different values, and the signature is refused. RFC 4056 §3 left
 * it at "should" for RSASSA-PSS, whose parameters leave no doubt: there it is a departure only.
 */
function checkDigestConsistency({ digestAlgorithm, signatureAlgorithm }: SignerFacts): Check {
  const id = 'cms-digest-consistency'
  const rule = 'RFC 8933 §3.1'
  if (isUnsupported(signatureAlgorithm) || isUnsupported(digestAlgorithm)) {
    return check(id, rule, passed)
  }
  const { digest, scheme } = signatureAlgorithm
  if (digest === null || digest === digestAlgorithm) return check(id, rule, passed)
  const detail = `the digest algorithm is ${digestAlgorithm}, that of the signature is ${digest}`
  return scheme === 'RSASSA-PSS'
    ? check(id, rule, undecided('SIG_CONSTRAINTS_FAILURE', detail))
    : check(id, rule, failed('FORMAT_FAILURE', detail))
}

/** RFC 5652 §5.2: an OCTET STRING; PKCS #7 1.5 had any type there (§5.2.1). */
function checkEncapsulation(kind: EncapsulatedContent['kind'] | 'detached'): Check {
  const detail = 'the content is not wrapped in an OCTET STRING, as PKCS #7 1.5 had it'
  return check(
    'cms-encapsulated-content',
    'RFC 5652 §5.2',
    kind === 'other-type' ? undecided('SIG_CONSTRAINTS_FAILURE', detail) : passed,
  )
}

/** RFC 5652 §11.1: once, one value, the type of the content; and not in a countersignature (§11.4). */
function checkContentType({ attributes, over }: SignerFacts): Check {
  const { contentType } = attributes
  const id = 'cms-content-type'
  if (over.kind === 'signature-value') {
    const detail = 'a countersignature must not have the content-type attribute'
    const conclusion = contentType === null ? passed : undecided('SIG_CONSTRAINTS_FAILURE', detail)
    return check(id, 'RFC 5652 §11.4', conclusion)
  }
  return check(id, 'RFC 5652 §11.1', contentTypeConclusion(contentType, over.contentType))
}

function contentTypeConclusion(
  attribute: SignerAttributes['contentType'],
  contentType: string,
): Conclusion {
  if (attribute === null) return failed('FORMAT_FAILURE', 'the content-type attribute is missing')
  if ('problem' in attribute) return failed('FORMAT_FAILURE', `content-type: ${attribute.problem}`)
  if (attribute.value === contentType) return passed
  const detail = `the signed content type is ${attribute.value}, the content's is ${contentType}`
  return failed('FORMAT_FAILURE', detail)
}

/** RFC 5652 §11.2: once, with one value. */
function checkMessageDigest({ messageDigest }: SignerAttributes): Check {
  const conclusion =
    messageDigest === null
      ? failed('FORMAT_FAILURE', 'the message-digest attribute is missing')
      : 'problem' in messageDigest
        ? failed('FORMAT_FAILURE', `message-digest: ${messageDigest.problem}`)
        : passed
  return check('cms-message-digest', 'RFC 5652 §11.2', conclusion)
}

/** RFC 6211 §2: where it is there, it must say the same as the SignerInfo. */
function checkAlgorithmProtection(signer: SignerInfo, attributes: SignerAttributes): Check {
  const id = 'cms-algorithm-protection'
  const rule = 'RFC 6211 §2'
  const protection = attributes.algorithmProtection
  if (protection === null) return check(id, rule, passed)
  if ('problem' in protection) {
    return check(id, rule, failed('FORMAT_FAILURE', `algorithm protection: ${protection.problem}`))
  }
  const { digestAlgorithm, signatureAlgorithm } = protection.value
  const difference =
    differs('digest', digestAlgorithm, signer.digestAlgorithm) ??
    differs('signature', signatureAlgorithm, signer.signatureAlgorithm)
  return check(id, rule, difference === null ? passed : failed('FORMAT_FAILURE', difference))
}

/** RFC 6211 §2: parameters that are absent and parameters that are NULL say the same. */
function differs(
  what: string,
  named: AlgorithmIdentifier | null,
  used: AlgorithmIdentifier,
): string | null {
  if (named === null) return `the protected attribute names no ${what} algorithm`
  const parameters = (of: AlgorithmIdentifier) => {
    const absent = of.parameters === null || equalBytes(of.parameters, nullParameters)
    return absent ? nullParameters : (of.parameters ?? nullParameters)
  }
  if (named.oid === used.oid && equalBytes(parameters(named), parameters(used))) return null
  const names = `${algorithmName(named.oid)}, not ${algorithmName(used.oid)}`
  return `the protected ${what} algorithm is ${names} or has other parameters`
}

const nullParameters = Uint8Array.of(5, 0)

/** RFC 5652 §11.3: if at all, once and with one value. */
function checkSigningTime({ signingTime }: SignerAttributes): Check {
  const conclusion =
    signingTime !== null && 'problem' in signingTime
      ? undecided('SIG_CONSTRAINTS_FAILURE', `signing-time: ${signingTime.problem}`)
      : passed
  return check('cms-signing-time', 'RFC 5652 §11.3', conclusion)
}

/** RFC 5652 §11.1 to §11.4: what must be signed stands signed, and a countersignature unsigned. */
function checkAttributePlacement(signer: SignerInfo): Check {
  const { contentType, messageDigest, signingTime, counterSignature } = attributeTypes
  const misplaced = [contentType, messageDigest, signingTime].some((type) =>
    hasAttribute(signer.unsignedAttributes, type),
  )
  const signed = signer.signedAttributes?.attributes ?? []
  const conclusion = misplaced
    ? undecided('SIG_CONSTRAINTS_FAILURE', 'an attribute that must be signed stands unsigned')
    : hasAttribute(signed, counterSignature)
      ? undecided('SIG_CONSTRAINTS_FAILURE', 'a countersignature stands among signed attributes')
      : passed
  return check('cms-attribute-placement', 'RFC 5652 §11', conclusion)
}

/** EN 319 122-1 §5.2.2.1: the signed reference to the signer's certificate, in one version. */
function checkSigningCertificateAttribute(attributes: SignerAttributes): Check {
  const id = 'cades-signing-certificate'
  const rule = 'EN 319 122-1 §5.2.2'
  const { signingCertificate: v1, signingCertificateV2: v2 } = attributes
  for (const attribute of [v2, v1]) {
    if (attribute !== null && 'problem' in attribute) {
      const detail = `signing-certificate: ${attribute.problem}`
      return check(id, rule, undecided('SIG_CONSTRAINTS_FAILURE', detail))
    }
  }
  if (v1 !== null && v2 !== null) {
    const detail = 'signing-certificate stands in version 1 and in version 2'
    return check(id, rule, undecided('SIG_CONSTRAINTS_FAILURE', detail))
  }
  if (v1 !== null || v2 !== null) return check(id, rule, passed)
  const detail =
    'the signer’s certificate is not among what is signed, so the signature is not CAdES'
  const reason = 'SIGNING_CERTIFICATE_NOT_REFERENCED'
  return check(id, rule, undecided('SIG_CONSTRAINTS_FAILURE', detail, reason))
}

/** RFC 5652 §3: the ContentInfo is all there is; nothing signs what follows it. */
function checkTrailingData(trailing: SignerFacts['trailing']): Check {
  const detail = 'data that nothing signs follows the signature'
  return check(
    'cms-trailing-data',
    'RFC 5652 §3',
    trailing === 'data' ? undecided('SIG_CONSTRAINTS_FAILURE', detail) : passed,
  )
}

function check(id: string, rule: string, conclusion: Conclusion): Check {
  return { id, rule, conclusion }
}
