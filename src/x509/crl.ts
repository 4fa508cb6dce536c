import { type AlgorithmIdentifier, readAlgorithmIdentifier } from '../core/algorithm-identifier.ts'
import { Budget } from '../core/budget.ts'
import { toHex } from '../core/bytes.ts'
import {
  contentBytes,
  contextTag,
  DerReader,
  derMalformed,
  encodedBytes,
  tags,
} from '../core/der.ts'
import { isMinimalInteger, smallInteger, timeValue } from '../core/der-values.ts'
import { VerifierError } from '../core/errors.ts'
import { type Departure, type Extension, readExtensionList } from './certificate.ts'
import { readSigned } from './signed.ts'

/** A certificate revocation list (RFC 5280 §5.1); its entries are indexed by serial number. */
export interface Crl {
  readonly der: Uint8Array
  readonly tbs: Uint8Array
  readonly tbsSignatureAlgorithm: AlgorithmIdentifier
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly signature: Uint8Array
  readonly issuer: Uint8Array
  readonly thisUpdate: Date
  /** RFC 5280 §5.1.2.5 requires it; null where an issuer left it out. */
  readonly nextUpdate: Date | null
  readonly extensions: readonly Extension[]
  readonly entries: ReadonlyMap<string, CrlEntry>
  readonly departures: readonly Departure[]
}

/** One revoked certificate; `entries` has it under `serialKey` of its serial number. */
export interface CrlEntry {
  readonly revokedAt: Date
  readonly extensions: readonly Extension[]
}

/** The key of a serial number in a CRL: its value, however many octets it was written in (X.690 §8.3.2). */
export function serialKey(serialNumber: Uint8Array): string {
  let from = 0
  while (!isMinimalInteger(serialNumber.subarray(from)) && from < serialNumber.length) from += 1
  return toHex(serialNumber.subarray(from))
}

/** Reads one CRL in DER; throws `crl-malformed`. */
export function parseCrl(der: Uint8Array, budget = new Budget()): Crl {
  try {
    const outer = DerReader.of(der, 'DER', budget)
    const crl = readCrl(outer)
    outer.finish()
    return crl
  } catch (cause) {
    if (!(cause instanceof VerifierError) || cause.code !== 'der-malformed') throw cause
    throw new VerifierError('crl-malformed', `not a CRL: ${cause.message}`, {
      facts: cause.facts,
      cause,
    })
  }
}

function readCrl(outer: DerReader): Crl {
  const { body, start, outside, signatureIs } = readSigned(outer)
  const departures: Departure[] = signatureIs === 'bits' ? ['signature-not-octets'] : []
  return { ...outside, ...readTbsCertList(body, start, departures), departures }
}

function readTbsCertList(
  tbs: DerReader,
  start: number,
  departures: Departure[],
): Omit<Crl, 'der' | 'tbs' | 'signatureAlgorithm' | 'signature' | 'departures'> {
  const version = tbs.optional(tags.integer)
  if (version !== null && smallInteger(version) !== 1)
    throw derMalformed('unknown version', version.start)
  const tbsSignatureAlgorithm = readAlgorithmIdentifier(tbs)
  const issuer = encodedBytes(tbs.read(tags.sequence))
  const thisUpdate = timeValue(tbs.read())
  const dated = tbs.nextTag === tags.utcTime || tbs.nextTag === tags.generalizedTime
  const nextUpdate = dated ? timeValue(tbs.read()) : null
  const revoked = tbs.optional(tags.sequence)
  const entries = revoked === null ? new Map() : readEntries(tbs.within(revoked), departures)
  const tagged = tbs.optional(contextTag(0, 'constructed'))
  const extensions = tagged === null ? [] : readExtensionList(tbs.within(tagged), departures)
  if (!tbs.done) throw derMalformed('trailing members of TBSCertList', start)
  return { tbsSignatureAlgorithm, issuer, thisUpdate, nextUpdate, extensions, entries }
}

/** RFC 5280 §5.1.2.6. */
function readEntries(list: DerReader, departures: Departure[]): Map<string, CrlEntry> {
  const entries = new Map<string, CrlEntry>()
  while (!list.done) {
    const entry = list.enter(tags.sequence)
    const serialNumber = contentBytes(entry.read(tags.integer))
    const revokedAt = timeValue(entry.read())
    const extensions = entry.done ? [] : readExtensionList(entry, departures)
    entry.finish()
    entries.set(serialKey(serialNumber), { revokedAt, extensions })
  }
  return entries
}
