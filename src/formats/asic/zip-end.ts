import { unreadable } from './unreadable.ts'
import type { ZipSource } from './zip-source.ts'

/** Where the central directory lies (APPNOTE 6.3.9 §4.3.16), as the end of the file tells it. */
export interface ZipEnd {
  readonly entries: number
  readonly start: number
  readonly end: number
  readonly comment: Buffer
  /** Whether the comment could be taken for the end of another archive by a reader that looks for the last one. */
  readonly ambiguous: 'yes' | 'no'
}

/** Octets of the end record without its comment, and of the longest comment (APPNOTE §4.3.16). */
const recordBytes = 22
const longestComment = 0xffff

/**
 * Finds the one end of central directory record whose comment reaches to the end of the file and
 * whose directory ends where the record begins. Nothing may stand before or behind the archive:
 * readers that search for the last record, or shift the offsets by what stands before, would open
 * another archive than readers that do not. Throws `document-unreadable`.
 */
export function findEnd(source: ZipSource): ZipEnd {
  const start = Math.max(0, source.size - recordBytes - longestComment)
  const tail = held(source, start, source.size)
  const found: ZipEnd[] = []
  let records = 0
  for (let at = tail.lastIndexOf('PK\x05\x06'); at >= 0; ) {
    records += 1
    const end = endAt(tail, at, start, source)
    if (end !== null) found.push(end)
    at = at === 0 ? -1 : tail.lastIndexOf('PK\x05\x06', at - 1)
  }
  const [only, other] = found
  if (only === undefined) throw unreadable(records === 0 ? 'it has no end' : 'its end is not whole')
  if (other !== undefined)
    throw unreadable('it has two ends, so that it could be two archives', { why: 'two readings' })
  // Whoever takes the last record for the end would read the archive in the comment.
  if (only.comment.includes('PK\x01\x02') || only.comment.includes('PK\x03\x04')) {
    throw unreadable('another archive stands in its comment', { why: 'two readings' })
  }
  return { ...only, ambiguous: only.comment.includes('PK\x05\x06') ? 'yes' : 'no' }
}

/** The octets as a buffer; throws `document-unreadable` where they lie outside the file. */
export function held(source: ZipSource, start: number, end: number): Buffer {
  const inside = start >= 0 && start <= end && end <= source.size
  const bytes = inside ? source.read(start, end) : null
  if (bytes === null) throw unreadable('it is cut off')
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

interface Record {
  readonly entries: number
  readonly size: number
  readonly offset: number
  readonly disks: 'one' | 'several'
  /** Where the directory has to end. */
  readonly directoryEnd: number
}

function endAt(tail: Buffer, at: number, start: number, source: ZipSource): ZipEnd | null {
  if (at + recordBytes > tail.length) return null
  const comment = tail.subarray(at + recordBytes)
  if (tail.readUInt16LE(at + 20) !== comment.length) return null
  const record = recordAt(tail, at, start + at, source)
  if (record === null || record.disks === 'several') return null
  const { entries, size, offset, directoryEnd } = record
  if (offset + size !== directoryEnd || offset < 0) return null
  if ((entries === 0) !== (size === 0)) return null
  return { entries, start: offset, end: directoryEnd, comment, ambiguous: 'no' }
}

function recordAt(tail: Buffer, at: number, position: number, source: ZipSource): Record | null {
  const plain: Record = {
    entries: tail.readUInt16LE(at + 10),
    size: tail.readUInt32LE(at + 12),
    offset: tail.readUInt32LE(at + 16),
    disks:
      tail.readUInt32LE(at + 4) === 0 && tail.readUInt16LE(at + 8) === tail.readUInt16LE(at + 10)
        ? 'one'
        : 'several',
    directoryEnd: position,
  }
  const wide = zip64Record(position, source)
  const marked =
    plain.entries === 0xffff || plain.size === 0xffffffff || plain.offset === 0xffffffff
  if (wide === null) return marked ? null : plain
  const agrees =
    (plain.entries === 0xffff || plain.entries === wide.entries) &&
    (plain.size === 0xffffffff || plain.size === wide.size) &&
    (plain.offset === 0xffffffff || plain.offset === wide.offset)
  return agrees ? wide : null
}

/** APPNOTE §4.3.14 and §4.3.15: the record of ZIP64 and its locator, right before the end record. */
function zip64Record(position: number, source: ZipSource): Record | null {
  const locatorAt = position - 20
  if (locatorAt < 56) return null
  const locator = source.read(locatorAt, position)
  if (locator === null) return null
  const tail = Buffer.from(locator)
  if (tail.toString('latin1', 0, 4) !== 'PK\x06\x07') return null
  const recordAt = wideNumber(tail, 8)
  if (recordAt === null || tail.readUInt32LE(4) !== 0 || tail.readUInt32LE(16) > 1) return null
  if (recordAt + 56 > locatorAt) return null
  const octets = source.read(recordAt, recordAt + 56)
  if (octets === null) return null
  const record = Buffer.from(octets)
  const [length, entries] = [wideNumber(record, 4), wideNumber(record, 32)]
  const [size, offset] = [wideNumber(record, 40), wideNumber(record, 48)]
  if (record.toString('latin1', 0, 4) !== 'PK\x06\x06') return null
  if (length === null || entries === null || size === null || offset === null) return null
  if (recordAt + 12 + length !== locatorAt) return null
  const single = record.readUInt32LE(16) === 0 && record.readUInt32LE(20) === 0
  const disks = single && wideNumber(record, 24) === entries ? 'one' : 'several'
  return { entries, size, offset, disks, directoryEnd: recordAt }
}

/** An unsigned number of 64 bits, or null where no file could be so large (2^53). */
export function wideNumber(bytes: Buffer, at: number): number | null {
  if (at + 8 > bytes.length) return null
  const value = bytes.readBigUInt64LE(at)
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : null
}
