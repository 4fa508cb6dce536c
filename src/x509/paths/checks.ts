import { type Check, ruleOf } from '../../core/conclusion.ts'
import type { Crypto } from '../../core/crypto.ts'
import { VerifierError } from '../../core/errors.ts'
import { formatTime } from '../../core/time.ts'
import type { Certificate, Departure } from '../certificate.ts'
import { type PathRole, profileProblems } from '../certificate-profile.ts'
import { basicConstraints, keyUsage, processedExtensions } from '../extensions.ts'
import { quotedSubject } from '../identifiers.ts'
import { type Purpose, purposeProblem } from '../key-purposes.ts'
import { sameName } from '../names.ts'
import { verifySigned } from '../signed.ts'
import type { PathInputs } from './inputs.ts'
import type { TrustAnchor } from './path.ts'

/** RFC 5280 §6.1.3 (a) and §6.1.4 (o): what is asked of every certificate. */
export function checkAsCertificate(
  certificate: Certificate,
  issuer: Certificate,
  { at, crypto }: PathInputs,
  place: 'target' | 'authority',
): readonly Check[] {
  return [
    checkPublicKey(certificate, crypto),
    checkSignature(certificate, issuer.spki, crypto),
    checkNameChaining(certificate, issuer),
    checkWellFormed(certificate),
    checkProfile(certificate, place),
    checkValidity(certificate, at),
    checkCriticalExtensions(certificate),
  ]
}

const chainFailure = 'CERTIFICATE_CHAIN_GENERAL_FAILURE'

const encoding = ruleOf('certificate-encoding', 'RFC 5280 §4.1')

/** RFC 5280 §4.1 and §4.2; departures are named when the certificate is read, and refused here. */
function checkWellFormed(certificate: Certificate): Check {
  if (certificate.departures.length === 0) return encoding.passed
  const serious = new Set(certificate.departures.filter((one) => !harmless.has(one)))
  if (serious.size === 0) return encoding.passed
  const detail = `${quotedSubject(certificate)} departs from the standard: ${[...serious].join(', ')}`
  return encoding.undecided(chainFailure, detail)
}

const profile = ruleOf('certificate-profile', 'RFC 5280 §4')

/** RFC 5280 §4: what no certificate of a real trust list breaks, and what is therefore refused. */
function checkProfile(certificate: Certificate, role: PathRole): Check {
  const [problem] = profileProblems(certificate, role)
  if (problem === undefined) return profile.passed
  const check = profile.undecided(chainFailure, `${quotedSubject(certificate)}: ${problem.detail}`)
  return { ...check, rule: problem.rule }
}

/**
 * X.690 §11.5 forbids to encode a default, but issuers of every state do and its meaning is plain.
 * RFC 5280 §4.1.2.8 forbids unique identifiers, and asks of applications that they read them; in
 * version 1 there is no place for them.
 */
const harmless: ReadonlySet<Departure> = new Set(['default-value-encoded', 'unique-identifier'])

const publicKey = ruleOf('public-key', 'RFC 5280 §4.1.2.7')

/** RFC 5280 §4.1.2.7 and §6.1.5 (c): a path leads to a key that can be used. */
function checkPublicKey(certificate: Certificate, crypto: Crypto): Check {
  const problem = crypto.keyProblem(certificate.spki)
  if (problem === null) return publicKey.passed
  const detail = `the key of ${quotedSubject(certificate)}: ${problem.detail}`
  return publicKey.undecided(chainFailure, detail, keyReasons[problem.because])
}

const keyReasons = {
  malformed: 'KEY_MALFORMED',
  unsupported: 'CRYPTO_UNSUPPORTED',
  'parameters-missing': 'KEY_MALFORMED',
} as const

const signature = ruleOf('certificate-signature', 'RFC 5280 §6.1.3 (a)(1)')

/** RFC 5280 §6.1.3 (a)(1). */
function checkSignature(certificate: Certificate, spki: Uint8Array, crypto: Crypto): Check {
  const result = verifySigned(certificate, spki, crypto)
  switch (result.outcome) {
    case 'valid':
      return signature.passed
    case 'invalid': {
      const detail = `${quotedSubject(certificate)} is not signed by its issuer's key`
      return signature.undecided(chainFailure, detail)
    }
    case 'unsupported': {
      const detail = `the signature of ${quotedSubject(certificate)} cannot be computed here: ${result.detail}`
      return signature.undecided(chainFailure, detail, 'CRYPTO_UNSUPPORTED')
    }
  }
}

const nameChaining = ruleOf('name-chaining', 'RFC 5280 §6.1.3 (a)(4)')

/** RFC 5280 §6.1.3 (a)(4). */
function checkNameChaining(certificate: Certificate, issuer: Certificate): Check {
  if (sameName(certificate.issuer, issuer.subject)) return nameChaining.passed
  const detail = `the issuer of ${quotedSubject(certificate)} is not the subject above it`
  return nameChaining.undecided(chainFailure, detail)
}

const validity = ruleOf('certificate-validity', 'RFC 5280 §6.1.3 (a)(2)')

/**
 * RFC 5280 §4.1.2.5 and §6.1.3 (a)(2). Both ends are inclusive, and times are whole seconds: the last
 * one counts to its end.
 */
