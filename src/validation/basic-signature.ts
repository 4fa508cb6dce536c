import type { Budget } from '../core/budget.ts'
import { type Check, type Conclusion, conclude } from '../core/conclusion.ts'
import type { Crypto } from '../core/crypto.ts'
import { VerifierError } from '../core/errors.ts'
import { TakenDigests } from '../core/taken-digests.ts'
import type { ParsedSignature } from '../formats/format.ts'
import type { Certificate } from '../x509/certificate.ts'
import { type Crl, parseCrl } from '../x509/crl/crl.ts'
import { type OcspResponse, parseOcspResponse } from '../x509/ocsp/response.ts'
import type { Pools } from '../x509/pools.ts'
import { type CertificateValidation, validateCertificate } from './certificate-validation.ts'
import { missingContent, verifyCryptographically } from './cryptographic-verification.ts'
import type { MissingEvidence, ValidationContext } from './evidence.ts'
import { acceptSignature } from './signature-acceptance.ts'
import { identifySigningCertificate } from './signing-certificate.ts'

/** What the validation of a basic signature came to (EN 319 102-1 §5.3), with all it rests on. */
export interface ValidatedSignature {
  readonly signature: ParsedSignature
  readonly conclusion: Conclusion
  /** The value verifies and every reference is intact: no trust, no policy. */
  readonly integrity: 'intact' | 'broken' | 'unknown'
  readonly signer: Certificate | null
  readonly certificate: CertificateValidation | null
  readonly checks: readonly Check[]
  readonly missing: readonly MissingEvidence[]
}

/**
 * EN 319 102-1 §5.3.4: the building blocks in order. The cryptographic verification stands before
 * the validation of the certificate, so that a changed document is FAILED whatever is trusted;
 * neither depends on the other's result.
 */
export function validateBasicSignature(
  signature: ParsedSignature,
  context: ValidationContext,
  digests: TakenDigests = new TakenDigests(context.crypto),
): ValidatedSignature {
  const { evidence, policy, crypto, budget } = context
  const { certificates } = evidence
  const judged = judgeIntegrity(signature, { certificates, crypto, budget, digests })
  const { signer } = judged
  if (signer === null) return concluded(judged, judged.checks, null)
  const certificate = validateCertificate(signer, withEmbeddedEvidence(context, signature))
  const accepted = acceptSignature(signature, signer, policy, evidence.at)
  return concluded(judged, [...judged.checks, ...certificate.checks, ...accepted], certificate)
}

/**
 * Content that integrity lacks is asked for whatever else has failed: the two are told apart. What has
 * failed for certain, no certificate and no revocation data mends, and what is broken no content.
 */
function concluded(
  judged: JudgedIntegrity,
  checks: readonly Check[],
  certificate: CertificateValidation | null,
): ValidatedSignature {
  const conclusion = decide(checks)
  const open = conclusion.indication === 'FAILED' ? [] : (certificate?.missing ?? [])
  return { ...judged, conclusion, certificate, checks, missing: [...judged.missing, ...open] }
}

/** Whether a signature is intact, and with whose key: what can be said of it before anyone is trusted. */
export type JudgedIntegrity = Omit<ValidatedSignature, 'conclusion' | 'certificate'>

/** What the integrity of a signature is judged with. */
export interface IntegrityContext {
  /** Certificates that may be the signer's, beside those that travel with the signature. */
  readonly certificates: Pools<Certificate>
  readonly crypto: Crypto
  readonly budget: Budget
  readonly digests?: TakenDigests
}

/**
 * EN 319 102-1 §5.2.2, §5.2.3 and §5.2.7: the format, the signer's certificate, and the value. Without
 * a certificate §5.2.3 ends it there; we still verify the value with a key that travels bare, because
 * whether a document was changed is known without knowing whose it is. There is no signer then.
 */
