import { fromBase64 } from '../../../core/bytes.ts'
import { parseIssuerSerial } from '../../../x509/issuer-serial.ts'
import type { SigningCertificateReference } from '../../format.ts'
import { digestAlgorithmOf } from '../algorithms.ts'
import { attribute, child, textOf, type XmlElement } from '../document.ts'
import { ds } from '../namespaces.ts'
import { base64In } from '../signed-info.ts'
import { dsChild, propertiesIn, propertyIn } from './namespaces.ts'

/** The references of SigningCertificateV2 and SigningCertificate, and what could not be read of them. */
export interface SigningCertificates {
  readonly references: readonly SigningCertificateReference[]
  readonly problems: readonly string[]
}

/** EN 319 132-1 §5.2.2 and annex D: the first reference is that of the signing certificate. */
export function readSigningCertificates(signatureProperties: XmlElement): SigningCertificates {
  const references: SigningCertificateReference[] = []
  const problems: string[] = []
  for (const name of ['SigningCertificateV2', 'SigningCertificate']) {
    const versions = propertiesIn(signatureProperties, name)
    if (versions.length > 1) problems.push(`several ${name}`)
    for (const cert of versions.flatMap((one) => propertiesIn(one, 'Cert'))) {
      const reference = readCert(cert)
      if (reference === null) problems.push(`${name} that cannot be read`)
      else references.push(reference)
    }
  }
  // The first that is left might not be the signer's.
  return { references: problems.length > 0 ? [] : references, problems }
}

/** Issuer and serial number are a hint (EN 319 132-1 §5.2.2): unreadable, they are as good as absent. */
function readCert(cert: XmlElement): SigningCertificateReference | null {
  const digested = readDigest(propertyIn(cert, 'CertDigest'))
  if (digested === null) return null
  const v1 = propertyIn(cert, 'IssuerSerial')
  const v2 = propertyIn(cert, 'IssuerSerialV2')
  const issuerSerial =
    v1 !== null ? readIssuerSerial(v1) : v2 !== null ? readIssuerSerialV2(v2) : null
  return { ...digested, issuerSerial }
}

/** DigestAlgAndValueType (EN 319 132-1 §5.2.2), or null where it cannot be read. */
export function readDigest(
  element: XmlElement | null,
): Pick<SigningCertificateReference, 'digestAlgorithm' | 'digest'> | null {
  const method = dsChild(element, 'DigestMethod')
  const value = dsChild(element, 'DigestValue')
  const digest = value === null ? null : base64In(value)
  if (method === null || digest === null || digest.length === 0) return null
  return { digestAlgorithm: digestAlgorithmOf(attribute(method, 'Algorithm') ?? ''), digest }
}

/** X509IssuerSerialType (XMLDSig 1.1 §4.5.4.1): a name as text, which is not compared, and a decimal number. */
function readIssuerSerial(element: XmlElement): SigningCertificateReference['issuerSerial'] {
  const number = child(element, ds, 'X509SerialNumber')
  // RFC 5280 §4.1.2.2: at most 20 octets, which are 49 decimal digits; some have a few more.
  const digits = number === null ? null : /^\s*(\d{1,80})\s*$/.exec(textOf(number))?.[1]
  return digits ? { issuer: null, serial: twosComplement(BigInt(digits)) } : null
}

/** EN 319 132-1 §5.2.2: base64 of the IssuerSerial of RFC 5035 §4. */
function readIssuerSerialV2(element: XmlElement): SigningCertificateReference['issuerSerial'] {
  const bytes = fromBase64(textOf(element))
  return bytes === null ? null : parseIssuerSerial(bytes)
}

/** Content octets of a non-negative INTEGER (X.690 §8.3). */
function twosComplement(value: bigint): Uint8Array {
  const hex = value.toString(16)
  const even = hex.length % 2 === 0 ? hex : `0${hex}`
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex')
}
