import type { VerifierError } from '../../core/errors.ts'
import { unreadable } from './unreadable.ts'
import { type CentralEntry, unicodePathIn, zip64Fields } from './zip-directory.ts'
import { held } from './zip-end.ts'
import type { ZipSource } from './zip-source.ts'

/** An entry whose local header agrees with the central one, and where its octets lie. */
export interface ZipEntry extends CentralEntry {
  readonly start: number
  readonly end: number
  /** Octets of extra fields in the local header. */
  readonly localExtra: number
}

/**
 * Compares every local header (APPNOTE 6.3.9 §4.3.7) with the directory, and lays the entries end
 * to end: from the first octet to the directory nothing overlaps and nothing lies between, so that
 * a reader that goes from header to header sees what the directory has. (APPNOTE §4.3.6 allows
 * other data before the archive; here it would make the file a document of two kinds.) In the
 * order of the file. Throws `document-unreadable`.
 */
export function readLocalHeaders(
  source: ZipSource,
  entries: readonly CentralEntry[],
  directory: number,
): readonly ZipEntry[] {
  const inOrder = [...entries].sort((a, b) => a.header - b.header)
  const read: ZipEntry[] = []
  let at = 0
  for (const [index, central] of inOrder.entries()) {
    if (central.header < at) throw overlap(central)
    if (central.header > at) throw unreadable(strayOctets, { why })
    const next = inOrder[index + 1]?.header ?? directory
    const { entry, described } = localEntry(source, central, next)
    at = entry.end + (described ? descriptorLength(source, entry, next) : 0)
    read.push(entry)
  }
  if (at !== directory) throw unreadable(strayOctets, { why })
  return read
}

const fixedBytes = 30

const why = 'two readings'
const strayOctets = 'octets in it belong to no entry'
const twoSizes = 'an entry in it has two sizes or checksums'

function overlap({ name }: CentralEntry): VerifierError {
  return unreadable('entries in it overlap', { why, entry: name })
}

function localEntry(
  source: ZipSource,
  central: CentralEntry,
  next: number,
): { readonly entry: ZipEntry; readonly described: boolean } {
  const nameEnd = fixedBytes + central.rawName.length
  if (central.header + nameEnd > next) throw overlap(central)
  const header = held(source, central.header, central.header + nameEnd)
  const localExtra = header.readUInt16LE(28)
  const start = central.header + nameEnd + localExtra
  const end = start + central.compressedSize
  if (header.toString('latin1', 0, 4) !== 'PK\x03\x04') {
    throw unreadable('an entry is not where its directory says', { why, entry: central.name })
  }
  if (end > next) throw overlap(central)
  const extra = held(source, central.header + nameEnd, start)
  compareHeaders(header, central, extra)
  const described = (header.readUInt16LE(6) & descriptorFlag) !== 0
  return { entry: { ...central, start, end, localExtra }, described }
}

/** Bits of the flags (APPNOTE §4.4.4): encryption; a data descriptor behind the data. */
const encryptionFlags = 0b10_0000_0100_0001
const descriptorFlag = 0b1000

/** Every field that tells what is read must be the same in both; the times and versions tell nothing. */
function compareHeaders(header: Buffer, central: CentralEntry, extra: Buffer): void {
  const flags = header.readUInt16LE(6)
  const sameName =
    header.readUInt16LE(26) === central.rawName.length &&
    header.subarray(fixedBytes).equals(central.rawName)
  const ascii = central.rawName.every((octet) => octet < 0x80)
  const sameCoding = ascii || ((flags ^ central.flags) & 0x800) === 0
  const unicodePath = unicodePathIn(extra, central.rawName)
  const samePath = unicodePath === null || unicodePath === central.name
  if (!sameName || !sameCoding || !samePath)
    throw unreadable('an entry in it has two names', { why, entry: central.name })
  const method = central.method === 'stored' ? 0 : 8
  if (header.readUInt16LE(8) !== method || (flags & encryptionFlags) !== 0) {
    throw unreadable('an entry in it has two methods of compression', { why, entry: central.name })
  }
  const stated = {
    size: header.readUInt32LE(22),
    compressedSize: header.readUInt32LE(18),
  }
  const described = (flags & descriptorFlag) !== 0
  const local = described ? stated : zip64Fields(central.name, extra, stated)
  const agrees = (own: number, other: number) =>
    own === other || (described && (own === 0 || own === 0xffffffff))
  if (
    !agrees(header.readUInt32LE(14), central.crc) ||
    !agrees(local.size, central.size) ||
    !agrees(local.compressedSize, central.compressedSize)
  ) {
    throw unreadable(twoSizes, { why, entry: central.name })
  }
}

/** APPNOTE §4.3.9: CRC and sizes behind the data, of 32 or 64 bits, with a signature or without. */
function descriptorLength(source: ZipSource, entry: ZipEntry, next: number): number {
  const length = next - entry.end
  if (length !== 12 && length !== 16 && length !== 20 && length !== 24) {
    throw unreadable(strayOctets, { why })
  }
  const descriptor = held(source, entry.end, next)
  const signed = length === 16 || length === 24
  if (signed && descriptor.toString('latin1', 0, 4) !== 'PK\x07\x08') {
    throw unreadable(strayOctets, { why })
  }
  const fields = descriptor.subarray(signed ? 4 : 0)
  const [compressedSize, size] =
    length > 16
      ? [fields.readBigUInt64LE(4), fields.readBigUInt64LE(12)]
      : [BigInt(fields.readUInt32LE(4)), BigInt(fields.readUInt32LE(8))]
  const same =
    fields.readUInt32LE(0) === entry.crc &&
    compressedSize === BigInt(entry.compressedSize) &&
    size === BigInt(entry.size)
  if (!same) throw unreadable(twoSizes, { why, entry: entry.name })
  return length
}
