import type { Budget } from '../../../core/budget.ts'
import { contextTag, type DerReader, type Element, encodedBytes, tags } from '../../../core/der.ts'
import { type Attribute, singleValueOf } from '../../cms/attributes.ts'

/** adbe-revocationInfoArchival (ISO 32000-2 §12.8.3.3.2). */
const revocationInfoArchival = '1.2.840.113583.1.1.8'

export interface ArchivedRevocation {
  readonly crls: readonly Uint8Array[]
  readonly ocspResponses: readonly Uint8Array[]
}

/** The revocation data in Adobe's signed attribute; null where there is none, or why it cannot be read. */
export function archivedRevocation(
  attributes: readonly Attribute[],
  budget: Budget,
): ArchivedRevocation | string | null {
  const single = singleValueOf(attributes, revocationInfoArchival, budget, readArchival)
  if (single === null) return null
  return 'value' in single ? single.value : single.problem
}

/** RevocationInfoArchival: [0] CRLs, [1] OCSPResponses, [2] what others define, which is not read. */
function readArchival(reader: DerReader, value: Element): ArchivedRevocation {
  const members = reader.within(value)
  return { crls: listUnder(0, members), ocspResponses: listUnder(1, members) }
}

function listUnder(number: number, members: DerReader): Uint8Array[] {
  const tagged = members.optional(contextTag(number, 'constructed'))
  if (tagged === null) return []
  const list = members.within(tagged).enter(tags.sequence)
  const values: Uint8Array[] = []
  while (!list.done) values.push(encodedBytes(list.read()))
  return values
}
