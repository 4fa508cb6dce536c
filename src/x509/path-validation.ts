import { type Check, type Conclusion, conclude, passed, undecided } from '../core/conclusion.ts'
import type { Crypto, Verification } from '../core/crypto.ts'
import { VerifierError } from '../core/errors.ts'
import { formatTime } from '../core/time.ts'
import type { Certificate } from './certificate.ts'
import { basicConstraints, extensionOids, keyUsage } from './extensions.ts'
import { maskedNameText } from './identifiers.ts'
import { sameName } from './names.ts'
import { type CertificatePath, issuerIn } from './path.ts'
import { anyPolicy, type PathPolicy } from './policy-inputs.ts'
import { verifySigned } from './signed.ts'

/** What RFC 5280 §6.1 came to for one path, with every check that led to it. */
export interface PathValidation {
  readonly path: CertificatePath
  readonly conclusion: Conclusion
  readonly checks: readonly Check[]
  /** RFC 5280 §6.1.6. */
  readonly userConstrainedPolicySet: readonly string[]
}

/**
 * RFC 5280 §6.1 without revocation, which EN 319 102-1 §5.2.6 judges by itself. Name constraints
 * and policies are not processed yet: a path that depends on them is INDETERMINATE, never passed.
 */
export function validatePath(
  path: CertificatePath,
  context: { readonly at: Date; readonly policy: PathPolicy; readonly crypto: Crypto },
): PathValidation {
  const checks = [
    ...(path.certificates.length === 0 ? [checkValidity(path.anchor.certificate, context.at)] : []),
    ...path.certificates.flatMap((certificate, i) => [
      checkWellFormed(certificate),
      checkPublicKey(certificate, context.crypto),
      checkSignature(certificate, issuerIn(path, i), context.crypto),
      checkNameChaining(certificate, issuerIn(path, i)),
      checkValidity(certificate, context.at),
      checkCriticalExtensions(certificate),
    ]),
    ...path.certificates.slice(1).flatMap((certificate, i) => checkAuthority(certificate, path, i)),
    ...checkAnchor(path),
    checkUnprocessedInputs(path, context.policy),
  ]
  const conclusion = conclude(checks)
  // Without policy processing the set is only known where nothing was asked of it (§6.1.6).
  return { path, conclusion, checks, userConstrainedPolicySet: [] }
}

const chainFailure = 'CERTIFICATE_CHAIN_GENERAL_FAILURE'

/** RFC 5280 §4.1 and §4.2; departures are named when the certificate is read, and refused here. */
function checkWellFormed(certificate: Certificate): Check {
  // X.690 §11.5 forbids to encode a default, but issuers of every state do and its meaning is plain.
  const serious = certificate.departures.filter((one) => one !== 'default-value-encoded')
  return {
    id: 'certificate-encoding',
    rule: 'RFC 5280 §4.1',
    conclusion:
      serious.length === 0
        ? passed
        : undecided(
            chainFailure,
            `${about(certificate)} departs from the standard: ${serious.join(', ')}`,
          ),
  }
}

/** RFC 5280 §4.1.2.7 and §6.1.5 (c): a path leads to a key that can be used. */
function checkPublicKey(certificate: Certificate, crypto: Crypto): Check {
  const problem = crypto.keyProblem(certificate.spki)
  const reason = problem?.because === 'unsupported' ? 'CRYPTO_UNSUPPORTED' : 'KEY_MALFORMED'
  return {
    id: 'public-key',
    rule: 'RFC 5280 §4.1.2.7',
    conclusion:
      problem === null
        ? passed
        : undecided(chainFailure, `the key of ${about(certificate)}: ${problem.detail}`, reason),
  }
}

/** RFC 5280 §6.1.3 (a)(1). */
function checkSignature(certificate: Certificate, issuer: Certificate, crypto: Crypto): Check {
  return {
    id: 'certificate-signature',
    rule: 'RFC 5280 §6.1.3 (a)(1)',
    conclusion: signatureConclusion(certificate, verifySigned(certificate, issuer.spki, crypto)),
  }
}

function signatureConclusion(certificate: Certificate, result: Verification): Conclusion {
  switch (result.outcome) {
    case 'valid':
      return passed
    case 'invalid':
      return undecided(chainFailure, `${about(certificate)} is not signed by its issuer's key`)
    case 'unsupported': {
      const detail = `the signature of ${about(certificate)} cannot be computed here: ${result.detail}`
      return undecided(chainFailure, detail, 'CRYPTO_UNSUPPORTED')
    }
  }
}

/** RFC 5280 §6.1.3 (a)(4). */
function checkNameChaining(certificate: Certificate, issuer: Certificate): Check {
  return {
    id: 'name-chaining',
    rule: 'RFC 5280 §6.1.3 (a)(4)',
    conclusion: sameName(certificate.issuer, issuer.subject)
      ? passed
      : undecided(chainFailure, `the issuer of ${about(certificate)} is not the subject above it`),
  }
}

/** RFC 5280 §4.1.2.5 and §6.1.3 (a)(2). Both ends are inclusive. */
function checkValidity(certificate: Certificate, at: Date): Check {
  const inside = certificate.notBefore <= at && at <= certificate.notAfter
  return {
    id: 'certificate-validity',
    rule: 'RFC 5280 §6.1.3 (a)(2)',
    conclusion: inside ? passed : undecided('OUT_OF_BOUNDS_NO_POE', outOfBounds(certificate, at)),
  }
}

