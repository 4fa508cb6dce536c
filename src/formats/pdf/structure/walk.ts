import { VerifierError } from '../../../core/errors.ts'
import { pdfMalformed } from '../malformed.ts'
import type { Place } from '../object.ts'
import { isDigit, octetAt, skipSpace } from '../syntax/lexer.ts'
import type { Definition } from './definition.ts'
import type { ObjectReader } from './objects.ts'
import type { Source } from './source.ts'

/** What is known to begin somewhere: an object that is listed, or what is no object at all. */
export interface Landmark {
  readonly start: number
  /** Null for an object: reading it tells where it ends. */
  readonly end: number | null
}

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
 * cross-reference leads to: another definition of an object, or anything else. Objects that overlap
 * are unreadable from then on, since two readers read them in two ways.
 */
export class Walk {
  readonly #source: Source
  readonly #objects: ObjectReader
  readonly #landmarks: readonly Landmark[]
  #next = 0

  /** `landmarks` are those of the whole file in ascending order, none twice. */
  constructor(source: Source, objects: ObjectReader, landmarks: readonly Landmark[]) {
    this.#source = source
    this.#objects = objects
    this.#landmarks = landmarks
  }

  /** Regions have to be asked for in the order of the file. */
  region({ start, end }: Place): Region {
    const definitions: Definition[] = []
    const strange: Place[] = []
    const within = this.#passed(start)
    let at = start
    for (;;) {
      at = Math.min(this.#skipSpace(at), end)
      within.push(...this.#passed(at))
      if (at >= end) return { definitions, strange, within }
      const known = this.#landmarkAt(at)
      const definition = known?.end == null ? this.#definitionAt(at, end) : null
      const stop = known?.end ?? definition?.end ?? Math.min(this.#nextStart(at), end)
      if (definition !== null) definitions.push(definition)
      else if (known?.end == null) strange.push({ start: at, end: stop })
      if (known !== null) this.#next += 1
      const passed = this.#passed(stop)
      if (passed.length > 0 && definition !== null) this.#refuse(definition.start)
      within.push(...passed)
      at = stop
    }
  }

  #skipSpace(at: number): number {
    return skipSpace(this.#source.bytes, at, this.#source.budget)
  }

  #landmarkAt(at: number): Landmark | null {
    const landmark = this.#landmarks[this.#next]
    return landmark?.start === at ? landmark : null
  }

  #nextStart(at: number): number {
    const landmark = this.#landmarks[this.#next]
    const next = landmark?.start === at ? this.#landmarks[this.#next + 1] : landmark
    return next?.start ?? Number.POSITIVE_INFINITY
  }

  /** The objects that should begin before an offset, and were not come to: they are refused. */
  #passed(at: number): number[] {
    const passed: number[] = []
    for (;;) {
      const landmark = this.#landmarks[this.#next]
      if (landmark === undefined || landmark.start >= at) return passed
      this.#next += 1
      if (landmark.end === null) this.#refuse(landmark.start)
      passed.push(landmark.start)
    }
  }

  #refuse(offset: number): void {
    this.#objects.refuse(offset, pdfMalformed('objects that overlap'))
  }

  /** The object at an offset, null where it cannot be read, or reaches into the next region. */
  #definitionAt(at: number, end: number): Definition | null {
    if (!isDigit(octetAt(this.#source.bytes, at))) return null
    try {
      const definition = this.#objects.definition(at)
      if (definition.end <= end) return definition
      this.#refuse(at)
      return null
    } catch (error) {
      if (error instanceof VerifierError && error.code === 'pdf-malformed') return null
      throw error
    }
  }
}
