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
  readonly #lists = new Map<string, readonly T[]>()
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
    const list = this.#lists.get(key) ?? parts.flatMap(({ items }) => items)
    renew(this.#lists, key, list)
    if (this.#lists.size > mostLists) forgetOldest(this.#lists)
    return list
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
    return { id: this.#ids, items, size: bytes.length, look, checkedAt: this.#now() }
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
    this.#bytes += items.size - (before?.size ?? 0)
    renew(this.#sources, key, items)
    while (this.#bytes > this.#mostBytes && this.#sources.size > 1) {
      this.#bytes -= forgetOldest(this.#sources)?.size ?? 0
    }
    return items
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
function renew<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key)
  map.set(key, value)
}

function forgetOldest<V>(map: Map<string, V>): V | undefined {
  const oldest = map.entries().next()
  if (oldest.done) return undefined
  map.delete(oldest.value[0])
  return oldest.value[1]
}
