import type { Budget } from '../core/budget.ts'
import { fromBase64 } from '../core/bytes.ts'
import { VerifierError } from '../core/errors.ts'
import { childElements, type XmlElement } from '../formats/xml/document.ts'
import { type Certificate, parseCertificate } from '../x509/certificate.ts'
import { trimmedText, tsl } from './elements.ts'
import type { DigitalIdentity, Quarantined } from './model.ts'

/** What reading a list shares: its budget, and the entries that were left out. */
export interface Reading {
  readonly budget: Budget
  readonly quarantine: Quarantined[]
}

/** ServiceDigitalIdentity (TS 119 612 §5.5.3); what cannot be read is left out and reported. */
export function readDigitalIdentities(
  holder: XmlElement,
  where: string,
  reading: Reading,
): readonly DigitalIdentity[] {
  return childElements(holder, tsl, 'DigitalId').flatMap((digitalId) =>
    childElements(digitalId).flatMap((element) => {
      const identity = readIdentity(element, where, reading)
      return identity === null ? [] : [identity]
    }),
  )
}

/** A certificate in base64, as every form of list in XML has it; one that cannot be read is left out. */
export function readCertificateElement(
  element: XmlElement,
  where: string,
  reading: Reading,
): Certificate | null {
  const der = fromBase64(trimmedText(element))
  if (der === null) {
    leaveOut(reading, where, 'a certificate that is no base64')
    return null
  }
  try {
    return parseCertificate(der, reading.budget)
  } catch (error) {
    if (!(error instanceof VerifierError) || error.code === 'budget-exceeded') throw error
    leaveOut(reading, where, error.message)
    return null
  }
}

/** The certificates among identities. */
export function certificatesOf(identities: readonly DigitalIdentity[]): readonly Certificate[] {
  return identities.flatMap((each) => (each.kind === 'certificate' ? [each.certificate] : []))
}

function readIdentity(
  element: XmlElement,
  where: string,
  reading: Reading,
): DigitalIdentity | null {
  switch (element.name) {
    case 'X509Certificate': {
      const certificate = readCertificateElement(element, where, reading)
      return certificate === null ? null : { kind: 'certificate', certificate }
    }
    case 'X509SubjectName':
      return { kind: 'subject-name', name: trimmedText(element) }
    case 'X509SKI': {
      const keyIdentifier = fromBase64(trimmedText(element))
      return keyIdentifier === null ? null : { kind: 'subject-key-identifier', keyIdentifier }
    }
    case 'KeyValue':
      // No list seen names a key in XML; a service that is known by nothing else gives no anchor.
      leaveOut(reading, where, 'a ds:KeyValue, which is not read here')
      return null
    default:
      // Other: an identity that is no PKI's, such as a URL (§5.5.3, "otherwise").
      return null
  }
}

function leaveOut(reading: Reading, where: string, reason: string): void {
  reading.quarantine.push({ what: 'certificate', where, reason })
}
