import type { AlgorithmIdentifier } from '../../core/algorithm-identifier.ts'
import { isUnsupported } from '../../core/algorithm-names.ts'
import { equalBytes } from '../../core/bytes.ts'
import { type Check, type Conclusion, failed, passed, undecided } from '../../core/conclusion.ts'
import { weakDigests } from '../../core/digests.ts'
import { hasAttribute } from './attributes.ts'
import { attributeTypes } from './oids.ts'
import type { SignerAttributes } from './signer-attributes.ts'
import type { SignerInfo } from './signer-info.ts'

const malformed = (detail: string): Conclusion => failed('FORMAT_FAILURE', detail)
const departs = (detail: string): Conclusion => undecided('SIG_CONSTRAINTS_FAILURE', detail)

/**
 * RFC 5652 §11.1: once, one value, the type of the content. A countersignature has none (§11.4).
 * @param contentType null where no content is signed but another signature's value
 */
export function checkContentType(
  { contentType: attribute }: SignerAttributes,
  contentType: string | null,
): Check {
  const id = 'cms-content-type'
  if (contentType === null) {
    const detail = 'a countersignature must not have the content-type attribute'
    const conclusion = attribute === null ? passed : malformed(detail)
    return { id, rule: 'RFC 5652 §11.4', conclusion }
  }
  return { id, rule: 'RFC 5652 §11.1', conclusion: contentTypeConclusion(attribute, contentType) }
}

function contentTypeConclusion(
  attribute: SignerAttributes['contentType'],
  contentType: string,
): Conclusion {
  if (attribute === null) return malformed('the content-type attribute is missing')
  if ('problem' in attribute) return malformed(`content-type: ${attribute.problem}`)
  if (attribute.value === contentType) return passed
  return malformed(`the signed content type is ${attribute.value}, the content's is ${contentType}`)
}

/** RFC 5652 §11.2: once, with one value. */
export function checkMessageDigest({ messageDigest }: SignerAttributes): Check {
  return {
    id: 'cms-message-digest',
    rule: 'RFC 5652 §11.2',
    conclusion:
      messageDigest === null
        ? malformed('the message-digest attribute is missing')
        : 'problem' in messageDigest
          ? malformed(`message-digest: ${messageDigest.problem}`)
          : passed,
  }
}

/** RFC 5652 §11.3: if at all, once and with one value. */
export function checkSigningTime({ signingTime }: SignerAttributes): Check {
  return {
    id: 'cms-signing-time',
    rule: 'RFC 5652 §11.3',
    conclusion:
      signingTime !== null && 'problem' in signingTime
        ? malformed(`signing-time: ${signingTime.problem}`)
        : passed,
  }
}

/** RFC 5652 §11.1 to §11.4: what must be signed stands signed, and a countersignature unsigned. */
export function checkAttributePlacement(signer: SignerInfo): Check {
  const { contentType, messageDigest, signingTime, counterSignature } = attributeTypes
  const misplaced = [contentType, messageDigest, signingTime].some((type) =>
    hasAttribute(signer.unsignedAttributes, type),
  )
  const signed = signer.signedAttributes?.attributes ?? []
  return {
    id: 'cms-attribute-placement',
    rule: 'RFC 5652 §11',
    conclusion: misplaced
      ? malformed('an attribute that must be signed stands unsigned')
      : hasAttribute(signed, counterSignature)
        ? malformed('a countersignature stands among the signed attributes')
        : passed,
  }
}

/** RFC 6211 §2: where the attribute is there, it must say the same as the SignerInfo. */
export function checkAlgorithmProtection(
  signer: SignerInfo,
  { algorithmProtection: protection }: SignerAttributes,
): Check {
  const id = 'cms-algorithm-protection'
  const rule = 'RFC 6211 §2'
  if (protection === null) return { id, rule, conclusion: passed }
  if ('problem' in protection) {
    return { id, rule, conclusion: malformed(`algorithm protection: ${protection.problem}`) }
  }
  const { digestAlgorithm, signatureAlgorithm } = protection.value
  const same =
    sameAlgorithm(digestAlgorithm, signer.digestAlgorithm) &&
    signatureAlgorithm !== null &&
    sameAlgorithm(signatureAlgorithm, signer.signatureAlgorithm)
  const detail = 'the algorithms in the signed attributes are not those of the signature'
  return { id, rule, conclusion: same ? passed : malformed(detail) }
}

const nullParameters = Uint8Array.of(5, 0)

/** Parameters that are absent and parameters that are NULL say the same (RFC 5754 §2). */
function sameAlgorithm(a: AlgorithmIdentifier, b: AlgorithmIdentifier): boolean {
  return (
    a.oid === b.oid && equalBytes(a.parameters ?? nullParameters, b.parameters ?? nullParameters)
  )
}

/**
 * EN 319 122-1 §5.2.2: the signed reference to the signer's certificate, once: version 1 where the
 * digest is SHA-1 (§5.2.2.2), version 2 for every other (§5.2.2.3), and no weak one.
 */
export function checkSigningCertificateAttribute(attributes: SignerAttributes): Check {
  return {
    id: 'cades-signing-certificate',
    rule: 'EN 319 122-1 §5.2.2',
    conclusion: signingCertificateConclusion(attributes),
  }
}

function signingCertificateConclusion({
  signingCertificate: v1,
  signingCertificateV2: v2,
}: SignerAttributes): Conclusion {
  if (v1 !== null && v2 !== null) {
    return departs('signing-certificate stands in version 1 and in version 2')
  }
  const attribute = v2 ?? v1
  if (attribute === null) {
    return undecided(
      'SIG_CONSTRAINTS_FAILURE',
      'the signer’s certificate is not among what is signed, so another with the same key could be put in its place',
      'SIGNING_CERTIFICATE_NOT_REFERENCED',
    )
  }
  if ('problem' in attribute) return departs(`signing-certificate: ${attribute.problem}`)
  if (v2 === null) return passed
  const digest = attribute.value[0]?.digestAlgorithm
  return digest !== undefined && !isUnsupported(digest) && weakDigests.has(digest)
    ? departs(`signing-certificate version 2 with ${digest}, which ETSI TS 119 312 does not allow`)
    : passed
}
