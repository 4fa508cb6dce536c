import type { Crypto } from '../core/crypto.ts'
import { readOrNull } from '../core/errors.ts'
import type { Certificate } from '../x509/certificate.ts'
import { authorityInformationUris, crlDistributionUris } from '../x509/extensions.ts'
import { maskedNameText } from '../x509/identifiers.ts'
import { ocspRequest } from '../x509/ocsp/request.ts'
import type { MissingEvidence } from './evidence.ts'

/** The certificate above, and where its issuer says that it lies (RFC 5280 §4.2.2.1). */
export function missingIssuer(certificate: Certificate): MissingEvidence {
  return {
    kind: 'certificate',
    for: maskedNameText(certificate.issuer),
    uris: readOrNull(() => authorityInformationUris(certificate, 'ca-issuers')) ?? [],
  }
}

/**
 * What would tell the status of a certificate: an OCSP response, or its issuer's CRL, where the
 * issuer says that they lie; without any such address, a CRL from wherever there is one.
 */
export function missingRevocationData(
  certificate: Certificate,
  issuer: Certificate,
  crypto: Crypto,
): readonly MissingEvidence[] {
  const responders = readOrNull(() => authorityInformationUris(certificate, 'ocsp')) ?? []
  const request = readOrNull(() => ocspRequest(certificate, issuer, crypto))
  const crl = readOrNull(() => crlDistributionUris(certificate)) ?? []
  const missing: MissingEvidence[] = []
  if (responders.length > 0 && request !== null) {
    const subject = maskedNameText(certificate.subject)
    missing.push({ kind: 'ocsp', for: subject, uris: responders, request })
  }
  if (crl.length > 0 || missing.length === 0) {
    missing.push({ kind: 'crl', for: maskedNameText(certificate.issuer), uris: crl })
  }
  return missing
}