function checkValidity(certificate: Certificate, at: Date): Check {
  const ended = certificate.notAfter.getTime() + 1_000
  if (certificate.notBefore <= at && at.getTime() < ended) return validity.passed
  const [from, to, when] = [certificate.notBefore, certificate.notAfter, at].map(formatTime)
  const detail = `${quotedSubject(certificate)} is valid from ${from} to ${to}, not at ${when}`
  return validity.undecided('OUT_OF_BOUNDS_NO_POE', detail)
}

const criticalExtensions = ruleOf('critical-extensions', 'RFC 5280 §6.1.4 (o)')

/** RFC 5280 §6.1.4 (o) and §6.1.5 (f). */
function checkCriticalExtensions(certificate: Certificate): Check {
  const unknown = certificate.extensions.filter(
    (one) => one.critical && !processedExtensions.has(one.oid),
  )
  if (unknown.length === 0) return criticalExtensions.passed
  const oids = unknown.slice(0, 10).map((one) => one.oid)
  const detail = `${quotedSubject(certificate)} has critical extensions that are not processed: ${oids.join(', ')}`
  return criticalExtensions.undecided(chainFailure, detail)
}

const basic = ruleOf('basic-constraints', 'RFC 5280 §6.1.4 (k)')
const pathLength = ruleOf('path-length', 'RFC 5280 §6.1.4 (l), (m)')
const usage = ruleOf('key-usage', 'RFC 5280 §6.1.4 (n)')

/**
 * What makes a certificate an authority over those below it; `left` is max_path_length after it was
 * counted, below zero where it has no place any more.
 */
export function checkAsAuthority(certificate: Certificate, left: number): readonly Check[] {
  const ca = readable(() => basicConstraints(certificate)?.ca === 'yes' || 'is no CA certificate')
  const signs = readable(
    () => keyUsage(certificate)?.has('keyCertSign') !== false || 'may not sign certificates',
  )
  return [
    ca === true
      ? basic.passed
      : basic.undecided(chainFailure, `${quotedSubject(certificate)} ${ca}`),
    left >= 0
      ? pathLength.passed
      : pathLength.undecided(
          chainFailure,
          `${quotedSubject(certificate)} is one CA more than those above it allow`,
        ),
    signs === true
      ? usage.passed
      : usage.undecided(chainFailure, `${quotedSubject(certificate)} ${signs}`),
  ]
}

/** The answer, or that the extension it is read from cannot be read: such a one passes nothing. */
function readable(read: () => true | string): true | string {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof VerifierError)) throw error
    return `has an extension that cannot be read (${error.message})`
  }
}

const keyPurpose = ruleOf('key-purpose', 'RFC 5280 §4.2.1.12')

/** What the key is for, where the request says what it is to serve for. */
export function checkPurpose(
  certificate: Certificate,
  purpose: Purpose,
  place: 'target' | 'authority',
): Check {
  const problem = purposeProblem(certificate, purpose, place)
  if (problem === null) return keyPurpose.passed
  const detail = `${quotedSubject(certificate)}: ${problem.detail}`
  const check = keyPurpose.undecided('CHAIN_CONSTRAINTS_FAILURE', detail)
  return { ...check, rule: problem.rule }
}

const anchorConstraints = ruleOf('anchor-basic-constraints', 'RFC 5937 §3')
const sunset = ruleOf('anchor-sunset', 'EN 319 102-1 §5.2.6.4')

/**
 * RFC 5280 §6.1.1 (d) takes from an anchor its name and key alone. We also refuse one that says of
 * itself that it is no CA (RFC 5937 §3): a listed end-entity certificate must not become an
 * authority. One that is itself the target is judged as any other, but for its signature.
 */
export function checkAnchor(
  { certificate, sunset: end = null }: TrustAnchor,
  { at, crypto, anchorSunset }: PathInputs,
  place: 'target' | 'authority',
): readonly Check[] {
  const past = anchorSunset === 'apply' && end !== null && at >= end
  const detail = `${quotedSubject(certificate)} was a trust anchor until ${end === null ? '' : formatTime(end)}`
  const current = past
    ? sunset.undecided('NO_CERTIFICATE_CHAIN_FOUND_NO_POE', detail)
    : sunset.passed
  if (place === 'authority')
    return [checkAnchorIsAuthority(certificate), checkProfile(certificate, 'anchor'), current]
  return [
    checkWellFormed(certificate),
    checkProfile(certificate, 'target'),
    checkPublicKey(certificate, crypto),
    checkValidity(certificate, at),
    checkCriticalExtensions(certificate),
    current,
  ]
}

function checkAnchorIsAuthority(certificate: Certificate): Check {
  const fits = readable(() => {
    const constraints = basicConstraints(certificate)
    if (constraints?.ca === 'no') return 'says that it is no CA'
    if (constraints === null && certificate.version === 3) return 'does not say that it is a CA'
    return keyUsage(certificate)?.has('keyCertSign') !== false || 'may not sign certificates'
  })
  return fits === true
    ? anchorConstraints.passed
    : anchorConstraints.undecided(chainFailure, `${quotedSubject(certificate)} ${fits}`)
}
