import { VerifierError } from '../../../core/errors.ts'
import type { Decryptor } from '../encryption/decryptor.ts'
import type { XrefEntry } from '../file.ts'
import { decodeFilters } from '../filters/decode.ts'
import { pdfMalformed } from '../malformed.ts'
import { type PdfObject, type PdfReference, type PdfStream, pdfNull } from '../object.ts'
import { parseIndirectObject } from '../syntax/parser.ts'
import { decrypted } from './decrypted.ts'
import type { Definition } from './definition.ts'
import type { EntryIndex } from './entry-index.ts'
import type { Landmarks } from './landmarks.ts'
import { mostReferences } from './limits.ts'
import { ObjectStream } from './object-stream.ts'
import type { Source } from './source.ts'

/** Reads the objects of a file, each once; what cannot be read is told again each time. */
export class ObjectReader {
  readonly #source: Source
  readonly #index: EntryIndex
  readonly #landmarks: Landmarks
  readonly #revisionOf: (offset: number) => number
  readonly #definitions = new Map<number, Definition | VerifierError | 'in work'>()
  readonly #decrypted = new Map<number, PdfObject | VerifierError>()
  readonly #objectStreams = new Map<number, ObjectStream | VerifierError>()
  readonly #forbidden = new Set<XrefEntry>()
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
  }

  /** From now on objects are decrypted, but not the one with that number, which is `Encrypt`. */
  decryptWith(decryptor: Decryptor, encrypt: number | null): void {
    this.#decryptor = decryptor
    this.#encrypt = encrypt
    this.#decrypted.clear()
    this.#objectStreams.clear()
  }

  /** The definition that stands at an offset; throws `pdf-malformed`. */
  definition(offset: number): Definition {
    const known = this.#definitions.get(offset)
    if (known === 'in work') throw pdfMalformed('a stream whose length leads back to itself')
    if (known instanceof VerifierError) throw known
    if (known !== undefined) return known
    this.#definitions.set(offset, 'in work')
    return settled(this.#definitions, offset, () => this.#readDefinition(offset))
  }

  /** Takes what an entry leads to for unreadable. */
  forbid(entry: XrefEntry | undefined): void {
    if (entry !== undefined) this.#forbidden.add(entry)
  }

  /** The same of what stands at an offset. */
  refuse(offset: number, because: VerifierError): void {
    this.#definitions.set(offset, because)
    this.#decrypted.delete(offset)
    this.#objectStreams.delete(offset)
  }

  #readDefinition(offset: number): Definition {
    const { bytes, budget, problems } = this.#source
    const revision = this.#revisionOf(offset)
    let stated: number | null = null
    const streamLength = (length: PdfObject) => {
      const value = this.resolve(length, revision)
      stated = value.kind === 'integer' ? value.value : null
      return stated
    }
    const window = bytes.subarray(0, this.#landmarks.after(offset))
    const read = parseIndirectObject(window, offset, { budget, streamLength })
    const { number, generation, object, end } = read
    if (object.kind === 'stream') checkLength(object, stated, bytes.length)
    for (const problem of read.problems) problems.take(problem)
    return { number, generation, object, start: offset, end }
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
    const definition = this.definition(offset)
    if (definition.number !== number || definition.generation !== generation) {
      throw pdfMalformed(`object ${number} is not where its cross-reference leads`)
    }
    if (this.#decryptor === null || number === this.#encrypt) return definition.object
    const known = this.#decrypted.get(offset)
    if (known instanceof VerifierError) throw known
    const decryptor = this.#decryptor
    return known ?? settled(this.#decrypted, offset, () => decrypted(definition, decryptor))
  }

  #objectStream(number: number, revision: number): ObjectStream {
    const listed = this.#index.at(number, revision)
    const isThere = listed?.entry.kind === 'offset' && listed.entry.generation === 0
    if (listed?.entry.kind !== 'offset' || !isThere || this.#forbidden.has(listed.entry)) {
      throw pdfMalformed('an object stream that is not there')
    }
    const { offset } = listed.entry
    const known = this.#objectStreams.get(offset)
    if (known instanceof VerifierError) throw known
    if (known !== undefined) return known
    return settled(this.#objectStreams, offset, () => {
      const object = this.#atOffset(number, 0, offset)
      if (object.kind !== 'stream') throw pdfMalformed('an object stream that is no stream')
      const resolve = this.resolver(this.#revisionOf(offset))
      return new ObjectStream(object.dictionary, this.data(object), this.#source.budget, resolve)
    })
  }

  /** The octets of a stream, decrypted and decoded, with its filters as its own revision has them. */
  data(stream: PdfStream): Uint8Array {
    const { raw, dictionary, owner, place } = stream
    const plain = this.#decryptor?.stream(raw, dictionary, owner) ?? raw
    const resolve = this.resolver(this.#revisionOf(place.start))
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

/** Reads, and keeps what came of it, be it an error. */
function settled<T>(
  known: Map<number, T | VerifierError | 'in work'>,
  at: number,
  read: () => T,
): T {
  try {
    const value = read()
    known.set(at, value)
    return value
  } catch (error) {
    if (error instanceof VerifierError) known.set(at, error)
    throw error
  }
}
