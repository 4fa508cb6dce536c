import { statSync } from 'node:fs'
import { sha256Hex } from '../core/fingerprint.ts'
import type { Policy } from '../validation/policy.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { Crl } from '../x509/crl/crl.ts'
import type { OcspResponse } from '../x509/ocsp/response.ts'
import type { Source } from './order.ts'
import { type Base, itemsOf, pathOf, readFileNow } from './read-source.ts'

/**
 * What a batch has read of late: issuers, anchors and CRLs stand in line after line. What is known
 * of a certificate is kept with it, and what is known of a set with its array: the same files give
 * the same objects, and the same list of files the same array.
 */
export class KeptSources {
  /** 16 MiB are about ten thousand certificates, which take 60 MB when they are read. */
  readonly certificates = new KeptLists<Certificate>(16 << 20)
  readonly ocspResponses = new KeptLists<OcspResponse>(16 << 20)
  readonly policies = new KeptLists<Policy>(1 << 20)
  /** The CRLs of the EU's largest authorities are of 5 to 20 MB. */
  readonly crls = new KeptLists<Crl>(128 << 20)
}

/** What one source holds. */
interface KeptItems<T> {
  /** Never given twice: what is read again is another thing. */
  readonly id: number
  readonly items: readonly T[]
  /** Of the bytes that they were read from. */
  readonly size: number
  /** Of a file, what it looked like when it was read. */
  readonly look: string
  checkedAt: number
  /** The keys of the lists that it is in, which go with it: they would hold it on. Null once it has gone. */
  lists: Set<string> | null
}

/** What the sources of one list hold, in their order. */
interface KeptList<T> {
  readonly parts: readonly KeptItems<T>[]
  readonly items: readonly T[]
}

/**
 * Milliseconds for which a file is taken to be as it was when last looked at. A file that is changed
 * while a batch runs counts for the lines that are answered a second later.
 */
const lookAgainAfter = 1_000

/** Lists of sources kept at once; a batch whose lines name ever other lists gains nothing by more. */
const mostLists = 1_024

/** Things read from sources, by least recent use within a number of bytes. */
export class KeptLists<T> {
  readonly #mostBytes: number
  readonly #now: () => number
  readonly #sources = new Map<string, KeptItems<T>>()
  readonly #lists = new Map<string, KeptList<T>>()
  #bytes = 0
  #ids = 0

  /** @param now milliseconds on any clock that does not run backwards */
  constructor(mostBytes: number, now: () => number = () => performance.now()) {
    this.#mostBytes = mostBytes
    this.#now = now
  }

  /** Everything in the sources, in their order; throws what reading them throws. */
  read(
    sources: readonly Source[],
    base: Base,
    itemsIn: (bytes: Uint8Array) => readonly T[],
  ): readonly T[] {
    if (sources.length === 0) return nothing
    const parts = sources.map((source) => this.#itemsOf(source, base, itemsIn))
    const [only] = parts
    if (parts.length === 1 && only !== undefined) return only.items
    const key = parts.map(({ id }) => id).join()
    const known = this.#lists.get(key)
    if (known !== undefined) return renew(this.#lists, key, known).items
    return this.#join(key, parts)
  }

  #join(key: string, parts: readonly KeptItems<T>[]): readonly T[] {
    const items = parts.flatMap((part) => part.items)
    // Of a list of more than is kept at once some parts have gone while the others were read.
    if (parts.some(({ lists }) => lists === null)) return items
    this.#lists.set(key, { parts, items })
    for (const { lists } of parts) lists?.add(key)
    const [oldest] = this.#lists.keys()
    if (this.#lists.size > mostLists && oldest !== undefined) this.#forgetList(oldest)
    return items
  }

  #forgetList(key: string): void {
    for (const { lists } of this.#lists.get(key)?.parts ?? []) lists?.delete(key)
    this.#lists.delete(key)
  }

  #itemsOf(source: Source, base: Base, itemsIn: (bytes: Uint8Array) => readonly T[]): KeptItems<T> {
    if ('bytes' in source) {
      const key = sha256Hex(source.bytes)
      const known = this.#sources.get(key)
      return this.#keep(key, known ?? this.#made(source, source.bytes, '', itemsIn))
    }
    const path = pathOf(source.path, base)
    const known = this.#sources.get(path)
    if (known !== undefined && this.#isCurrent(known, path)) return this.#keep(path, known)
    // Looked at first: a file that changes in between is read again, never taken for the old one.
    const look = lookOf(path)
    return this.#keep(path, this.#made(source, readFileNow(source.path, base), look, itemsIn))
  }

  #made(
    source: Source,
    bytes: Uint8Array,
    look: string,
    itemsIn: (bytes: Uint8Array) => readonly T[],
  ): KeptItems<T> {
    const items = itemsOf(source, bytes, itemsIn)
    this.#ids += 1
    const size = bytes.length
    return { id: this.#ids, items, size, look, checkedAt: this.#now(), lists: new Set() }
  }

  #isCurrent(known: KeptItems<T>, path: string): boolean {
    const now = this.#now()
    if (now - known.checkedAt < lookAgainAfter) return true
    if (lookOf(path) !== known.look) return false
    known.checkedAt = now
    return true
  }

  #keep(key: string, items: KeptItems<T>): KeptItems<T> {
    const before = this.#sources.get(key)
    if (before === items) return renew(this.#sources, key, items)
    if (before !== undefined) this.#forgetSource(key, before)
    this.#sources.set(key, items)
    this.#bytes += items.size
    for (const [oldest, held] of this.#sources) {
      if (this.#bytes <= this.#mostBytes || this.#sources.size === 1) break
      this.#forgetSource(oldest, held)
    }
    return items
  }

  #forgetSource(key: string, held: KeptItems<T>): void {
    this.#sources.delete(key)
    this.#bytes -= held.size
    for (const list of held.lists ?? []) this.#forgetList(list)
    held.lists = null
  }
}

/** One array for all: an index of it is made once. */
const nothing: readonly never[] = []

/** Modification, size and number of a file; empty where there is none, which no reading gives. */
function lookOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false })
  return found === undefined ? '' : `${found.mtimeMs} ${found.size} ${found.ino}`
}

/** Maps keep the order of insertion: what is used moves to the end. */
function renew<V>(map: Map<string, V>, key: string, value: V): V {
  map.delete(key)
  map.set(key, value)
  return value
}
