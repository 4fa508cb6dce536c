import { type AlgorithmIdentifier, algorithmIdentifierIn } from '../../core/algorithm-identifier.ts'
import type { Budget } from '../../core/budget.ts'
import { contextTag, type DerReader, derMalformed, type Element, tags } from '../../core/der.ts'
import { octetStringValue, oidValue, timeValue } from '../../core/der-values.ts'
import type { SigningCertificateReference } from '../format.ts'
import { type SingleValue, singleValueOf } from './attributes.ts'
import { attributeTypes } from './oids.ts'
import type { SignerInfo } from './signer-info.ts'
import { readSigningCertificate, readSigningCertificateV2 } from './signing-certificate.ts'

/** The signed attributes that have a say in what was signed, by whom and when; null where absent. */
export interface SignerAttributes {
  readonly contentType: SingleValue<string> | null
  readonly messageDigest: SingleValue<Uint8Array> | null
  readonly signingTime: SingleValue<Date> | null
  readonly signingCertificate: SingleValue<readonly SigningCertificateReference[]> | null
  readonly signingCertificateV2: SingleValue<readonly SigningCertificateReference[]> | null
  readonly algorithmProtection: SingleValue<AlgorithmProtection> | null
}

/** CMSAlgorithmProtection (RFC 6211 §2). */
export interface AlgorithmProtection {
  readonly digestAlgorithm: AlgorithmIdentifier
  readonly signatureAlgorithm: AlgorithmIdentifier | null
}

/**
 * Reads the signed attributes of a signer; one that is malformed or stands twice is a problem, not
 * an error.
 */
export function readSignerAttributes(signer: SignerInfo, budget: Budget): SignerAttributes {
  const attributes = signer.signedAttributes?.attributes ?? []
  const single = <T>(type: string, read: (reader: DerReader, value: Element) => T) =>
    singleValueOf(attributes, type, budget, read)
  return {
    contentType: single(attributeTypes.contentType, readContentType),
    messageDigest: single(attributeTypes.messageDigest, readMessageDigest),
    signingTime: single(attributeTypes.signingTime, (_, value) => timeValue(value)),
    signingCertificate: single(attributeTypes.signingCertificate, readSigningCertificate),
    signingCertificateV2: single(attributeTypes.signingCertificateV2, readSigningCertificateV2),
    algorithmProtection: single(attributeTypes.algorithmProtection, readAlgorithmProtection),
  }
}

/** The value, where there is exactly one. */
export function knownValue<T>(single: SingleValue<T> | null): T | null {
  return single !== null && 'value' in single ? single.value : null
}

function readContentType(_: DerReader, value: Element): string {
  if (value.tag !== tags.oid)
    throw derMalformed('content-type is no OBJECT IDENTIFIER', value.start)
  return oidValue(value)
}

function readMessageDigest(reader: DerReader, value: Element): Uint8Array {
  if ((value.tag & ~0x20) !== tags.octetString) {
    throw derMalformed('message-digest is no OCTET STRING', value.start)
  }
  return octetStringValue(reader, value)
}

function readAlgorithmProtection(reader: DerReader, value: Element): AlgorithmProtection {
  const members = reader.within(value)
  const digestAlgorithm = algorithmIdentifierIn(members.enter(tags.sequence))
  const tagged = members.optional(contextTag(1, 'constructed'))
  const signatureAlgorithm = tagged === null ? null : algorithmIdentifierIn(members.within(tagged))
  members.finish()
  return { digestAlgorithm, signatureAlgorithm }
}
