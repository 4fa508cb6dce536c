import { isUnsupported, type UnsupportedAlgorithm } from '../../core/algorithm-names.ts'
import { type Check, failed, passed, undecided } from '../../core/conclusion.ts'
import type { DigestAlgorithm } from '../../core/digests.ts'
import type { SignatureAlgorithm } from '../../core/signature-algorithms.ts'
import {
  checkAlgorithmProtection,
  checkAttributePlacement,
  checkContentType,
  checkMessageDigest,
  checkSigningCertificateAttribute,
  checkSigningTime,
} from './attribute-checks.ts'
import { contentTypes } from './oids.ts'
import type { EncapsulatedContent } from './signed-data.ts'
import type { SignerAttributes } from './signer-attributes.ts'
import type { SignerInfo } from './signer-info.ts'

/** Whether what is signed could itself be signed attributes; unknown where only its digests are. */
type Nature = 'signed-attributes' | 'other' | 'unknown'

/** What the rules are applied to. */
export interface SignerFacts {
  readonly signer: SignerInfo
  readonly attributes: SignerAttributes
  /** What is signed: the content of the SignedData, or another signature's value (RFC 5652 §11.4). */
  readonly over:
    | {
        readonly kind: 'content'
        readonly contentType: string
        readonly nature: Nature
        readonly encapsulation: EncapsulatedContent['kind'] | 'detached'
        /** How what the caller gave compares with it, where he gave anything else. */
        readonly given: Check | null
      }
    | { readonly kind: 'signature-value'; readonly nature: Nature }
  readonly digestAlgorithm: DigestAlgorithm | UnsupportedAlgorithm
  readonly signatureAlgorithm: SignatureAlgorithm | UnsupportedAlgorithm
  readonly trailing: 'nothing' | 'zeros' | 'data'
}

/**
 * EN 319 102-1 §5.2.2 for one SignerInfo. FAILED: a MUST of RFC 5652 about what is signed is
 * broken, so that two readers may differ over it, and the signature cannot count as intact.
 * INDETERMINATE: what was signed is certain, but the signature is not CAdES, or departs from it.
 */
export function formatChecks(facts: SignerFacts): Check[] {
  const { signer, attributes, over } = facts
  const checks = [checkSignedAttributes(facts), checkDigestConsistency(facts)]
  if (over.kind === 'content') {
    checks.push(checkEncapsulation(over.encapsulation))
    if (over.given !== null) checks.push(over.given)
  }
  if (signer.signedAttributes !== null) {
    checks.push(
      checkContentType(attributes, over.kind === 'content' ? over.contentType : null),
      checkMessageDigest(attributes),
      checkSigningTime(attributes),
      checkAlgorithmProtection(signer, attributes),
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
  if (signer.signedAttributes !== null) return { id, rule: 'RFC 5652 §5.3', conclusion: passed }
  if (over.kind === 'content' && over.contentType !== contentTypes.data) {
    const detail = `content of type ${over.contentType} is signed without signed attributes`
    return { id, rule: 'RFC 5652 §5.3', conclusion: failed('FORMAT_FAILURE', detail) }
  }
  if (over.nature === 'signed-attributes') {
    const detail =
      'what is signed is itself a set of signed attributes, so the value may have been made over ' +
      'other content (EUF-CMA attack, ePrint 2023/1801)'
    return { id, rule: 'RFC 5652 §5.4', conclusion: failed('FORMAT_FAILURE', detail) }
  }
  if (over.nature === 'unknown') {
    const detail =
      'without signed attributes the content itself is needed: known by digests, it might be a ' +
      'set of signed attributes (EUF-CMA attack, ePrint 2023/1801)'
    const conclusion = undecided('SIGNED_DATA_NOT_FOUND', detail, 'DETACHED_CONTENT_MISSING')
    return { id, rule: 'RFC 5652 §5.4', conclusion }
  }
  const detail = 'a CMS signature without signed attributes is not CAdES'
  const conclusion = undecided('SIG_CONSTRAINTS_FAILURE', detail)
  return { id, rule: 'EN 319 122-1 §4.4', conclusion }
}

/**
 * RFC 8933 §3.1, which updates RFC 5652 §5.3: one digest algorithm for the content and for the
 * signed attributes. Where the signature algorithm names another, RFC 5652 §5.4 and the
 * algorithm's OID ask for different values, and the signature is refused. RFC 4056 §3 left it at
 * "should" for RSASSA-PSS, whose parameters leave no doubt: there it is a departure only.
 */
function checkDigestConsistency({ digestAlgorithm, signatureAlgorithm }: SignerFacts): Check {
  const known = !isUnsupported(signatureAlgorithm) && !isUnsupported(digestAlgorithm)
  const digest = known ? signatureAlgorithm.digest : null
  const detail = `the digest algorithm is ${digestAlgorithm}, that of the signature is ${digest}`
  const departure =
    known && signatureAlgorithm.scheme === 'RSASSA-PSS'
      ? undecided('SIG_CONSTRAINTS_FAILURE', detail)
      : failed('FORMAT_FAILURE', detail)
  return {
    id: 'cms-digest-consistency',
    rule: 'RFC 8933 §3.1',
    conclusion: digest === null || digest === digestAlgorithm ? passed : departure,
  }
}

/** RFC 5652 §5.2: an OCTET STRING; PKCS #7 1.5 had any type there (§5.2.1). */
function checkEncapsulation(kind: EncapsulatedContent['kind'] | 'detached'): Check {
  const detail = 'the content is not wrapped in an OCTET STRING, as PKCS #7 1.5 had it'
  return {
    id: 'cms-encapsulated-content',
    rule: 'RFC 5652 §5.2',
    conclusion: kind === 'other-type' ? undecided('SIG_CONSTRAINTS_FAILURE', detail) : passed,
  }
}

/** RFC 5652 §3: the ContentInfo is all there is; nothing signs what follows it. */
function checkTrailingData(trailing: SignerFacts['trailing']): Check {
  const detail = 'data that nothing signs follows the signature'
  return {
    id: 'cms-trailing-data',
    rule: 'RFC 5652 §3',
    conclusion: trailing === 'data' ? undecided('SIG_CONSTRAINTS_FAILURE', detail) : passed,
  }
}
