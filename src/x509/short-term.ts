import { type Certificate, findExtension } from './certificate.ts'
import { extensionOids } from './extensions.ts'

/**
 * The maximum time to process a request for revocation: 24 hours from its receipt to the status being
 * available (EN 319 411-1 REV-6.2.4-03A; Regulation (EU) 910/2014 article 24 (3) sets the same).
 */
const mostUntilRevoked = 24 * 3_600_000

/**
 * EN 319 412-1 §5.2: a certificate that says that its validity is assured, because it is shorter than
 * the maximum time to process a request for revocation. The clause leaves that time to the practice
 * statement, which nobody here reads: one that lasts longer than any of them may take is not believed.
 */
export function isShortTerm(certificate: Certificate): boolean {
  return (
    findExtension(certificate, extensionOids.validityAssuredShortTerm) !== null &&
    certificate.notAfter.getTime() - certificate.notBefore.getTime() < mostUntilRevoked
  )
}
