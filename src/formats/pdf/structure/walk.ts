import { VerifierError } from '../../../core/errors.ts'
import { pdfAmbiguous, pdfMalformed } from '../malformed.ts'
import type { Place } from '../object.ts'
import { isDigit, octetAt, skipSpace } from '../syntax/lexer.ts'
import type { Definition } from './definition.ts'
import type { Landmark, Landmarks } from './landmarks.ts'
import { mostUnreadable } from './limits.ts'
import type { ObjectReader } from './objects.ts'
import type { Source } from './source.ts'

/** What was found of one region of the file. */
export interface Region {
  /** The objects that stand there one behind the other, in the order of the file. */
  readonly definitions: readonly Definition[]
  /** What is neither object, nor section, nor white space, nor comment. */
  readonly strange: readonly Place[]
  /** Listed objects that stand within something else, by their offsets. */
  readonly within: readonly number[]
}

/**
 * Goes once through a file from object to object (ISO 32000-2 §7.5.1), so that it is seen what no
 * cross-reference leads to: another definition of an object, or anything else. An object that should
 * begin in a comment or in a section is unreadable from then on.
 */
export class Walk {
  readonly #source: Source
  readonly #objects: ObjectReader
  readonly #landmarks: Landmarks
  #next = 0
  #unreadable = 0
  /** One for all: there can be very many. */
  #overlap: VerifierError | null = null

  constructor(source: Source, objects: ObjectReader, landmarks: Landmarks) {
    this.#source = source
    this.#objects = objects
    this.#landmarks = landmarks
  }

  /** Regions have to be asked for in the order of the file. */
  region({ start, end }: Place): Region {
    const definitions: Definition[] = []
    const strange: Place[] = []
    const within: number[] = []
    this.#pass(start, within)
    let at = start
    for (;;) {
      at = Math.min(this.#skipSpace(at), end)
      this.#pass(at, within)
      if (at >= end) return { definitions, strange, within }
      const known = this.#landmarkAt(at)
      const definition = known?.end == null ? this.#definitionAt(at) : null
      const stop = known?.end ?? definition?.end ?? Math.min(this.#landmarks.after(at), end)
      if (definition !== null) definitions.push(definition)
      else if (known?.end == null) strange.push({ start: at, end: stop })
      if (known !== null) this.#next += 1
      this.#pass(stop, within)
      at = stop
    }
  }

  #skipSpace(at: number): number {
    return skipSpace(this.#source.bytes, at, this.#source.budget)
  }

  #landmarkAt(at: number): Landmark | null {
    const landmark = this.#landmarks.at(this.#next)
    return landmark?.start === at ? landmark : null
  }

  /** Adds the landmarks before an offset that were not come to; objects among them are refused. */
  #pass(at: number, within: number[]): void {
    for (;;) {
      const landmark = this.#landmarks.at(this.#next)
      if (landmark === undefined || landmark.start >= at) return
      this.#next += 1
      if (landmark.end === null) {
        this.#overlap ??= pdfAmbiguous('objects that overlap')
        this.#objects.refuse(landmark.start, this.#overlap)
      }
      within.push(landmark.start)
    }
  }

  /** The object at an offset, null where it cannot be read. */
  #definitionAt(at: number): Definition | null {
    if (!isDigit(octetAt(this.#source.bytes, at))) return null
    try {
      return this.#objects.definition(at)
    } catch (error) {
      if (!(error instanceof VerifierError) || error.code !== 'pdf-malformed') throw error
      this.#unreadable += 1
      if (this.#unreadable <= mostUnreadable) return null
      throw pdfMalformed(`more than ${mostUnreadable} objects cannot be read`, error)
    }
  }
}
