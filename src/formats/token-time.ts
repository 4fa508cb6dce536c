import type { Budget } from '../core/budget.ts'
import { fromLatin1 } from '../core/bytes.ts'
import { contentBytes, contextTag, DerReader, derMalformed, tags } from '../core/der.ts'
import { octetStringValue, oidValue } from '../core/der-values.ts'
import { VerifierError } from '../core/errors.ts'
import { parseTime } from '../core/time.ts'

/** SignedData (RFC 5652 §5.1) and the TSTInfo in it (RFC 3161 §2.4.2). */
const signedDataType = '1.2.840.113549.1.7.2'
const timestampInfoType = '1.2.840.113549.1.9.16.1.4'

/**
 * genTime of a time-stamp token (RFC 3161 §2.4.2), or null where it cannot be read; throws
 * `budget-exceeded`. Its certificates and signers are passed over: the token is validated elsewhere.
 */
export function tokenTime(token: Uint8Array, budget: Budget): Date | null {
  try {
    const info = DerReader.of(timestampInfo(token, budget), 'BER', budget).enter(tags.sequence)
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

/** The content of a SignedData (RFC 5652 §5.1) whose other members are where they should be. */
function timestampInfo(token: Uint8Array, budget: Budget): Uint8Array {
  const contentInfo = DerReader.of(token, 'BER', budget).enter(tags.sequence)
  const signedData = contentUnder(signedDataType, contentInfo)
  const members = signedData.enter(tags.sequence)
  signedData.finish()
  members.read(tags.integer)
  members.read(tags.set)
  const octets = contentUnder(timestampInfoType, members.enter(tags.sequence))
  const content = octetStringValue(octets, octets.read())
  octets.finish()
  members.optional(contextTag(0, 'constructed'))
  members.optional(contextTag(1, 'constructed'))
  members.read(tags.set)
  members.finish()
  return content
}

/** ContentInfo and EncapsulatedContentInfo (RFC 5652 §3, §5.2): a type, then the content under [0]. */
function contentUnder(type: string, members: DerReader): DerReader {
  const element = members.read(tags.oid)
  if (oidValue(element) !== type) throw derMalformed('another content type', element.start)
  const content = members.enter(contextTag(0, 'constructed'))
  members.finish()
  return content
}

/** GeneralizedTime in Z, with a fraction of a second where the TSA has one. */
function genTime(text: string): Date | null {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?Z$/.exec(text)
  if (parts === null) return null
  const [, year, month, day, hour, minute, second, fraction = ''] = parts
  return parseTime(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}Z`)
}
