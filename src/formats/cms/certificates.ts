import type { Budget } from '../../core/budget.ts'
import { tags } from '../../core/der.ts'
import { VerifierError } from '../../core/errors.ts'
import { type Certificate, parseTravellingCertificate } from '../../x509/certificate.ts'

/**
 * CertificateChoices (RFC 5652 §10.2.2): certificates are read, the obsolete and other kinds left
 * aside, and what cannot be read is warned of. Throws `budget-exceeded`.
 */
export function readCertificates(
  choices: readonly Uint8Array[],
  budget: Budget,
  warn: (code: string, message: string) => void,
): readonly Certificate[] {
  return choices.flatMap((choice) => {
    if (choice[0] !== tags.sequence) return []
    try {
      return [parseTravellingCertificate(choice, budget)]
    } catch (cause) {
      if (!(cause instanceof VerifierError) || cause.code === 'budget-exceeded') throw cause
      warn('certificate-unreadable', `a certificate is left out: ${cause.message}`)
      return []
    }
  })
}
