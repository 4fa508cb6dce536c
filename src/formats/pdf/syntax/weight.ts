import { VerifierError } from '../../../core/errors.ts'

/**
 * Octets of memory that the parts of an object take in V8 on 64 bits, as measured: two octets of a
 * file can become a hundred. Names, and integers below 1,024, are mostly shared, and count nothing.
 */
export const weights = {
  number: 48,
  reference: 48,
  string: 240,
  array: 80,
  dictionary: 300,
  stream: 300,
  /** An item of an array. */
  item: 8,
  /** An entry of a dictionary. */
  entry: 48,
} as const

/** What the objects of a small file may take each: no more than the program itself needs. */
const always = 8 << 20

/** How often the octets of the file that an object may take above that: genuine ones stay below once. */
const timesTheFile = 8

/** Octets of memory that one object of a file of so many octets may take. */
export function roomFor(octets: number): number {
  return always + timesTheFile * octets
}

/** Adds up what an object takes; throws `budget-exceeded` past the room that there is for it. */
export class Weight {
  readonly #room: number
  #octets = 0

  constructor(room: number) {
    this.#room = room
  }

  get octets(): number {
    return this.#octets
  }

  add(octets: number): void {
    this.#octets += octets
    if (this.#octets > this.#room) throw tooHeavy(this.#room)
  }
}

function tooHeavy(limit: number): VerifierError {
  const message = `PDF: the limit of ${limit} octets of memory for one object is exceeded`
  const hint = 'no genuine document is known to have an object of so many parts'
  return new VerifierError('budget-exceeded', message, {
    hint,
    facts: { what: 'memoryOfOneObject', limit },
  })
}
