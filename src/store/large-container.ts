import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import type { DigestAlgorithm } from '../core/digests.ts'
import { VerifierError } from '../core/errors.ts'
import { roleOf } from '../formats/asic/roles.ts'
import { readZip, type ZipEntry, type ZipSource } from '../formats/asic/zip.ts'
import type { PartlyHeld } from '../formats/format.ts'
import type { Need } from '../report/verdict.ts'
import type { VerifyRequest } from '../verify.ts'
import type { Source } from './order.ts'
import { type Base, pathOf, readSource, sizeOf } from './read-source.ts'
import { chunksOf, digestsOf, pieceBytes, unreadable, wantedDigests } from './streamed-digests.ts'
import { type FileState, fileState, refuseChanged } from './unchanged-file.ts'

/** A container of which large files were left where they are. */
export interface LargeContainer {
  readonly path: string
  /** Before anything of it was read. */
  readonly state: FileState
  /** By their names. */
  readonly left: ReadonlyMap<string, ZipEntry>
}

/** Octets above which a container is not held, and what of it is held then. */
export interface ContainerLimits {
  /** Of the file, or of all that is in it. */
  readonly whole: number
  /** Of one data file, as it is read. */
  readonly file: number
  /** Of everything that is held, the container's own files included. */
  readonly held: number
}

/**
 * 64 MiB are read and hashed in a tenth of a second, and twice as much in memory is a tenth of what
 * a server gives a process. What is held of a larger one: signatures have some kilobytes each.
 */
const usualLimits: ContainerLimits = { whole: 64 << 20, file: 1 << 20, held: 32 << 20 }

interface ReadDocument {
  readonly document: VerifyRequest['document']
  /** Null where everything is held. */
  readonly container: LargeContainer | null
}

/**
 * Reads the document of an order; of a large container only its directory and small files, so that
 * it takes little memory whatever its size. Throws as `readSource` does, and `document-unreadable`.
 */
export async function readDocument(
  source: Source,
  base: Base,
  limits: ContainerLimits = usualLimits,
): Promise<ReadDocument> {
  if (!('path' in source)) return { document: await readSource(source, base), container: null }
  const path = pathOf(source.path, base)
  const size = await sizeOf(source.path, base)
  if (size > limits.whole && beginsAsZip(path)) return readParts(path, size, limits)
  const document = await readSource(source, base)
  return growsPast(document.bytes, limits.whole)
    ? readParts(path, size, limits)
    : { document, container: null }
}

const zipBeginning = Buffer.from('PK\x03\x04')

function beginsAsZip(path: string): boolean {
  return withFile(path, (file) => readExactly(file, 0, zipBeginning.length).equals(zipBeginning))
}

/** A file of some megabytes can hold a hundred times as much; what cannot be read is not looked at. */
function growsPast(bytes: Uint8Array, most: number): boolean {
  if (!zipBeginning.equals(bytes.subarray(0, zipBeginning.length))) return false
  try {
    const { entries } = readZip({ size: bytes.length, read: (a, b) => bytes.subarray(a, b) })
    return entries.reduce((sum, { size }) => sum + size, 0) > most
  } catch (cause) {
    if (cause instanceof VerifierError) return false
    throw cause
  }
}

async function readParts(
  path: string,
  size: number,
  limits: ContainerLimits,
): Promise<ReadDocument> {
  const state = fileState(path)
  const { parts, left } = withFile(path, (file) => heldOf(recorder(file, size, limits), limits))
  const hash = createHash('sha256')
  for await (const chunk of chunksOf(path, 0, size)) hash.update(chunk)
  refuseChanged(path, state)
  const partly: PartlyHeld = { size, sha256: hash.digest('hex'), parts, digests: new Map() }
  const bytes = parts.find(({ start, bytes: { length } }) => start === 0 && length > 0)?.bytes
  const document = { name: basename(path), bytes: bytes ?? new Uint8Array(), partly }
  return { document, container: { path, state, left } }
}

/**
 * What stands between the files is read by `readZip`; of the files, first the container's own, then
 * small ones, while half of the room that is left holds them.
 */
function heldOf(
  recorder: Recorder,
  limits: ContainerLimits,
): { readonly parts: PartlyHeld['parts']; readonly left: LargeContainer['left'] } {
  const { source, parts, room } = recorder
  const { entries } = readZip(source)
  const left = new Map<string, ZipEntry>()
  for (const entry of entries) {
    if (roleOf(entry.name) === 'data') left.set(entry.name, entry)
    else source.read(entry.start, entry.end)
  }
  for (const entry of left.values()) {
    if (entry.size > limits.file || entry.size > room() / 2) continue
    source.read(entry.start, entry.end)
    left.delete(entry.name)
  }
  return { parts, left }
}