function outOfBounds(certificate: Certificate, at: Date): string {
  const [from, to, when] = [certificate.notBefore, certificate.notAfter, at].map(formatTime)
  return `${about(certificate)} is valid from ${from} to ${to}, not at ${when}`
}

/** Extensions that are processed somewhere here; any other that is critical stops the path. */
const processed: ReadonlySet<string> = new Set([
  extensionOids.basicConstraints,
  extensionOids.keyUsage,
  extensionOids.extendedKeyUsage,
  extensionOids.certificatePolicies,
  extensionOids.subjectAltName,
  extensionOids.subjectKeyIdentifier,
  extensionOids.authorityKeyIdentifier,
  extensionOids.crlDistributionPoints,
  extensionOids.qcStatements,
])

/** RFC 5280 §6.1.4 (o) and §6.1.5 (f). */
function checkCriticalExtensions(certificate: Certificate): Check {
  const unknown = certificate.extensions.filter((one) => one.critical && !processed.has(one.oid))
  return {
    id: 'critical-extensions',
    rule: 'RFC 5280 §6.1.4 (o)',
    conclusion:
      unknown.length === 0
        ? passed
        : undecided(
            chainFailure,
            `${about(certificate)} has critical extensions that are not processed: ${unknown
              .slice(0, 10)
              .map((one) => one.oid)
              .join(', ')}`,
          ),
  }
}

/** What makes the certificate at `index + 1` an authority over those below it. */
function checkAuthority(
  certificate: Certificate,
  path: CertificatePath,
  index: number,
): readonly Check[] {
  return [
    fromExtension('basic-constraints', 'RFC 5280 §6.1.4 (k)', certificate, () =>
      basicConstraints(certificate)?.ca === 'yes' ? null : 'is no CA certificate',
    ),
    fromExtension('path-length', 'RFC 5280 §6.1.4 (l)–(m)', certificate, () =>
      pathLengthProblem(certificate, path.certificates.slice(1, index + 1)),
    ),
    fromExtension('key-usage', 'RFC 5280 §6.1.4 (n)', certificate, () =>
      keyUsage(certificate)?.has('keyCertSign') === false ? 'may not sign certificates' : null,
    ),
  ]
}

/** Self-issued certificates do not count (§6.1.4 (l)). */
function pathLengthProblem(certificate: Certificate, below: readonly Certificate[]): string | null {
  const limit = basicConstraints(certificate)?.pathLength ?? null
  const counted = below.filter((one) => !sameName(one.issuer, one.subject)).length
  return limit !== null && counted > limit ? `allows ${limit} CAs below it, not ${counted}` : null
}

/**
 * RFC 5280 §6.1.1 (d) takes from an anchor its name and key alone. We also refuse one that says of
 * itself that it is no CA, or how many CAs may follow, as RFC 5937 §3 has it: a listed end-entity
 * certificate must not become an authority.
 */
function checkAnchor(path: CertificatePath): readonly Check[] {
  const { certificate } = path.anchor
  if (path.certificates.length === 0) return []
  return [
    fromExtension('anchor-basic-constraints', 'RFC 5937 §3', certificate, () => {
      const constraints = basicConstraints(certificate)
      const usage = keyUsage(certificate)
      if (constraints?.ca === 'no') return 'says that it is no CA'
      if (constraints === null && certificate.version === 3) return 'does not say that it is a CA'
      if (usage?.has('keyCertSign') === false) return 'may not sign certificates'
      return pathLengthProblem(certificate, path.certificates.slice(1))
    }),
  ]
}

/** RFC 5280 §6.1.4 (a)–(j): what would have to be processed, and is not yet. */
function checkUnprocessedInputs(path: CertificatePath, policy: PathPolicy): Check {
  const wanted: string[] = []
  if (policy.requireExplicitPolicy === 'yes') wanted.push('an explicit policy')
  if (!policy.initialPolicySet.includes(anyPolicy)) wanted.push('a set of policies')
  const oids: readonly string[] = [extensionOids.nameConstraints, extensionOids.policyConstraints]
  for (const certificate of [...path.certificates.slice(1), path.anchor.certificate]) {
    const names = certificate.extensions.filter((one) => oids.includes(one.oid))
    if (names.length > 0) wanted.push(`constraints of ${about(certificate)}`)
  }
  return {
    id: 'policies-and-name-constraints',
    rule: 'RFC 5280 §6.1.4 (a)–(j)',
    conclusion:
      wanted.length === 0
        ? passed
        : undecided('CHAIN_CONSTRAINTS_FAILURE', `not processed yet: ${wanted.join('; ')}`),
  }
}

/** A check on an extension; one that cannot be read passes nothing. */
function fromExtension(
  id: string,
  rule: string,
  certificate: Certificate,
  problem: () => string | null,
): Check {
  const found = readableProblem(problem)
  return {
    id,
    rule,
    conclusion: found === null ? passed : undecided(chainFailure, `${about(certificate)} ${found}`),
  }
}

function readableProblem(problem: () => string | null): string | null {
  try {
    return problem()
  } catch (error) {
    if (error instanceof VerifierError)
      return `has an extension that cannot be read (${error.message})`
    throw error
  }
}

function about(certificate: Certificate): string {
  return `"${maskedNameText(certificate.subject)}"`
}
