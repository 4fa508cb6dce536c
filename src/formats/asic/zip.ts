import { crc32, inflateRawSync } from 'node:zlib'
import { VerifierError } from '../../core/errors.ts'
import { unreadable } from './unreadable.ts'
import { readDirectory } from './zip-directory.ts'
import { findEnd } from './zip-end.ts'
import { readLocalHeaders, type ZipEntry } from './zip-local.ts'
import type { ZipSource } from './zip-source.ts'

export type { ZipEntry, ZipSource }

/** A ZIP file of which every reader reads the same: what is not so is refused. */
export interface Zip {
  /** In the order of the file. */
  readonly entries: readonly ZipEntry[]
  readonly comment: Buffer
  /** Whether a reader that looks for the last end record would not find this archive. */
  readonly ambiguous: 'yes' | 'no'
}

/**
 * Reads what a ZIP file holds (APPNOTE 6.3.9), and no content yet: one disk, stored or deflated,
 * not encrypted, ZIP64 as well. Throws `document-unreadable`.
 */
export function readZip(source: ZipSource): Zip {
  const end = findEnd(source)
  const central = readDirectory(source, end)
  const entries = readLocalHeaders(source, central, end.start)
  for (const entry of entries) refuseBomb(entry)
  return { entries, comment: end.comment, ambiguous: end.ambiguous }
}

/** The limits of DSS: what grows more than a hundredfold, and to more than a megabyte, is a bomb. */
const largestRatio = 100
const ratioFrom = 1_000_000

function refuseBomb({ name, size, compressedSize }: ZipEntry): void {
  if (size > ratioFrom && size > compressedSize * largestRatio) {
    const detail = `an entry in it grows more than ${largestRatio} times when it is read`
    throw unreadable(detail, { why: 'bomb', entry: name })
  }
}

/**
 * Octets of an entry that are inflated at once. A document that is sent has 32 MiB at most, and
 * texts grow tenfold; files of a command are read as streams before they come to this.
 */
export const mostInflated = 256 << 20

/**
 * The octets of an entry as they are stored, not copied, or inflated; null where they are not held.
 * Their number is what the headers say; what their checksum says is for `compareChecksum`. Throws
 * `document-unreadable`.
 */
export function contentOf(source: ZipSource, entry: ZipEntry): Uint8Array | null {
  if (entry.size === 0 && entry.compressedSize === 0) return new Uint8Array()
  const octets = source.read(entry.start, entry.end)
  if (octets === null) return null
  const content = entry.method === 'stored' ? octets : inflate(octets, entry)
  if (content.length !== entry.size)
    throw unreadable('an entry in it has another size than it says', { entry: entry.name })
  return content
}

/**
 * Compares the CRC-32 of an entry's content with its headers (APPNOTE 6.3.9 §4.4.7), which
 * `readZip` has compared with each other. Throws `document-unreadable`.
 */
export function compareChecksum(content: Uint8Array, entry: ZipEntry): void {
  if (crc32(content) !== entry.crc) {
    throw unreadable('an entry in it is not what its checksum says', { entry: entry.name })
  }
}

function inflate(octets: Uint8Array, entry: ZipEntry): Uint8Array {
  if (entry.size > mostInflated) {
    throw new VerifierError(
      'document-too-large',
      'a file in the container is too large to be held',
      {
        hint: 'give the container as a file: its content is read as a stream then',
      },
    )
  }
  const chunkSize = Math.min(Math.max(entry.size, 64), 1 << 20)
  try {
    // One octet more than there may be tells what is too long; a limit of zero would be none.
    const options = { info: true, chunkSize, maxOutputLength: entry.size + 1 } as const
    const inflated = inflateRawSync(octets, options) as unknown as Inflated
    if (inflated.engine.bytesWritten === octets.length) return inflated.buffer
  } catch (cause) {
    throw unreadable('an entry in it is damaged', { entry: entry.name, cause })
  }
  throw unreadable('an entry in it has octets behind its end', {
    why: 'two readings',
    entry: entry.name,
  })
}

/** What node:zlib gives with `info`: `bytesWritten` counts the octets that were read. */
interface Inflated {
  readonly buffer: Buffer
  readonly engine: { readonly bytesWritten: number }
}
