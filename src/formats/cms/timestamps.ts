import type { Budget } from '../../core/budget.ts'
import type { ParsedTimestamp, TimestampType } from '../format.ts'
import { tokenTime } from '../token-time.ts'
import { type Attribute, valuesOf } from './attributes.ts'
import { attributeTypes } from './oids.ts'
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
