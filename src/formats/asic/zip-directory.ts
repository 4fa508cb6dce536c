import { crc32 } from 'node:zlib'
import { fromUtf8 } from '../../core/bytes.ts'
import type { VerifierError } from '../../core/errors.ts'
import { quoted } from './shown-name.ts'
import { unreadable } from './unreadable.ts'
import { held, wideNumber, type ZipEnd } from './zip-end.ts'
import { nameKey, nameOf } from './zip-names.ts'
import type { ZipSource } from './zip-source.ts'

/** A file or folder as the central directory has it (APPNOTE 6.3.9 §4.3.12). */
export interface CentralEntry {
  readonly name: string
  readonly rawName: Uint8Array
  readonly kind: 'file' | 'folder'
  readonly method: 'stored' | 'deflated'
  readonly flags: number
  readonly crc: number
  /** Octets as they stand in the container, and as they are read. */
  readonly compressedSize: number
  readonly size: number
  /** Where its local header begins. */
  readonly header: number
}

/**
 * Entries of one container. DSS reads 1,000 files of a container; archives of invoices and of
 * pictures have more, and 10,000 take some 50 ms.
 */
export const mostEntries = 10_000

/** Octets of a central directory: 10,000 entries with names and extra fields of 1.6 KiB each. */
const largestDirectory = 16 << 20

/** Every entry, in the order of the directory. Throws `document-unreadable`. */
export function readDirectory(source: ZipSource, end: ZipEnd): readonly CentralEntry[] {
  if (end.entries > mostEntries) {
    throw unreadable(`it has ${end.entries} entries, more than ${mostEntries}`, { why: 'limit' })
  }
  if (end.end - end.start > largestDirectory)
    throw unreadable('its directory is too large', { why: 'limit' })
  const directory = held(source, end.start, end.end)
  const entries: CentralEntry[] = []
  let at = 0
  for (let count = 0; count < end.entries; count += 1) {
    const length = entryLength(directory, at)
    entries.push(entryIn(directory.subarray(at, at + length)))
    at += length
  }
  if (at !== directory.length)
    throw unreadable('its directory has more entries than it says', { why: 'two readings' })
  refuseDuplicates(entries)
  return entries
}

const fixedBytes = 46

function entryLength(directory: Buffer, at: number): number {
  const whole = at + fixedBytes <= directory.length
  if (!whole || directory.toString('latin1', at, at + 4) !== 'PK\x01\x02') {
    throw unreadable('its directory is damaged')
  }
  const variable =
    directory.readUInt16LE(at + 28) +
    directory.readUInt16LE(at + 30) +
    directory.readUInt16LE(at + 32)
  if (at + fixedBytes + variable > directory.length) throw unreadable('its directory is damaged')
  return fixedBytes + variable
}

function entryIn(entry: Buffer): CentralEntry {
  const flags = entry.readUInt16LE(8)
  const nameEnd = fixedBytes + entry.readUInt16LE(28)
  const extra = entry.subarray(nameEnd, nameEnd + entry.readUInt16LE(30))
  const rawName = entry.subarray(fixedBytes, nameEnd)
  const utf8 = (flags & 0x800) === 0 ? 'not stated' : 'stated'
  const name = nameOf({ octets: rawName, utf8, unicodePath: unicodePathIn(extra, rawName) })
  refuseUnread(flags, entry, name)
  const wide = zip64Fields(name, extra, {
    size: entry.readUInt32LE(24),
    compressedSize: entry.readUInt32LE(20),
    header: entry.readUInt32LE(42),
  })
  const kind = name.endsWith('/') ? 'folder' : 'file'
  const method = methodOf(entry.readUInt16LE(10), name)
  if (kind === 'folder' && wide.size !== 0)
    throw unreadable('a folder in it has content', { why: 'two readings', entry: name })
  if (method === 'stored' && wide.size !== wide.compressedSize) {
    throw unreadable('an entry that is stored as it is has two sizes', {
      why: 'two readings',
      entry: name,
    })
  }
  return { name, rawName, kind, method, flags, crc: entry.readUInt32LE(16), ...wide }
}

/** Bits 0, 6 and 13 (APPNOTE §4.4.4) are of encryption, bit 5 of patches. */
const refusedFlags = 0b10_0000_0110_0001

/** File types of Unix (stat.h) in the upper half of the external attributes: none, a folder, a file. */
const regularTypes: ReadonlySet<number> = new Set([0, 0o040000, 0o100000])

function refuseUnread(flags: number, entry: Buffer, name: string): void {
  if ((flags & refusedFlags) !== 0) {
    throw unreadable('an entry in it is encrypted', { why: 'encrypted', entry: name })
  }
  if (entry.readUInt16LE(34) !== 0) throw unreadable('it lies on several disks')
  const type = (entry.readUInt32LE(38) >>> 16) & 0o170000
  if (!regularTypes.has(type)) {
    throw unreadable('an entry in it is a symbolic link or a device', { why: 'kind', entry: name })
  }
}

function methodOf(method: number, entry: string): CentralEntry['method'] {
  if (method === 0) return 'stored'
  if (method === 8) return 'deflated'
  const detail = `an entry in it is compressed by method ${method}; 0 and 8 are read`
  throw unreadable(detail, { why: 'kind', entry })
}

/** APPNOTE §4.5.3: the fields that 32 bits are too few for, in this order, where they are marked. */
export function zip64Fields<Fields extends Readonly<Record<string, number>>>(
  entry: string,
  extra: Buffer,
  fields: Fields,
): Fields {
  const marked = Object.keys(fields).filter((name) => fields[name] === 0xffffffff)
  if (marked.length === 0) return fields
  const wide = extraField(extra, 0x0001)
  const values = marked.map((name, index) => {
    const value = wide === null ? null : wideNumber(wide, index * 8)
    if (value === null) throw unreadable('an entry in it lacks its sizes', { entry })
    return [name, value] as const
  })
  return { ...fields, ...Object.fromEntries(values) }
}

/** The data of an extra field (APPNOTE §4.5.1), or null; what cannot be walked through ends them. */
function extraField(extra: Buffer, wanted: number): Buffer | null {
  for (let at = 0; at + 4 <= extra.length; ) {
    const end = at + 4 + extra.readUInt16LE(at + 2)
    if (end > extra.length) return null
    if (extra.readUInt16LE(at) === wanted) return extra.subarray(at + 4, end)
    at = end
  }
  return null
}

/** APPNOTE §4.6.9: the name in UTF-8, where its CRC says that it belongs to the name of the header. */
export function unicodePathIn(extra: Buffer, rawName: Uint8Array): string | null {
  const field = extraField(extra, 0x7075)
  if (field === null || field.length < 5 || field[0] !== 1) return null
  if (field.readUInt32LE(1) !== crc32(rawName)) return null
  return fromUtf8(field.subarray(5))
}

/** Two readers would take two different ones of them. */
function refuseDuplicates(entries: readonly CentralEntry[]): void {
  const names = new Map<string, string>()
  for (const { name } of entries) {
    const key = nameKey(name)
    const other = names.get(key)
    if (other !== undefined) throw duplicate(other, name)
    names.set(key, name)
  }
}

function duplicate(first: string, second: string): VerifierError {
  const why = 'two readings'
  if (first === second) return unreadable('two entries in it have one name', { why, entry: first })
  const detail = `two names in it differ in nothing but case, Unicode form or the slash of a folder: ${quoted(first)} and ${quoted(second)}`
  return unreadable(detail, { why })
}
