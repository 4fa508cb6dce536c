import { readOrNull } from '../core/errors.ts'
import type { Certificate } from '../x509/certificate.ts'
import { authorityInformationUris, crlDistributionUris } from '../x509/extensions.ts'
import { maskedNameText } from '../x509/identifiers.ts'
import type { MissingEvidence } from './evidence.ts'

/** The certificate above, and where its issuer says that it lies (RFC 5280 §4.2.2.1). */
export function missingIssuer(certificate: Certificate): MissingEvidence {
  return {
    kind: 'certificate',
    for: maskedNameText(certificate.issuer),
    uris: readOrNull(() => authorityInformationUris(certificate, 'ca-issuers')) ?? [],
  }
}

/** What would tell the status of a certificate: its issuer's CRL. */
export function missingRevocationData(certificate: Certificate): readonly MissingEvidence[] {
  return [
    {
      kind: 'crl',
      for: maskedNameText(certificate.issuer),
      uris: readOrNull(() => crlDistributionUris(certificate)) ?? [],
    },
  ]
}