export function judgeIntegrity(
  signature: ParsedSignature,
  context: IntegrityContext,
): JudgedIntegrity {
  const { certificates, crypto } = context
  const identified = identifySigningCertificate(signature, certificates, crypto)
  const signer = identified.certificate
  const format = signature.formatChecks
  const key = signer ?? identified.bareKey
  const verified =
    key === null
      ? { checks: [], missing: missingContent(signature) }
      : verifyCryptographically(signature, key, context)
  const integrity = integrityOf(format, verified.checks)
  return {
    signature,
    integrity,
    signer,
    checks: [
      ...format,
      ...(signature.containerChecks ?? []),
      ...identified.checks,
      ...verified.checks,
    ],
    // What is broken, no content mends.
    missing: integrity === 'broken' ? [] : verified.missing,
  }
}

/**
 * The blocks end at the first that did not pass (§5.3.4); we let a definite failure decide before
 * an open question, so that a document known to be changed is never merely INDETERMINATE.
 */
function decide(checks: readonly Check[]): Conclusion {
  const failures = checks.filter(isFailure)
  return conclude(failures.length > 0 ? failures : checks)
}

/** EN 319 102-1 §5.2.6.2: what travels with the signature is used beside what was given. */
function withEmbeddedEvidence(
  context: ValidationContext,
  signature: ParsedSignature,
): ValidationContext {
  const { evidence } = context
  const certificates = [signature.certificates, ...evidence.certificates]
  if (signature.crls.length + signature.ocspResponses.length === 0)
    return { ...context, evidence: { ...evidence, certificates } }
  const crls = [...evidence.crls, readable(signature.crls, embeddedCrls, parseCrl)]
  const embedded = readable(signature.ocspResponses, embeddedResponses, parseOcspResponse)
  const ocspResponses = [...evidence.ocspResponses, embedded]
  return {
    ...context,
    remember: 'no',
    evidence: { ...evidence, certificates, crls, ocspResponses },
  }
}

const embeddedCrls = new WeakMap<readonly Uint8Array[], readonly Crl[]>()
const embeddedResponses = new WeakMap<readonly Uint8Array[], readonly OcspResponse[]>()

/**
 * The readable ones: another is as good as none, and its absence is what the verdict then names.
 * The signatures of one document share them, and they are read once.
 */
function readable<T>(
  ders: readonly Uint8Array[],
  known: WeakMap<readonly Uint8Array[], readonly T[]>,
  parse: (der: Uint8Array) => T,
): readonly T[] {
  const before = known.get(ders)
  if (before !== undefined) return before
  const read = ders.flatMap((der) => readableOrNone(der, parse))
  known.set(ders, read)
  return read
}

/** What is too much to read is not unreadable: it may be the revocation (throws `budget-exceeded`). */
function readableOrNone<T>(der: Uint8Array, parse: (der: Uint8Array) => T): readonly T[] {
  try {
    return [parse(der)]
  } catch (error) {
    if (error instanceof VerifierError && error.code !== 'budget-exceeded') return []
    throw error
  }
}

/** A violation of the format that leaves open what was signed breaks a signature, as a wrong digest does. */
function integrityOf(
  format: readonly Check[],
  verified: readonly Check[],
): ValidatedSignature['integrity'] {
  const indications = [...format.filter(isFailure), ...verified].map(
    (one) => one.conclusion.indication,
  )
  if (indications.includes('FAILED')) return 'broken'
  return verified.length === 0 || indications.includes('INDETERMINATE') ? 'unknown' : 'intact'
}

function isFailure(check: Check): boolean {
  return check.conclusion.indication === 'FAILED'
}

/** The conclusion of a signature as EN 319 102-1 §5.1.3 names it. */
export function totalIndication(
  conclusion: Conclusion,
): 'TOTAL-PASSED' | 'TOTAL-FAILED' | 'INDETERMINATE' {
  return conclusion.indication === 'INDETERMINATE'
    ? 'INDETERMINATE'
    : `TOTAL-${conclusion.indication}`
}
