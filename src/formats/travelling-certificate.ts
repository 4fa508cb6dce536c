import type { Budget } from '../core/budget.ts'
import { VerifierError } from '../core/errors.ts'
import { type Certificate, parseTravellingCertificate } from '../x509/certificate.ts'

/**
 * A certificate that travels with a signature, or null where it cannot be read, which is warned of;
 * throws `budget-exceeded`.
 */
export function readTravellingCertificate(
  der: Uint8Array,
  budget: Budget,
  warn: (code: string, message: string) => void,
): Certificate | null {
  try {
    return parseTravellingCertificate(der, budget)
  } catch (cause) {
    if (!(cause instanceof VerifierError) || cause.code === 'budget-exceeded') throw cause
    warn('certificate-unreadable', `a certificate is left out: ${cause.message}`)
    return null
  }
}
