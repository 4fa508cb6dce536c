import type { Budget } from '../../core/budget.ts'
import { fromLatin1 } from '../../core/bytes.ts'
import { contentBytes, DerReader, derMalformed, type Element, tags } from '../../core/der.ts'
import { VerifierError } from '../../core/errors.ts'
import type { ParsedTimestamp, TimestampType } from '../format.ts'
import { type Attribute, valuesOf } from './attributes.ts'
import { attributeTypes, contentTypes } from './oids.ts'
import { parseSignedData } from './signed-data.ts'
import type { SignerInfo } from './signer-info.ts'

/** EN 319 122-1 §5.2.8, §5.3, §5.5 and annex A; in the order in which they were put on. */
const signedTypes: readonly (readonly [string, TimestampType])[] = [
  [attributeTypes.contentTimestamp, 'content'],
]
const unsignedTypes: readonly (readonly [string, TimestampType])[] = [
  [attributeTypes.signatureTimestamp, 'signature'],
  [attributeTypes.completeTimestamp, 'validation-data'],
  [attributeTypes.referencesTimestamp, 'validation-data'],
  [attributeTypes.archiveTimestamp, 'archive'],
  [attributeTypes.archiveTimestampV2, 'archive'],
  [attributeTypes.archiveTimestampV3, 'archive'],
]

/** Every time-stamp token in the attributes of a signature. */
export function timestampsOf(signer: SignerInfo, id: string, budget: Budget): ParsedTimestamp[] {
  const signed = signer.signedAttributes?.attributes ?? []
  const tokens = [
    ...tokensOf(signed, signedTypes),
    ...tokensOf(signer.unsignedAttributes, unsignedTypes),
  ]
  return tokens.map(({ type, token }, index) => ({
    id: `${id}-timestamp-${index + 1}`,
    type,
    token,
    time: tokenTime(token, budget),
  }))
}

function tokensOf(
  attributes: readonly Attribute[],
  types: readonly (readonly [string, TimestampType])[],
): Pick<ParsedTimestamp, 'type' | 'token'>[] {
  return types.flatMap(([attribute, type]) =>
    valuesOf(attributes, attribute).map((token) => ({ type, token })),
  )
}

/** genTime of a token (RFC 3161 §2.4.2), or null where it cannot be read. */
export function tokenTime(token: Uint8Array, budget: Budget): Date | null {
  try {
    const { contentType, content } = parseSignedData(token, budget)
    if (contentType !== contentTypes.timestampInfo || content === null) return null
    const members = DerReader.of(content.octets, 'BER', budget).enter(tags.sequence)
    members.read(tags.integer)
    members.read(tags.oid)
    members.read(tags.sequence)
    members.read(tags.integer)
    return generalizedTime(members.read(tags.generalizedTime))
  } catch (cause) {
    if (!(cause instanceof VerifierError) || cause.code === 'budget-exceeded') throw cause
    return null
  }
}

/** RFC 3161 §2.4.2: GeneralizedTime in Z, with a fraction of a second where the TSA has one. */
function generalizedTime(element: Element): Date {
  const text = fromLatin1(contentBytes(element))
  const parts = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\.\d{1,9})?Z$/.exec(text)
  if (parts === null) throw derMalformed('time', element.start)
  const [, year, month, day, hour, minute, second, fraction = ''] = parts
  const whole = `${year}-${month}-${day}T${hour}:${minute}:${second}`
  const time = new Date(`${whole}${fraction.slice(0, 4)}Z`)
  const real = !Number.isNaN(time.getTime()) && time.toISOString().startsWith(whole)
  if (!real) throw derMalformed('time that does not exist', element.start)
  return time
}
