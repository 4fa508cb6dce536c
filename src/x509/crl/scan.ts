import type { Budget } from '../../core/budget.ts'
import { fromLatin1 } from '../../core/bytes.ts'
import { DerReader, derMalformed, tags } from '../../core/der.ts'
import { oidValue } from '../../core/der-values.ts'
import { readGeneralNames } from '../general-names.ts'
import { nameKey } from '../names.ts'

/** Where the entries of a CRL stand in its octets, and what one look at each of them found. */
export interface ScannedEntries {
  readonly count: number
  /** The offset of each entry, in order; longer than `count`. */
  readonly offsets: Int32Array
  /** Of an indirect CRL: the number of each entry's issuer in `issuers`. */
  readonly owners: Int32Array | null
  /** The keys of the names of certificate issuers (RFC 5280 §5.3.3), by number. */
  readonly issuers: ReadonlyMap<string, number>
  /** The first critical entry extension that is not processed (§5.3), by OID. */
  readonly unprocessed: string | null
  /** Whether an entry has an extension twice (§4.2). */
  readonly repeats: 'yes' | 'no'
}

/** What decides how entries are read. */
export interface EntriesPlan {
  readonly version: 1 | 2
  /** The key of the issuer's name where the CRL is indirect (§5.2.5), else null. */
  readonly indirectIssuer: string | null
  readonly budget: Budget
}

/**
 * RFC 5280 §5.1.2.6: revokedCertificates between two offsets, validated in one pass that keeps
 * numbers only. Throws `der-malformed` or `budget-exceeded`.
 */
export function scanEntries(
  der: Uint8Array,
  start: number,
  end: number,
  plan: EntriesPlan,
): ScannedEntries {
  const scan = new Scan(der, plan)
  let at = start
  while (at < end) at = scan.entry(at, end)
  return scan
}

class Scan implements ScannedEntries {
  count = 0
  offsets = new Int32Array(64)
  owners: Int32Array | null
  readonly issuers = new Map<string, number>()
  unprocessed: string | null = null
  repeats: 'yes' | 'no' = 'no'
  readonly #der: Uint8Array
  readonly #plan: EntriesPlan
  /** Names as they are encoded, so that each spelling is prepared for comparison once. */
  readonly #spellings = new Map<string, number>()
  #owner = 0

  constructor(der: Uint8Array, plan: EntriesPlan) {
    this.#der = der
    this.#plan = plan
    this.owners = plan.indirectIssuer === null ? null : new Int32Array(64)
    if (plan.indirectIssuer !== null) this.issuers.set(plan.indirectIssuer, 0)
  }

  /** Reads the entry at the offset and gives the offset behind it. */
  entry(at: number, limit: number): number {
    const der = this.#der
    // One node for each entry: the limit of 4,000,000 is beyond every CRL known (Budget).
    this.#plan.budget.spendNodes()
    const end = endOf(der, at, limit, tags.sequence)
    const serial = contentOf(der, at)
    const time = endOf(der, serial, end, tags.integer)
    if (time === contentOf(der, serial)) throw derMalformed('empty INTEGER', serial)
    const extensions = endOfTime(der, time, end)
    if (extensions < end) this.#extensions(extensions, end)
    this.#keep(at)
    return end
  }

  #keep(at: number): void {
    if (this.count === this.offsets.length) {
      this.offsets = doubled(this.offsets)
      if (this.owners !== null) this.owners = doubled(this.owners)
    }
    this.offsets[this.count] = at
    if (this.owners !== null) this.owners[this.count] = this.#owner
    this.count += 1
  }

  /** crlEntryExtensions (§5.3), which only version 2 has (§5.1.2.1), and at least one of them. */
  #extensions(at: number, limit: number): void {
    const der = this.#der
    if (this.#plan.version === 1) throw derMalformed('entry extensions in version 1', at)
    if (endOf(der, at, limit, tags.sequence) !== limit) throw derMalformed('trailing bytes', at)
    let next = contentOf(der, at)
    if (next === limit) throw derMalformed('empty crlEntryExtensions', at)
    let seen = 0
    while (next < limit) {
      // Not counted for the first one: nearly every entry has a reason.
      if (seen !== 0) this.#plan.budget.spendNodes()
      const end = endOf(der, next, limit, tags.sequence)
      const bit = this.#extension(contentOf(der, next), end)
      if ((seen & bit & knownBits) !== 0) this.repeats = 'yes'
      seen |= bit
      next = end
    }
  }

  /** One extension, between its offsets; gives the bit of its kind. */
  #extension(at: number, limit: number): number {
    const der = this.#der
    let value = endOf(der, at, limit, tags.oid)
    if (value === contentOf(der, at)) throw derMalformed('OBJECT IDENTIFIER', at)
    let critical = false
    if (der[value] === tags.boolean) {
      const flag = der[value + 2]
      const end = endOf(der, value, limit, tags.boolean)
      if (end !== value + 3 || (flag !== 0 && flag !== 0xff)) throw derMalformed('BOOLEAN', value)
      critical = flag !== 0
      value = end
    }
    if (endOf(der, value, limit, tags.octetString) !== limit)
      throw derMalformed('trailing bytes', at)
    const bit = entryExtension(der, at)
    const oid = bit === otherBit || critical ? oidAt(der, at, limit) : null
    if (bit === issuerBit && this.owners !== null) this.#owner = this.#ownerAt(value)
    else if (critical && (bit & processedBits) === 0) this.unprocessed ??= oid
    return bit
  }

  /** certificateIssuer (§5.3.3): it holds for the entries that follow, too. */
  #ownerAt(value: number): number {
    const der = this.#der
    const start = contentOf(der, value)
    const encoded = der.subarray(start, endOf(der, value, der.length, tags.octetString))
    const spelling = fromLatin1(encoded)
    const known = this.#spellings.get(spelling)
    if (known !== undefined) return known
    // A name takes the longer the more octets it has, and each spelling is prepared here once.
    this.#plan.budget.spendNodes(encoded.length)
    const key = nameKey(certificateIssuerName(encoded, start))
    const owner = this.issuers.get(key) ?? this.issuers.size
    this.issuers.set(key, owner)
    this.#spellings.set(spelling, owner)
    return owner
  }
}

