import type { Budget } from '../../../core/budget.ts'
import { VerifierError } from '../../../core/errors.ts'
import type { Decryptor } from '../encryption/decryptor.ts'
import type { XrefEntry } from '../file.ts'
import { decodeFilters } from '../filters/decode.ts'
import { pdfMalformed } from '../malformed.ts'
import { type PdfObject, type PdfReference, type PdfStream, pdfNull } from '../object.ts'
import { parseIndirectObject } from '../syntax/parser.ts'
import { roomFor } from '../syntax/weight.ts'
import { decrypted, refuseOwnEncryption } from './decrypted.ts'
import type { Definition } from './definition.ts'
import type { EntryIndex } from './entry-index.ts'
import { Kept, type Weighed } from './kept.ts'
import type { Landmarks } from './landmarks.ts'
import { mostReferences } from './limits.ts'
import { ObjectStream } from './object-stream.ts'
import type { Source } from './source.ts'

/** What is read of an indirect object, decrypted. */
interface Read {
  readonly number: number
  readonly generation: number
  readonly object: PdfObject
}

/** Reads the objects of a file, and keeps them; what cannot be read is told again each time. */
export class ObjectReader {
  readonly #source: Source
  readonly #index: EntryIndex
  readonly #landmarks: Landmarks
  readonly #revisionOf: (offset: number) => number
  readonly #read = new Map<number, Read | VerifierError | 'in work'>()
  readonly #objectStreams = new Map<number, ObjectStream | VerifierError | 'in work'>()
  readonly #forbidden = new Set<XrefEntry>()
  /** Where streams stand whose lengths lead behind the ends of their revisions. */
  readonly #tooLong = new Set<number>()
  readonly #kept: Kept
  readonly #room: number
  /** Finding where objects end is counted apart from reading them, and limited in the same way. */
  readonly #walking: Budget
  #depth = 0
  #decryptor: Decryptor | null = null
  #encrypt: number | null = null

  /** `revisionOf` tells which revision an octet is of. */
  constructor(
    source: Source,
    index: EntryIndex,
    landmarks: Landmarks,
    revisionOf: (offset: number) => number,
  ) {
    this.#source = source
    this.#index = index
    this.#landmarks = landmarks
    this.#revisionOf = revisionOf
    this.#walking = source.budget.rest()
    this.#kept = new Kept(source.bytes.length)
    this.#room = roomFor(source.bytes.length)
  }

  /** From now on objects are decrypted, but not the one with that number, which is `Encrypt`. */
  decryptWith(decryptor: Decryptor, encrypt: number | null): void {
    this.#decryptor = decryptor
    this.#encrypt = encrypt
    this.#read.clear()
    this.#objectStreams.clear()
  }

  /**
   * What is defined at an offset, and where it ends; nothing of it is kept. Says what is not as it
   * should be; throws `pdf-malformed`.
   */
  definition(offset: number): Definition {
    const known = this.#read.get(offset)
    if (known instanceof VerifierError) throw known
    try {
      const { number, generation, object, end, problems } = this.#parse(offset, this.#walking)
      for (const problem of problems) this.#source.problems.take(problem)
      const resolve = this.resolver(this.#revisionOf(offset))
      return { number, generation, start: offset, end, holds: holds(object, resolve) }
    } catch (error) {
      if (error instanceof VerifierError) this.#read.set(offset, error)
      throw error
    }
  }

  /** Takes what an entry leads to for unreadable. */
  forbid(entry: XrefEntry | undefined): void {
    if (entry !== undefined) this.#forbidden.add(entry)
  }

  /** The same of what stands at an offset. */
  refuse(offset: number, because: VerifierError): void {
    this.#read.set(offset, because)
    this.#objectStreams.delete(offset)
  }

  #parse(offset: number, budget: Budget) {
    const { bytes } = this.#source
    const revision = this.#revisionOf(offset)
    let stated: number | null = null
    const streamLength = (length: PdfObject) => {
      const value = this.resolve(length, revision)
      stated = value.kind === 'integer' ? value.value : null
      return stated
    }
    const end = this.#landmarks.after(offset)
    const window = bytes.subarray(0, end)
    const room = this.#room
    // Where it cannot be read, its data may begin anywhere up to there.
    let start = end
    try {
      const read = parseIndirectObject(window, offset, { budget, streamLength, room })
      if (read.object.kind === 'stream') {
        start = read.object.place.start
        checkLength(read.object, stated, bytes.length)
      }
      return read
    } finally {
      if (stated !== null) this.#sayOfLength(offset, start + stated)
    }
  }

  /**
   * ISO 32000-2 §7.5.6: what is in a revision ends in it. Where a length leads behind its end, readers
   * search for the end of the data, until someone adds what makes the length come true.
   */
  #sayOfLength(offset: number, leadsTo: number): void {
    const revision = this.#revisionOf(offset)
    const isWithin = leadsTo <= this.#source.bytes.length && this.#revisionOf(leadsTo) === revision
    if (isWithin || this.#tooLong.has(offset)) return
    this.#tooLong.add(offset)
    const message = 'the length of a stream leads behind the end of its revision'
    this.#source.problems.add('length-outside-its-revision', message, offset)
  }

