import 'reflect-metadata'
import * as x509 from '@peculiar/x509'
import { bufferOf } from './der.ts'

/** What lists repeat of a certificate. */
export interface CertificateFacts {
  readonly subject: Uint8Array
  readonly issuer: Uint8Array
  /** RFC 4514 §2.1: the most specific attribute first. */
  readonly subjectText: string
  readonly issuerText: string
  readonly serial: string
  readonly keyIdentifier: Uint8Array
  readonly from: Date
  readonly to: Date
}

export function factsOf(certificate: Uint8Array): CertificateFacts {
  const parsed = new x509.X509Certificate(bufferOf(certificate))
  const identifier = parsed.getExtension(x509.SubjectKeyIdentifierExtension)
  if (identifier === null) throw new Error(`${parsed.subject} has no subject key identifier`)
  return {
    subject: new Uint8Array(parsed.subjectName.toArrayBuffer()),
    issuer: new Uint8Array(parsed.issuerName.toArrayBuffer()),
    subjectText: rfc4514(parsed.subjectName),
    issuerText: rfc4514(parsed.issuerName),
    serial: parsed.serialNumber,
    keyIdentifier: Buffer.from(identifier.keyId, 'hex'),
    from: parsed.notBefore,
    to: parsed.notAfter,
  }
}

function rfc4514(name: x509.Name): string {
  return name
    .toJSON()
    .flatMap((attributes) => Object.entries(attributes))
    .reverse()
    .map(([type, values]) => `${type}=${values.join('+')}`)
    .join(',')
}
