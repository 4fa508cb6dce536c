import type { Budget } from '../../core/budget.ts'
import { tags } from '../../core/der.ts'
import type { Certificate } from '../../x509/certificate.ts'
import { readTravellingCertificate } from '../travelling-certificate.ts'

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
    return readTravellingCertificate(choice, budget, warn) ?? []
  })
}
