import { type Check, type Conclusion, passed, undecided } from '../core/conclusion.ts'
import { readOrNull } from '../core/errors.ts'
import { formatTime } from '../core/time.ts'
import type { Certificate } from '../x509/certificate.ts'
import { crlStatus } from '../x509/crl-status.ts'
import { crlDistributionUris } from '../x509/extensions.ts'
import { maskedNameText } from '../x509/identifiers.ts'
import { type CertificatePath, issuerIn } from '../x509/path.ts'
import type { RevocationContext, RevocationStatus } from '../x509/revocation-status.ts'
import { weakDigest } from './algorithm-reliability.ts'
import type { MissingEvidence, ValidationContext } from './evidence.ts'
import type { Policy } from './policy.ts'

/** What came of looking for the revocation of one certificate, and what would have helped. */
export interface RevocationCheck {
  readonly check: Check
  readonly missing: readonly MissingEvidence[]
}

/** EN 319 102-1 §5.2.6.4: revocation of the certificate at `index`, below the anchor. */
export function checkRevocation(
  path: CertificatePath,
  index: number,
  { evidence, policy, crypto, budget }: ValidationContext,
): RevocationCheck {
  const certificate = path.certificates[index] as Certificate
  if (policy.revocation === 'none') return { check: checkOf(passed), missing: [] }
  const context: RevocationContext = {
    at: evidence.at,
    crypto,
    budget,
    issuer: issuerIn(path, index),
    anchor: path.anchor,
    certificates: evidence.certificates,
    signerProblem: () => 'signers of revocation data beside the issuer are not judged yet',
  }
  const status = crlStatus(certificate, evidence.crls, context)
  const conclusion = conclusionOf(status, certificate, index, policy, evidence.at)
  const open = conclusion.indication === 'INDETERMINATE' && conclusion.because === 'TRY_LATER'
  return { check: checkOf(conclusion), missing: open ? [missingCrl(certificate)] : [] }
}

function checkOf(conclusion: Conclusion): Check {
  return { id: 'certificate-not-revoked', rule: 'EN 319 102-1 §5.2.6.4', conclusion }
}

function conclusionOf(
  status: RevocationStatus,
  certificate: Certificate,
  index: number,
  policy: Policy,
  at: Date,
): Conclusion {
  const subject = `"${maskedNameText(certificate.subject)}"`
  switch (status.status) {
    case 'good': {
      const weak = status.source.signatures.map(({ signed }) => weakDigest(signed, policy, at))
      const digest = weak.find((one) => one !== null) ?? null
      if (digest === null) return passed
      const detail = `the CRL of ${formatTime(status.source.thisUpdate)} is signed with ${digest}, which is not relied upon`
      return undecided('CRYPTO_CONSTRAINTS_FAILURE_NO_POE', detail, 'ALGORITHM_NOT_RELIABLE')
    }
    case 'on-hold':
      return undecided('TRY_LATER', `${subject} is on hold since ${formatTime(status.revokedAt)}`)
    case 'revoked': {
      const because = index === 0 ? 'REVOKED_NO_POE' : 'REVOKED_CA_NO_POE'
      return undecided(
        because,
        `${subject} was revoked on ${formatTime(status.revokedAt)} (${status.reason})`,
      )
    }
    case 'unknown': {
      const none = status.rejected.length === 0
      if (policy.revocation === 'when-available' && none) return passed
      const why = none ? 'none is at hand' : status.rejected.join('; ')
      const detail = `no usable revocation data for ${subject}: ${why}`
      return undecided('TRY_LATER', detail, 'NO_REVOCATION_DATA')
    }
  }
}

function missingCrl(certificate: Certificate): MissingEvidence {
  return {
    kind: 'crl',
    for: maskedNameText(certificate.issuer),
    uris: readOrNull(() => crlDistributionUris(certificate)) ?? [],
  }
}
