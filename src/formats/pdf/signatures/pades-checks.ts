import { concatBytes, equalBytes } from '../../../core/bytes.ts'
import { type Check, type Conclusion, failed, passed, undecided } from '../../../core/conclusion.ts'
import { hasAttribute } from '../../cms/attributes.ts'
import { attributeTypes, contentTypes } from '../../cms/oids.ts'
import type { SignedData } from '../../cms/signed-data.ts'
import type { SignerInfo } from '../../cms/signer-info.ts'
import type { SignatureReading } from './reading.ts'

const cmsRule = 'ISO 32000-2 §12.8.3.3'

/**
 * A CMS with content of its own is over that, for whoever reads it as CMS: nothing may be in it but
 * for adbe.pkcs7.sha1, which needs it. Where it is the document once more, nobody can differ over
 * what is signed.
 */
export function checkEncapsulation(
  { content }: SignedData,
  { subFilter, range }: SignatureReading,
): Check {
  const id = 'pdf-cms-content'
  const wanted = subFilter === 'adbe.pkcs7.sha1'
  if (wanted === (content !== null)) return { id, rule: cmsRule, conclusion: passed }
  if (content === null) {
    const conclusion = malformed('the CMS lacks the digest that it is to be over')
    return { id, rule: cmsRule, conclusion }
  }
  const same = range.octets !== null && isSame(content.octets, range.octets)
  const conclusion = same
    ? undecided('SIG_CONSTRAINTS_FAILURE', 'the CMS holds the document once more')
    : malformed('the CMS has content of its own, in place of the document')
  return { id, rule: cmsRule, conclusion }
}

/** Copied together only where they may be the same. */
function isSame(octets: Uint8Array, parts: readonly Uint8Array[]): boolean {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  return octets.length === length && equalBytes(octets, concatBytes(parts))
}

function malformed(detail: string): Conclusion {
  return failed('FORMAT_FAILURE', detail, 'SIGNATURE_MALFORMED')
}

/** EN 319 142-1 §6.3: the time stands in the dictionary, and not here. That changes no meaning. */
export function warnOfSigningTime(signer: SignerInfo, { subFilter, warn }: SignatureReading): void {
  if (subFilter !== 'ETSI.CAdES.detached') return
  if (!hasSigned(signer, attributeTypes.signingTime)) return
  warn('pades-signing-time', 'it has a signing-time, which EN 319 142-1 §6.3 does not allow')
}

/** Whether a signer has the attribute among those that he signed. */
export function hasSigned({ signedAttributes }: SignerInfo, type: string): boolean {
  return hasAttribute(signedAttributes?.attributes ?? [], type)
}

/** Rules of the document about the CMS that leave no doubt about what is signed. */
export function padesChecks(
  signer: SignerInfo,
  signedData: SignedData,
  { subFilter }: SignatureReading,
): readonly Check[] {
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
  return [
    ...checks,
    { id: 'pades-content-type', rule: 'EN 319 142-1 §6.3', conclusion },
    checkSingle(signer),
  ]
}

/** signer-location, signature-policy-identifier and signer-attributes-v2 (EN 319 122-1 §5.2). */
const singleAttributes = [
  '1.2.840.113549.1.9.16.2.17',
  attributeTypes.signaturePolicy,
  '0.4.0.19122.1.1',
]

/** What may say one thing only says another to whoever reads the other of two values. */
function checkSingle({ signedAttributes }: SignerInfo): Check {
  const attributes = signedAttributes?.attributes ?? []
  const twice = singleAttributes.find((type) => {
    const found = attributes.filter((attribute) => attribute.type === type)
    return found.length > 1 || found.some(({ values }) => values.length !== 1)
  })
  const detail = `the attribute ${twice} does not stand once, with one value`
  const departs = undecided('SIG_CONSTRAINTS_FAILURE', detail)
  return {
    id: 'pades-single-attributes',
    rule: 'EN 319 122-1 §5.2',
    conclusion: twice === undefined ? passed : departs,
  }
}
