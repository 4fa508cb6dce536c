import { parseTime } from '../../core/time.ts'
import type { SigningCertificateReference } from '../format.ts'
import { textOf, type XmlElement } from './document.ts'
import type { XmlReference } from './signature.ts'
import type { SignedInfo } from './signed-info.ts'
import { type DataObjectFormat, readDataObjectFormats } from './xades/data-object-format.ts'
import { propertiesIn, propertyIn, signedPropertiesTypes } from './xades/namespaces.ts'
import { readSignaturePolicy, type SignaturePolicy } from './xades/signature-policy.ts'
import { readSigningCertificates } from './xades/signing-certificate.ts'

/** What EN 319 132-1 §5.2 has the signer sign about the signature and what it signs. */
export interface SignedProperties {
  readonly claimedTime: Date | null
  readonly signingCertificate: readonly SigningCertificateReference[]
  readonly policy: SignaturePolicy | null
  readonly formats: readonly DataObjectFormat[]
  /** Null where there are none, or nothing covers them. */
  readonly signatureProperties: XmlElement | null
  readonly objectProperties: XmlElement | null
  /** Why nobody can tell which properties are this signature's: nothing is read from any. */
  readonly ambiguous: string | null
  /** What in them is not as it should be; the signature itself does not suffer from that. */
  readonly problems: readonly string[]
}

/**
 * The signed properties of a signature, read only where a reference of their Type covers them
 * (EN 319 132-1 §4.4.2); whatever is not covered is data that nobody signed, and says nothing.
 */
export function coveredProperties(
  found: XmlElement | null | 'several',
  { references }: SignedInfo,
  dereferenced: readonly XmlReference[],
): SignedProperties {
  if (found === 'several') return { ...nothingSigned, ambiguous: 'several SignedProperties' }
  const typed = references.flatMap(({ type }, index) => {
    const covers = dereferenced[index]?.covers
    return type !== null && signedPropertiesTypes.has(type) && covers ? [covers] : []
  })
  if (found === null) return typed.length === 0 ? nothingSigned : without(notProperties)
  if (typed.some((covers) => covers.of === 'element' && covers.element === found)) {
    return readSignedProperties(found)
  }
  return without(notCovered)
}

const notCovered = 'SignedProperties that no reference of their type covers'
const notProperties = 'a reference to SignedProperties, and none in the signature'

function without(problem: string): SignedProperties {
  return { ...nothingSigned, problems: [problem] }
}

const nothingSigned: SignedProperties = {
  claimedTime: null,
  signingCertificate: [],
  policy: null,
  formats: [],
  signatureProperties: null,
  objectProperties: null,
  ambiguous: null,
  problems: [],
}

function readSignedProperties(element: XmlElement): SignedProperties {
  const signatureProperties = propertyIn(element, 'SignedSignatureProperties')
  const objectProperties = propertyIn(element, 'SignedDataObjectProperties')
  const formats = readDataObjectFormats(objectProperties)
  if (signatureProperties === null) return { ...nothingSigned, objectProperties, formats }
  const { claimedTime, problems } = readSigningTime(signatureProperties)
  const certificates = readSigningCertificates(signatureProperties)
  return {
    claimedTime,
    signingCertificate: certificates.references,
    policy: readSignaturePolicy(signatureProperties),
    formats,
    signatureProperties,
    objectProperties,
    ambiguous: null,
    problems: [...problems, ...certificates.problems],
  }
}

/** EN 319 132-1 §5.2.1: an xsd:dateTime with a time zone; without, the instant is not known. */
function readSigningTime(
  signatureProperties: XmlElement,
): Pick<SignedProperties, 'claimedTime' | 'problems'> {
  const [time, ...others] = propertiesIn(signatureProperties, 'SigningTime')
  if (time === undefined) return { claimedTime: null, problems: [] }
  if (others.length > 0) return { claimedTime: null, problems: ['several SigningTime'] }
  const claimedTime = parseTime(textOf(time).trim())
  return { claimedTime, problems: claimedTime ? [] : ['SigningTime that is not a time'] }
}
