import { fromBase64 } from '../../core/bytes.ts'
import { contextTag, DerReader, encodedBytes, tags } from '../../core/der.ts'
import { integerBytes } from '../../core/der-values.ts'
import { readOrNull } from '../../core/errors.ts'
import { parseTime } from '../../core/time.ts'
import type { SigningCertificateReference } from '../format.ts'
import { digestAlgorithmOf } from './algorithms.ts'
import { attribute, child, childElements, textOf, type XmlElement } from './document.ts'
import { ds, signedPropertiesType, xades } from './namespaces.ts'
import type { XmlReference } from './signature.ts'
import { base64In, type SignedInfo } from './signed-info.ts'

/** What EN 319 132-1 §5.2 has the signer sign about the signature itself. */
export interface SignedProperties {
  readonly claimedTime: Date | null
  readonly signingCertificate: readonly SigningCertificateReference[]
  /** Clauses that are not kept, each with what is wrong. */
  readonly problems: readonly string[]
}

/**
 * The signed properties of a signature, read only where a reference of their Type covers them
 * (EN 319 132-1 §4.4.2); whatever is not covered is a problem, and says nothing.
 */
export function coveredProperties(
  found: XmlElement | null | 'several',
  { references }: SignedInfo,
  dereferenced: readonly XmlReference[],
): SignedProperties {
  if (found === null) return nothingSigned()
  if (found === 'several') return nothingSigned('several SignedProperties')
  const covered = references.some(({ type }, index) => {
    const covers = dereferenced[index]?.covers
    return type === signedPropertiesType && covers?.of === 'element' && covers.element === found
  })
  return covered
    ? readSignedProperties(found)
    : nothingSigned('SignedProperties that no reference of their type covers')
}

function nothingSigned(...problems: readonly string[]): SignedProperties {
  return { claimedTime: null, signingCertificate: [], problems }
}

/**
 * The one xades:SignedProperties of a signature (EN 319 132-1 §4.3), null where there is none, or
 * "several". QualifyingProperties that target another signature are not this one's (§4.3.1).
 */
export function signedPropertiesOf(signature: XmlElement): XmlElement | null | 'several' {
  const id = attribute(signature, 'Id')
  const found: XmlElement[] = []
  for (const object of childElements(signature, ds, 'Object')) {
    for (const qualifying of childElements(object, xades, 'QualifyingProperties')) {
      if (id === null || attribute(qualifying, 'Target') !== `#${id}`) continue
      found.push(...childElements(qualifying, xades, 'SignedProperties'))
    }
  }
  return found.length > 1 ? 'several' : (found[0] ?? null)
}

/** SigningTime (§5.2.1) and SigningCertificate in both versions (§5.2.2, annex D). */
function readSignedProperties(element: XmlElement): SignedProperties {
  const properties = child(element, xades, 'SignedSignatureProperties')
  if (properties === null) return nothingSigned()
  const problems: string[] = []
  const time = child(properties, xades, 'SigningTime')
  const claimedTime = time === null ? null : readTime(textOf(time))
  if (time !== null && claimedTime === null) problems.push('SigningTime that is not a time')
  const signingCertificate: SigningCertificateReference[] = []
  for (const name of ['SigningCertificateV2', 'SigningCertificate']) {
    const version = child(properties, xades, name)
    for (const cert of version === null ? [] : childElements(version, xades, 'Cert')) {
      const reference = readCert(cert)
      if (reference === null) problems.push(`${name} that cannot be read`)
      else signingCertificate.push(reference)
    }
  }
  return { claimedTime, signingCertificate, problems }
}

function readCert(cert: XmlElement): SigningCertificateReference | null {
  const certDigest = child(cert, xades, 'CertDigest')
  const method = certDigest === null ? null : child(certDigest, ds, 'DigestMethod')
  const value = certDigest === null ? null : child(certDigest, ds, 'DigestValue')
  const digest = value === null ? null : base64In(value)
  if (method === null || digest === null) return null
  const v1 = child(cert, xades, 'IssuerSerial')
  const v2 = child(cert, xades, 'IssuerSerialV2')
  const issuerSerial =
    v1 !== null ? readIssuerSerial(v1) : v2 !== null ? readIssuerSerialV2(v2) : null
  if ((v1 !== null || v2 !== null) && issuerSerial === null) return null
  return {
    digestAlgorithm: digestAlgorithmOf(attribute(method, 'Algorithm') ?? ''),
    digest,
    issuerSerial,
  }
}

/** X509IssuerSerialType (XMLDSig 1.1 §4.5.4.1): a name as text, which is not compared, and a decimal number. */
function readIssuerSerial(element: XmlElement): SigningCertificateReference['issuerSerial'] {
  const number = child(element, ds, 'X509SerialNumber')
  // RFC 5280 §4.1.2.2: at most 20 octets, which are 49 decimal digits; some have a few more.
  const digits = number === null ? null : /^\s*(\d{1,80})\s*$/.exec(textOf(number))?.[1]
  return digits ? { issuer: null, serial: twosComplement(BigInt(digits)) } : null
}

/** EN 319 132-1 §5.2.2: base64 of the IssuerSerial of RFC 5035 §4: GeneralNames with one directoryName, INTEGER. */
function readIssuerSerialV2(element: XmlElement): SigningCertificateReference['issuerSerial'] {
  const der = fromBase64(textOf(element))
  if (der === null) return null
  return readOrNull(() => {
    const outer = DerReader.of(der)
    const members = outer.enter(tags.sequence)
    outer.finish()
    const names = members.enter(tags.sequence)
    const directoryName = names.enter(contextTag(4, 'constructed'))
    const issuer = encodedBytes(directoryName.read(tags.sequence))
    names.finish()
    const serial = integerBytes(members.read(tags.integer))
    members.finish()
    return { issuer, serial }
  })
}

/** Content octets of a non-negative INTEGER (X.690 §8.3). */
function twosComplement(value: bigint): Uint8Array {
  const hex = value.toString(16)
  const even = hex.length % 2 === 0 ? hex : `0${hex}`
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex')
}

/** xsd:dateTime with a time zone (EN 319 132-1 §5.2.1 wants one); without, the instant is not known. */
function readTime(text: string): Date | null {
  return parseTime(text.trim())
}
