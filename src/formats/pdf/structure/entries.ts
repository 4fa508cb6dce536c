import type { XrefEntry } from '../file.ts'
import { pdfAmbiguous, pdfMalformed } from '../malformed.ts'
import { Weight } from '../syntax/weight.ts'
import { largestGeneration, largestObjectNumber } from './limits.ts'
import type { Source } from './source.ts'

/** Octets of memory for an entry, by its section and by its object. */
export const weightOfEntry = 200

/**
 * What the entries of a file of so many octets may take: beside an entry stands an object, and both
 * take 12 octets at the least where they are compressed as in the structure of a tagged document.
 */
export function weightOfEntries(octets: number): Weight {
  return new Weight((16 << 20) + 16 * octets, 'memoryOfEntries')
}

/** The entries of one section, checked one by one as they are read (ISO 32000-2 §7.5.4, §7.5.8.3). */
export class SectionEntries {
  readonly entries = new Map<number, XrefEntry>()
  readonly #source: Source
  readonly #at: number
  readonly #weight: Weight

  /** `at` is where the section stands. */
  constructor(source: Source, at: number) {
    this.#source = source
    this.#at = at
    this.#weight = weightOfEntries(source.bytes.length)
  }

  add(number: number, entry: XrefEntry): void {
    this.#source.budget.spendNodes()
    checkNumber(number)
    if (entry.kind !== 'compressed' && entry.generation > largestGeneration) {
      throw pdfMalformed('a cross-reference with a generation that is too high')
    }
    const known = this.entries.get(number)
    if (known === undefined) {
      this.#weight.add(weightOfEntry)
      this.entries.set(number, entry)
    } else this.#again(number, known, entry)
  }

  /**
   * ISO 32000-2 table 15: an object whose number is not below `Size` is missing. Readers have it all
   * the same, and so has this one, since writers miscount; it is said.
   */
  sayBeyond(size: number): void {
    for (const [number, { kind }] of this.entries) {
      if (number < size || kind === 'free') continue
      const message = `object ${number} is not below Size, ${size}`
      this.#source.problems.add('entry-beyond-size', message, this.#at)
    }
  }

  /** Of two entries some readers take the first, and some the last. */
  #again(number: number, known: XrefEntry, entry: XrefEntry): void {
    if (!sameEntry(known, entry)) {
      throw pdfAmbiguous('a cross-reference section with two entries of one object')
    }
    const message = `object ${number} is listed twice in one cross-reference section`
    this.#source.problems.add('entry-repeated', message, this.#at)
  }
}

/** Throws where no object may have that number. */
export function checkNumber(number: number): void {
  if (number > largestObjectNumber) {
    throw pdfMalformed('a cross-reference of an object number that is too high')
  }
}

/** Whether two entries say the same. */
export function sameEntry(a: XrefEntry, b: XrefEntry): boolean {
  if (a.kind === 'compressed') {
    return b.kind === 'compressed' && a.stream === b.stream && a.index === b.index
  }
  if (b.kind === 'compressed' || a.generation !== b.generation) return false
  return a.kind === 'free' ? b.kind === 'free' : b.kind === 'offset' && a.offset === b.offset
}