/**
 * The one directory name of the extension. The clause asks for the name in the issuer field of the
 * certificates; a second name would leave open whose entries these are, and no CRL seen has one.
 */
function certificateIssuerName(encoded: Uint8Array, at: number): Uint8Array {
  const reader = DerReader.of(encoded)
  const names = readGeneralNames(reader.enter(tags.sequence))
  reader.finish()
  const directories = names.flatMap((name) => (name.kind === 'directory' ? [name.name] : []))
  const [only] = directories
  if (only === undefined || directories.length > 1) throw derMalformed('certificateIssuer', at)
  return only
}

const reasonBit = 1
const invalidityBit = 2
const issuerBit = 4
const otherBit = 8
const knownBits = reasonBit | invalidityBit | issuerBit
/** certificateIssuer counts as processed in indirect CRLs only, where it is asked for before this. */
const processedBits = reasonBit | invalidityBit

/** Which of the entry extensions of RFC 5280 §5.3 the OID at the offset names: all are 2.5.29.n. */
function entryExtension(der: Uint8Array, at: number): number {
  if (der[at + 1] !== 3 || der[at + 2] !== 0x55 || der[at + 3] !== 0x1d) return otherBit
  switch (der[at + 4]) {
    case 21:
      return reasonBit
    case 24:
      return invalidityBit
    case 29:
      return issuerBit
    default:
      return otherBit
  }
}

function oidAt(der: Uint8Array, at: number, limit: number): string {
  return oidValue(DerReader.of(der.subarray(at, limit)).read(tags.oid))
}

function doubled(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(numbers.length * 2)
  larger.set(numbers)
  return larger
}

/** The offset of the content of the TLV at the offset, whose header `endOf` has validated. */
export function contentOf(der: Uint8Array, at: number): number {
  const first = der[at + 1] as number
  return first < 0x80 ? at + 2 : at + 2 + (first & 0x7f)
}

/** The offset behind the TLV at the offset, which must have the tag and end by the limit (X.690 §10.1). */
export function endOf(der: Uint8Array, at: number, limit: number, tag: number): number {
  if (at + 2 > limit || der[at] !== tag) throw derMalformed(`no TLV of tag ${tag}`, at)
  const first = der[at + 1] as number
  if (first < 0x80) {
    if (at + 2 + first > limit) throw derMalformed('length beyond the end', at)
    return at + 2 + first
  }
  const content = contentOf(der, at)
  // Four octets address all that is read here.
  if (first === 0x80 || content > at + 6 || content > limit) throw derMalformed('length', at)
  let length = 0
  for (let i = at + 2; i < content; i += 1) length = length * 256 + (der[i] as number)
  if (length < 0x80 || der[at + 2] === 0) throw derMalformed('length not minimal', at)
  if (content + length > limit) throw derMalformed('length beyond the end', at)
  return content + length
}

/** The offset behind the time at the offset, in the two forms of RFC 5280 §5.1.2.6. */
function endOfTime(der: Uint8Array, at: number, limit: number): number {
  const tag = der[at] as number
  const digits = tag === tags.utcTime ? 12 : 14
  if (tag !== tags.utcTime && tag !== tags.generalizedTime) throw derMalformed('time', at)
  const end = endOf(der, at, limit, tag)
  const first = at + 2
  if (end !== first + digits + 1 || der[end - 1] !== 0x5a) throw derMalformed('time', at)
  for (let i = first; i < end - 1; i += 1) {
    if (((der[i] as number) - 0x30) >>> 0 > 9) throw derMalformed('time', at)
  }
  if (!exists(der, end - 11, yearAt(der, first, tag))) {
    throw derMalformed('time that does not exist', at)
  }
  return end
}

function yearAt(der: Uint8Array, at: number, tag: number): number {
  const short = twoDigits(der, at)
  if (tag === tags.utcTime) return short < 50 ? 2000 + short : 1900 + short
  return short * 100 + twoDigits(der, at + 2)
}

const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Whether the calendar has the month and day, and the clock the time, at the offset. */
function exists(der: Uint8Array, at: number, year: number): boolean {
  const month = twoDigits(der, at)
  const day = twoDigits(der, at + 2)
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = (daysOfMonth[month - 1] ?? 0) + (leap ? 1 : 0)
  if (day < 1 || day > days) return false
  return twoDigits(der, at + 4) < 24 && twoDigits(der, at + 6) < 60 && twoDigits(der, at + 8) < 60
}

function twoDigits(der: Uint8Array, at: number): number {
  return ((der[at] as number) - 0x30) * 10 + (der[at + 1] as number) - 0x30
}