interface Recorder {
  readonly source: ZipSource
  readonly parts: { readonly start: number; readonly bytes: Uint8Array }[]
  /** Octets that may still be held. */
  room(): number
}

/** Keeps what is read, so that the core can read it again; a container that is all headers is refused. */
function recorder(file: number, size: number, limits: ContainerLimits): Recorder {
  const parts: { start: number; bytes: Uint8Array }[] = []
  let room = limits.held
  const read = (start: number, end: number): Uint8Array => {
    room -= end - start
    if (room < 0) {
      throw new VerifierError(
        'document-too-large',
        'too much of the container is not its content',
        {
          hint: 'signatures and headers of a container are held: 32 MiB of them are too many',
        },
      )
    }
    const bytes = readExactly(file, start, end - start)
    parts.push({ start, bytes })
    return bytes
  }
  return { source: { size, read }, parts, room: () => room }
}

function withFile<T>(path: string, use: (file: number) => T): T {
  try {
    const file = openSync(path, 'r')
    try {
      return use(file)
    } finally {
      closeSync(file)
    }
  } catch (cause) {
    throw cause instanceof VerifierError ? cause : unreadable(path, cause)
  }
}

function readExactly(file: number, start: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  for (let filled = 0; filled < length; ) {
    const count = readSync(file, bytes, filled, length - filled, start + filled)
    if (count === 0) return bytes.subarray(0, filled)
    filled += count
  }
  return bytes
}

/**
 * Hashes the files of a container that a verdict needs, as streams, by the algorithms it names, and by
 * others that the caller wants beside them. Gives the request to ask again with, or null where nothing more can be given; throws
 * `document-unreadable` where a file is not what its headers say, and `file-unreadable` where the
 * container is no longer the one whose signatures were read.
 */
export async function withContainerDigests<Asked extends Pick<VerifyRequest, 'document'>>(
  request: Asked,
  container: LargeContainer | null,
  needs: readonly Need[],
  others: readonly DigestAlgorithm[] = [],
): Promise<Asked | null> {
  const { partly } = request.document
  if (container === null || partly === undefined) return null
  const digests = new Map(partly.digests)
  for (const [name, algorithms] of wantedDigests(needs)) {
    const entry = container.left.get(name)
    if (entry === undefined || algorithms.size === 0) continue
    const each = new Set([...algorithms, ...others])
    digests.set(name, await digestsOf(wholeOf(container.path, entry), each))
  }
  if (digests.size === 0) return null
  refuseChanged(container.path, container.state)
  return { ...request, document: { ...request.document, partly: { ...partly, digests } } }
}

/**
 * The content of a file that was left in the container, as it is read. Throws as `withContainerDigests`
 * does, at the end where it is not what was hashed before.
 */
export async function* contentLeft(
  { path, state, left }: LargeContainer,
  { name, sha256 }: { readonly name: string; readonly sha256: string },
): AsyncGenerator<Uint8Array> {
  const entry = left.get(name)
  if (entry === undefined) throw new Error(`"${name}" was not left in the container`)
  const hash = createHash('sha256')
  for await (const chunk of wholeOf(path, entry)) {
    hash.update(chunk)
    yield chunk
  }
  refuseChanged(path, state)
  if (hash.digest('hex') !== sha256) throw damaged(entry)
}

/** Only data files are left, whose CRCs are not compared in a small container either. */
async function* wholeOf(path: string, entry: ZipEntry): AsyncGenerator<Buffer> {
  let size = 0
  for await (const chunk of contentOf(path, entry)) {
    size += chunk.length
    if (size > entry.size) throw damaged(entry)
    yield chunk
  }
  if (size !== entry.size) throw damaged(entry)
}

/** The octets of a file in the container as they are read. */
async function* contentOf(path: string, entry: ZipEntry): AsyncGenerator<Buffer> {
  const stored = chunksOf(path, entry.start, entry.end)
  if (entry.method === 'stored') {
    yield* stored
    return
  }
  const inflate = createInflateRaw({ chunkSize: pieceBytes })
  try {
    for await (const chunk of Readable.from(stored).compose(inflate)) yield chunk
  } catch (cause) {
    throw cause instanceof VerifierError ? cause : damaged(entry, cause)
  }
  if (inflate.bytesWritten !== entry.end - entry.start) throw damaged(entry)
}

function damaged({ name }: ZipEntry, cause?: unknown): VerifierError {
  return new VerifierError('document-unreadable', `"${name}" in the container is damaged`, {
    hint: 'check that the file was written and sent whole',
    cause,
  })
}
