import { contentBytes, contextTag, DerReader, encodedBytes, tags } from '../core/der.ts'
import { readOrNull } from '../core/errors.ts'

/** IssuerSerial (RFC 5035 §4): how signed references name a certificate. */
export interface IssuerSerial {
  /** The Name in DER; null where the first of the GeneralNames is no directoryName. */
  readonly issuer: Uint8Array | null
  /** Content octets of the INTEGER, two's complement. */
  readonly serial: Uint8Array
}

/**
 * The next IssuerSerial of the reader; throws `der-malformed`. Other names, and what stands behind the
 * serial number, as the issuerUID of RFC 5755 §4.1 does, are passed over.
 */
export function readIssuerSerial(members: DerReader): IssuerSerial {
  const pair = members.enter(tags.sequence)
  const names = pair.enter(tags.sequence)
  const directoryName = names.optional(contextTag(4, 'constructed'))
  const issuer = directoryName === null ? null : encodedBytes(names.within(directoryName).read())
  return { issuer, serial: contentBytes(pair.read(tags.integer)) }
}

/** The IssuerSerial that octets are, in BER and with nothing behind it, or null. */
export function parseIssuerSerial(bytes: Uint8Array): IssuerSerial | null {
  return readOrNull(() => {
    const outer = DerReader.of(bytes, 'BER')
    const read = readIssuerSerial(outer)
    outer.finish()
    return read
  })
}
