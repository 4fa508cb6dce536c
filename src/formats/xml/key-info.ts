import type { Budget } from '../../core/budget.ts'
import { fromBase64 } from '../../core/bytes.ts'
import { VerifierError } from '../../core/errors.ts'
import { type Certificate, parseCertificate } from '../../x509/certificate.ts'
import { childElements, textOf, type XmlElement } from './document.ts'
import { ds } from './namespaces.ts'

/** Something that was left out while reading: a stable code, and a sentence for people. */
export interface Warning {
  readonly code: string
  readonly message: string
}

/**
 * The certificates of ds:X509Data (XMLDSig 1.1 §4.5.4). KeyValue is left aside: the key that is
 * used is always that of a certificate that is reported.
 */
export function certificatesIn(
  signature: XmlElement,
  budget: Budget,
  warnings: Warning[],
): readonly Certificate[] {
  const certificates: Certificate[] = []
  for (const keyInfo of childElements(signature, ds, 'KeyInfo')) {
    for (const x509Data of childElements(keyInfo, ds, 'X509Data')) {
      for (const element of childElements(x509Data, ds, 'X509Certificate')) {
        const certificate = readCertificate(element, budget, warnings)
        if (certificate !== null) certificates.push(certificate)
      }
    }
  }
  return certificates
}

function readCertificate(
  element: XmlElement,
  budget: Budget,
  warnings: Warning[],
): Certificate | null {
  const der = fromBase64(textOf(element))
  try {
    if (der !== null) return parseCertificate(der, budget)
    warnings.push({ code: 'certificate-malformed', message: 'X509Certificate: not base64' })
  } catch (cause) {
    if (!(cause instanceof VerifierError) || cause.code !== 'certificate-malformed') throw cause
    warnings.push({ code: cause.code, message: `X509Certificate: ${cause.message}` })
  }
  return null
}
