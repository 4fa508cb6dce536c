import { isUnsupported } from '../core/algorithm-names.ts'
import type { Budget } from '../core/budget.ts'
import { type Check, conclude } from '../core/conclusion.ts'
import type { Crypto } from '../core/crypto.ts'
import { weakDigests } from '../core/digests.ts'
import { describeAlgorithm } from '../core/signature-algorithms.ts'
import type { ParsedSignature } from '../formats/format.ts'
import type { XmlDocument } from '../formats/xml/document.ts'
import { coversDocument } from '../formats/xml/signature.ts'
import { xmlSignatures } from '../formats/xml/signatures.ts'
import { verifyCryptographically } from '../validation/cryptographic-verification.ts'
import { identifySigningCertificate } from '../validation/signing-certificate.ts'
import { type Certificate, sameCertificate } from '../x509/certificate.ts'
import { maskedNameText } from '../x509/identifiers.ts'
import type { ListProblem } from './model.ts'

/** What the signature of a list proves, and by whom. */
export interface ListSignature {
  /** intact: the value and every reference verify with the key of `signer`, whoever that is. */
  readonly integrity: 'intact' | 'broken' | 'unsigned'
  readonly signer: Certificate | null
  readonly algorithm: string | null
  readonly problems: readonly ListProblem[]
}

/** What verifying a signature needs besides the list. */
export interface SignatureContext {
  readonly crypto: Crypto
  readonly budget: Budget
}

/**
 * TS 119 612 §5.7.1: one enveloped signature over the whole list, by a certificate of the scheme
 * operator. Whose that is only a pin can say: certificates are compared octet for octet, and a
 * certificate inside the list, or one of the same name or key, proves nothing. Validity dates of
 * the pinned certificate are not looked at: whoever pins it answers for it (TS 119 615 §4.1).
 */
export function verifyListSignature(
  document: XmlDocument,
  pins: readonly Certificate[],
  context: SignatureContext,
): ListSignature {
  const { signatures } = xmlSignatures(document, { ...context, detached: [] })
  const [signature, ...others] = signatures
  if (signature === undefined) return unsigned('it carries no ds:Signature')
  if (others.length > 0)
    return broken(signature, `it carries ${signatures.length} signatures; exactly one is allowed`)
  if (signature.element.parent !== document.root)
    return broken(signature, 'its signature is not a child of its root')
  if (!coversDocument(signature))
    return broken(signature, 'its signature does not cover the whole list')
  return verifyBy(signature, pins, context)
}

/** The same for a signature of any format over a whole list, such as a CMS beside a manifest. */
export function verifyBy(
  signature: ParsedSignature,
  pins: readonly Certificate[],
  { crypto }: SignatureContext,
): ListSignature {
  // Only a signed reference can tell which of several certificates is meant.
  const referenced = signature.signer.signingCertificate.length > 0
  const identified = identifySigningCertificate(signature, referenced ? [pins] : [], crypto)
  const signer = identified.certificate ?? signerAmong(pins, signature, crypto)
  if (signer === null) return broken(signature, 'its signing certificate cannot be found')
  const isReference = (check: Check) => check.id === 'signing-certificate-reference'
  const checks = [
    ...signature.formatChecks,
    ...identified.checks.filter(isReference),
    ...verifyCryptographically(signature, signer, { crypto }).checks,
  ]
  const conclusion = conclude(checks)
  if (conclusion.indication !== 'PASSED') return broken(signature, conclusion.detail)
  const pinned = pins.some((pin) => sameCertificate(pin, signer))
  const algorithm = describeAlgorithm(signature.signatureAlgorithm)
  const problems = [
    ...(pinned ? [] : [notPinned(signer)]),
    ...weaknesses(signature),
    ...(referenced ? [] : [notXades]),
  ]
  return { integrity: 'intact', signer, algorithm, problems }
}

/** KeyInfo may name nobody, or a whole chain (XMLDSig 1.1 §4.5): then a pinned key must verify the value. */
function signerAmong(
  pins: readonly Certificate[],
  signature: ParsedSignature,
  crypto: Crypto,
): Certificate | null {
  const verifies = (pin: Certificate) =>
    conclude(verifyCryptographically(signature, pin, { crypto }).checks).indication === 'PASSED'
  return pins.find(verifies) ?? null
}

/**
 * A list signed with a weak digest is intact, but not trusted: what it names comes from many hands,
 * and collisions in SHA-1 can be bought.
 */
function weaknesses({ signatureAlgorithm, references }: ParsedSignature): ListProblem[] {
  const digests = references.map((reference) => reference.digestAlgorithm)
  const own = isUnsupported(signatureAlgorithm) ? null : signatureAlgorithm.digest
  const weak = [...digests, own].find((digest) => [...weakDigests].some((each) => each === digest))
  if (weak === undefined) return []
  return [{ code: 'algorithm-weak', message: `it is signed with ${String(weak)}` }]
}

const notXades: ListProblem = {
  code: 'signature-not-xades',
  message: 'its signature has no signed reference to the signing certificate',
}

function notPinned(signer: Certificate): ListProblem {
  const message = `its signer is none of those pinned: ${maskedNameText(signer.subject)}`
  return { code: 'signer-not-pinned', message }
}

function unsigned(message: string): ListSignature {
  const problems: ListProblem[] = [{ code: 'unsigned', message }]
  return { integrity: 'unsigned', signer: null, algorithm: null, problems }
}

function broken(signature: ParsedSignature, message: string): ListSignature {
  const algorithm = describeAlgorithm(signature.signatureAlgorithm)
  const problems: ListProblem[] = [{ code: 'signature-broken', message }]
  return { integrity: 'broken', signer: null, algorithm, problems }
}
