import type { Budget } from '../../../core/budget.ts'
import { fromBase64 } from '../../../core/bytes.ts'
import type { Certificate } from '../../../x509/certificate.ts'
import type { ParsedTimestamp, TimestampType } from '../../format.ts'
import { tokenTime } from '../../token-time.ts'
import { readTravellingCertificate } from '../../travelling-certificate.ts'
import { textOf, type XmlElement } from '../document.ts'
import { propertiesIn } from './namespaces.ts'

/** What reading properties may use and say. */
export interface PropertyReading {
  readonly budget: Budget
  warn(code: string, message: string): void
}

/** EN 319 132-1 §5.2.8, §5.3, §5.5.2 and annex A; annex D and TS 101 903 for the older names. */
const timestampTypes: Readonly<Record<string, TimestampType>> = {
  AllDataObjectsTimeStamp: 'content',
  IndividualDataObjectsTimeStamp: 'content',
  SignatureTimeStamp: 'signature',
  SigAndRefsTimeStamp: 'validation-data',
  SigAndRefsTimeStampV2: 'validation-data',
  RefsOnlyTimeStamp: 'validation-data',
  RefsOnlyTimeStampV2: 'validation-data',
  ArchiveTimeStamp: 'archive',
  ArchiveTimeStampV2: 'archive',
}

/** The tokens of the time-stamps among the properties, in order, signed ones first. */
export function timestampsIn(
  properties: readonly XmlElement[],
  id: string,
  { budget, warn }: PropertyReading,
): ParsedTimestamp[] {
  const timestamps: ParsedTimestamp[] = []
  for (const property of properties) {
    const type = Object.hasOwn(timestampTypes, property.name) ? timestampTypes[property.name] : null
    if (!type) continue
    if (propertiesIn(property, 'XMLTimeStamp').length > 0) {
      warn('xml-timestamp-not-read', `a ${property.name} of ${id} is in XML, which is not read`)
    }
    for (const token of encapsulated(property, 'EncapsulatedTimeStamp', warn)) {
      const number = timestamps.length + 1
      const time = tokenTime(token, budget)
      timestamps.push({ id: `${id}-timestamp-${number}`, type, token, time })
    }
  }
  return timestamps
}

/** Certificates and revocation data that travel in unsigned properties. */
export interface ValidationValues {
  readonly certificates: readonly Certificate[]
  readonly crls: readonly Uint8Array[]
  readonly ocspResponses: readonly Uint8Array[]
}

const certificateProperties = ['CertificateValues', 'AttrAuthoritiesCertValues']
const revocationProperties = ['RevocationValues', 'AttributeRevocationValues']
const containers = ['TimeStampValidationData', 'AnyValidationData']

/** EN 319 132-1 §5.4 and §5.5.1: values of the signature and of its time-stamps. */
export function validationValuesIn(
  properties: readonly XmlElement[],
  { budget, warn }: PropertyReading,
): ValidationValues {
  const inside = properties.filter(({ name }) => containers.includes(name))
  const all = [...properties, ...inside.flatMap((one) => propertiesIn(one))]
  const revocation = all.filter(({ name }) => revocationProperties.includes(name))
  const lists = (name: string) => revocation.flatMap((one) => propertiesIn(one, name))
  if (lists('OtherValues').length > 0) {
    warn('revocation-data-unreadable', 'revocation values of another kind are left out')
  }
  return {
    certificates: all
      .filter(({ name }) => certificateProperties.includes(name))
      .flatMap((one) => encapsulated(one, 'EncapsulatedX509Certificate', warn))
      .flatMap((der) => readTravellingCertificate(der, budget, warn) ?? []),
    crls: lists('CRLValues').flatMap((one) => encapsulated(one, 'EncapsulatedCRLValue', warn)),
    ocspResponses: lists('OCSPValues').flatMap((one) =>
      encapsulated(one, 'EncapsulatedOCSPValue', warn),
    ),
  }
}

/**
 * EncapsulatedPKIDataType (EN 319 132-1 §5.1.3): base64. Its Encoding is not asked for: what is not
 * DER is refused by whoever reads it.
 */
function encapsulated(
  property: XmlElement,
  name: string,
  warn: PropertyReading['warn'],
): readonly Uint8Array[] {
  return propertiesIn(property, name).flatMap((element) => {
    const octets = fromBase64(textOf(element))
    if (octets !== null && octets.length > 0) return [octets]
    warn('property-unreadable', `${name}: not base64`)
    return []
  })
}
