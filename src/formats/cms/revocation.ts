import type { Budget } from '../../core/budget.ts'
import { contextTag, type DerReader, type Element, encodedBytes, tags } from '../../core/der.ts'
import { encodeDer } from '../../core/der-encoding.ts'
import { oidValue } from '../../core/der-values.ts'
import { type Attribute, readValue, valuesOf } from './attributes.ts'
import { attributeTypes, revocationFormats } from './oids.ts'

/** Revocation data that travels with a signature; every OCSP answer as an OCSPResponse (RFC 6960 §4.2.1). */
export interface RevocationValues {
  readonly crls: readonly Uint8Array[]
  readonly ocspResponses: readonly Uint8Array[]
  /** Forms that are not read, and values that cannot be. */
  readonly problems: readonly string[]
}

/** RevocationInfoChoices (RFC 5652 §10.2.1): CRLs, and OCSP answers as RFC 5940 has them. */
export function readRevocationChoices(choices: DerReader | null): RevocationValues {
  const crls: Uint8Array[] = []
  const ocspResponses: Uint8Array[] = []
  const problems: string[] = []
  while (choices !== null && !choices.done) {
    const choice = choices.read()
    if (choice.tag === tags.sequence) {
      crls.push(encodedBytes(choice))
      continue
    }
    const other = readOther(choices, choice)
    if (typeof other === 'string') problems.push(other)
    else ocspResponses.push(other)
  }
  return { crls, ocspResponses, problems }
}

/** OtherRevocationInfoFormat (RFC 5652 §10.2.1). */
function readOther(choices: DerReader, choice: Element): Uint8Array | string {
  if (choice.tag !== contextTag(1, 'constructed')) return 'revocation data of an unknown kind'
  const members = choices.within(choice)
  const format = oidValue(members.read(tags.oid))
  const value = encodedBytes(members.read())
  if (format === revocationFormats.ocspResponse) return value
  if (format === revocationFormats.basicOcspResponse) return asOcspResponse(value)
  return `revocation data of the form ${format}`
}

/** The values of the attribute revocation-values (EN 319 122-1 §A.1.2.2). */
export function revocationValuesOf(
  attributes: readonly Attribute[],
  budget: Budget,
): RevocationValues {
  const reads = valuesOf(attributes, attributeTypes.revocationValues).map((value) =>
    readValue(value, budget, readRevocationValues),
  )
  const read = reads.flatMap((one) => ('value' in one ? [one.value] : []))
  return {
    crls: read.flatMap(({ crls }) => crls),
    ocspResponses: read.flatMap(({ ocspResponses }) => ocspResponses),
    problems: reads.flatMap((one) =>
      'problem' in one ? [`revocation-values: ${one.problem}`] : [],
    ),
  }
}

function readRevocationValues(reader: DerReader, value: Element) {
  const members = reader.within(value)
  const crls = taggedList(members, 0)
  const ocspResponses = taggedList(members, 1).map(asOcspResponse)
  return { crls, ocspResponses }
}

/** The values of the attribute certificate-values (EN 319 122-1 §A.1.1.2). */
export function certificateValuesOf(
  attributes: readonly Attribute[],
  budget: Budget,
): readonly Uint8Array[] {
  return valuesOf(attributes, attributeTypes.certificateValues).flatMap((value) => {
    const read = readValue(value, budget, (reader, element) => listIn(reader.within(element)))
    return 'value' in read ? read.value : []
  })
}

/** `[n] EXPLICIT SEQUENCE OF` as the TLVs inside; empty where it is absent. */
function taggedList(members: DerReader, number: number): Uint8Array[] {
  const tagged = members.optional(contextTag(number, 'constructed'))
  return tagged === null ? [] : listIn(members.within(tagged).enter(tags.sequence))
}

function listIn(list: DerReader): Uint8Array[] {
  const values: Uint8Array[] = []
  while (!list.done) values.push(encodedBytes(list.read()))
  return values
}

const successful = Uint8Array.of(tags.enumerated, 1, 0)
const basicType = Uint8Array.from([6, 9, 0x2b, 6, 1, 5, 5, 7, 0x30, 1, 1])

/** CAdES keeps the BasicOCSPResponse alone; the envelope of RFC 6960 §4.2.1 is put back around it. */
function asOcspResponse(basic: Uint8Array): Uint8Array {
  const responseBytes = encodeDer(tags.sequence, [basicType, encodeDer(tags.octetString, [basic])])
  return encodeDer(tags.sequence, [
    successful,
    encodeDer(contextTag(0, 'constructed'), [responseBytes]),
  ])
}
