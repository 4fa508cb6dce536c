import type { Budget } from '../../../core/budget.ts'
import { fromLatin1 } from '../../../core/bytes.ts'
import { contentBytes, contextTag, DerReader, tags } from '../../../core/der.ts'
import { octetStringValue } from '../../../core/der-values.ts'
import { VerifierError } from '../../../core/errors.ts'
import { parseTime } from '../../../core/time.ts'

/**
 * genTime of a time-stamp token (RFC 3161 §2.4.2), or null where it cannot be read; throws
 * `budget-exceeded`. No more of the CMS around it is looked at: the token is validated elsewhere.
 */
export function tokenTime(token: Uint8Array, budget: Budget): Date | null {
  try {
    const signedData = explicitContent(DerReader.of(token, 'BER', budget).enter(tags.sequence))
    const members = signedData.enter(tags.sequence)
    members.read(tags.integer)
    members.read(tags.set)
    const octets = explicitContent(members.enter(tags.sequence))
    const content = octetStringValue(octets, octets.read())
    const info = DerReader.of(content, 'BER', budget).enter(tags.sequence)
    info.read(tags.integer)
    info.read(tags.oid)
    info.read(tags.sequence)
    info.read(tags.integer)
    return genTime(fromLatin1(contentBytes(info.read(tags.generalizedTime))))
  } catch (cause) {
    if (!(cause instanceof VerifierError) || cause.code === 'budget-exceeded') throw cause
    return null
  }
}

/** ContentInfo and EncapsulatedContentInfo (RFC 5652 §3, §5.2): a type, then the content under [0]. */
function explicitContent(members: DerReader): DerReader {
  members.read(tags.oid)
  return members.enter(contextTag(0, 'constructed'))
}

/** GeneralizedTime in Z, with a fraction of a second where the TSA has one. */
function genTime(text: string): Date | null {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?Z$/.exec(text)
  if (parts === null) return null
  const [, year, month, day, hour, minute, second, fraction = ''] = parts
  return parseTime(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}Z`)
}
