import type { Budget } from '../../core/budget.ts'
import { DerReader, derMalformed, type Element, tags } from '../../core/der.ts'
import { timeValue } from '../../core/der-values.ts'
import { type Departure, type Extension, readExtensionList } from '../certificate.ts'
import { reasonCode } from './extensions.ts'
import { endOf, scanEntries } from './scan.ts'
import { SerialIndex } from './serial-index.ts'

/** One revoked certificate (RFC 5280 §5.3). */
export interface CrlEntry {
  readonly revokedAt: Date
  readonly extensions: readonly Extension[]
}

/** The entries of a CRL: validated, indexed, and read one by one when they are asked for. */
export interface CrlEntries {
  readonly count: number
  /** The first critical entry extension that is not processed, by OID: no use of the CRL then (§5.3). */
  readonly unprocessed: string | null
  readonly repeatedExtension: 'yes' | 'no'
  /** The entry of the certificate with the serial number and the issuer's name of that key, or null. */
  find(serialNumber: Uint8Array, issuerKey: string): CrlEntry | null
}

/** The entries of a CRL that lists nothing. */
export const noEntries: CrlEntries = {
  count: 0,
  unprocessed: null,
  repeatedExtension: 'no',
  find: () => null,
}

/** What decides how entries are read. */
export interface EntriesPlan {
  readonly version: 1 | 2
  /** The key of the name of the CRL's issuer. */
  readonly issuerKey: string
  /** Whether entries may be of other issuers (§5.2.5). */
  readonly indirect: 'yes' | 'no'
  /** SHA-256 of the whole CRL in hexadecimal. */
  readonly fingerprint: string
  readonly budget: Budget
}

/** Reads revokedCertificates (§5.1.2.6); throws `der-malformed`, `crl-malformed` or `budget-exceeded`. */
export function readEntries({ source, ...list }: Element, plan: EntriesPlan): CrlEntries {
  const scanned = scanEntries(source, list.contentStart, list.contentEnd, {
    version: plan.version,
    indirectIssuer: plan.indirect === 'yes' ? plan.issuerKey : null,
    budget: plan.budget,
  })
  const merged = new Map<number, CrlEntry>()
  const index = new SerialIndex(source, plan.fingerprint, scanned, (first, second) => {
    const before = merged.get(first) ?? entryAt(source, first)
    merged.set(first, worse(before, entryAt(source, second)))
    if (merged.size > mostRepeated) throw derMalformed('repeated serial numbers', second)
  })
  const owners = scanned.owners === null ? new Map([[plan.issuerKey, 0]]) : scanned.issuers
  return {
    count: scanned.count,
    unprocessed: scanned.unprocessed,
    repeatedExtension: scanned.repeats,
    find(serialNumber, issuerKey) {
      const owner = owners.get(issuerKey)
      if (owner === undefined) return null
      const offset = index.find(serialNumber, owner)
      return offset < 0 ? null : (merged.get(offset) ?? entryAt(source, offset))
    },
  }
}

/** Certificates that a CRL may list twice: none seen does, and so many take 3 MB. */
const mostRepeated = 10_000

function entryAt(der: Uint8Array, offset: number): CrlEntry {
  const end = endOf(der, offset, der.length, tags.sequence)
  const members = DerReader.of(der.subarray(offset, end)).enter(tags.sequence)
  members.read(tags.integer)
  const revokedAt = timeValue(members.read())
  const departures: Departure[] = []
  const extensions = members.done ? [] : readExtensionList(members, departures)
  return { revokedAt, extensions }
}

/**
 * Two entries about one certificate are one of which the worse counts: the earlier time, and the
 * reason that is the harder to lift. RFC 5280 does not provide for it.
 */
function worse(a: CrlEntry, b: CrlEntry): CrlEntry {
  const revokedAt = a.revokedAt < b.revokedAt ? a.revokedAt : b.revokedAt
  return { revokedAt, extensions: gravity(a) >= gravity(b) ? a.extensions : b.extensions }
}

function gravity(entry: CrlEntry): number {
  switch (reasonCode(entry)) {
    case null:
      return 3
    case removeFromCrl:
      return 0
    case certificateHold:
      return 1
    default:
      return 2
  }
}

const certificateHold = 6
const removeFromCrl = 8