  #readAt(offset: number): Weighed<Read> {
    const { number, generation, object, weight } = this.#parse(offset, this.#source.budget)
    const read = { number, generation, object }
    if (this.#decryptor === null || number === this.#encrypt) return { value: read, weight }
    return { value: { ...read, object: decrypted(read, this.#decryptor) }, weight }
  }

  /** The object that an entry of that number leads to, where that revision is the last one. */
  object(number: number, entry: XrefEntry, revision: number): PdfObject {
    if (entry.kind === 'free') return pdfNull
    if (this.#forbidden.has(entry)) {
      throw pdfMalformed(`object ${number} is not there for the revision that lists it`)
    }
    if (entry.kind === 'offset') return this.#atOffset(number, entry.generation, entry.offset)
    return this.#objectStream(entry.stream, revision).object(number, entry.index)
  }

  #atOffset(number: number, generation: number, offset: number): PdfObject {
    const read = this.#once(this.#read, offset, () => {
      const found = this.#readAt(offset)
      this.#kept.keep(this.#read, offset, found)
      return found.value
    })
    if (read.number !== number || read.generation !== generation) {
      throw pdfMalformed(`object ${number} is not where its cross-reference leads`)
    }
    return read.object
  }

  #objectStream(number: number, revision: number): ObjectStream {
    const listed = this.#index.at(number, revision)
    const isThere = listed?.entry.kind === 'offset' && listed.entry.generation === 0
    if (listed?.entry.kind !== 'offset' || !isThere || this.#forbidden.has(listed.entry)) {
      throw pdfMalformed('an object stream that is not there')
    }
    return this.#objectStreamAt(number, listed.entry.offset)
  }

  /** The numbers of the objects in an object stream, in its order; null where it cannot be read. */
  numbersIn({ number, start }: Definition): Int32Array | null {
    try {
      return this.#objectStreamAt(number, start).numbers
    } catch (error) {
      if (error instanceof VerifierError && error.code === 'pdf-malformed') return null
      throw error
    }
  }

  #objectStreamAt(number: number, offset: number): ObjectStream {
    return this.#once(this.#objectStreams, offset, () => {
      const object = this.#atOffset(number, 0, offset)
      if (object.kind !== 'stream') throw pdfMalformed('an object stream that is no stream')
      const resolve = this.resolver(this.#revisionOf(offset))
      const data = this.data(object)
      const [{ budget }, kept, room] = [this.#source, this.#kept, this.#room]
      const stream = new ObjectStream(object.dictionary, { data, budget, kept, room }, resolve)
      this.#objectStreams.set(offset, stream)
      return stream
    })
  }

  /**
   * What was made of the octets at an offset, or is made of them now, be it an error; `read` keeps
   * it. What is needed to read it, such as a length, is read first, but not without end.
   */
  #once<T extends object>(
    known: Map<number, T | VerifierError | 'in work'>,
    offset: number,
    read: () => T,
  ): T {
    const before = known.get(offset)
    if (before instanceof VerifierError) throw before
    if (before === 'in work' || this.#depth === mostReferences) {
      throw pdfMalformed('an object that needs itself, or too many others, to be read')
    }
    if (before !== undefined) return before
    known.set(offset, 'in work')
    this.#depth += 1
    try {
      return read()
    } catch (error) {
      if (error instanceof VerifierError) known.set(offset, error)
      throw error
    } finally {
      this.#depth -= 1
    }
  }

  /** The octets of a stream, decrypted and decoded, with its filters as its own revision has them. */
  data(stream: PdfStream): Uint8Array {
    const { raw, dictionary, owner, place } = stream
    const resolve = this.resolver(this.#revisionOf(place.start))
    if (this.#decryptor !== null) refuseOwnEncryption(dictionary, resolve)
    const plain = this.#decryptor?.stream(raw, dictionary, owner) ?? raw
    const context = { budget: this.#source.budget, resolve }
    // What a decryptor gives back, no crypt filter is left of.
    const crypt = (_name: string, octets: Uint8Array) => octets
    return decodeFilters(plain, dictionary, this.#decryptor ? { ...context, crypt } : context)
  }

  /** Follows references as that revision has them; null (the object) where they do not end. */
  resolve(object: PdfObject | undefined, revision: number): PdfObject {
    let found = object ?? pdfNull
    for (let count = 0; found.kind === 'reference'; count += 1) {
      if (count === mostReferences) return pdfNull
      found = this.referenced(found, revision)
    }
    return found
  }

  /** ISO 32000-2 §7.3.10: a reference to what is not there is one to null. */
  referenced(
    { number, generation }: Pick<PdfReference, 'number' | 'generation'>,
    revision: number,
  ): PdfObject {
    const listed = this.#index.at(number, revision)
    if (listed === null) return pdfNull
    const { entry } = listed
    if ((entry.kind === 'compressed' ? 0 : entry.generation) !== generation) return pdfNull
    return this.object(number, entry, revision)
  }

  resolver(revision: number): (object: PdfObject | undefined) => PdfObject {
    return (object) => this.resolve(object, revision)
  }
}

/** Readers that rebuild a file follow the reference that `Type` may be. */
function holds(
  object: PdfObject,
  resolve: (object: PdfObject | undefined) => PdfObject,
): Definition['holds'] {
  if (object.kind !== 'stream') return 'nothing'
  const type = resolve(object.dictionary.entries.get('Type'))
  return type.kind === 'name' && type.name === 'ObjStm' ? 'objects' : 'nothing'
}

/**
 * A length that leads past the next landmark is seen as one that leads past the end of the file, and
 * the stream ends at `endstream`; but readers that follow it see other octets.
 */
function checkLength({ place }: PdfStream, stated: number | null, end: number): void {
  const leadsTo = place.start + (stated ?? 0)
  if (leadsTo > place.end && leadsTo <= end) {
    throw pdfMalformed('a stream whose length leads past its end')
  }
}
