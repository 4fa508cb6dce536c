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

/**
 * What all objects of a file may take together that are read, though they are not all kept: four times
 * what one may. No PDF of the test suites comes near; a compressed one of 4,000 pages and 240,000
 * structure elements, made for the purpose, is past it, and nearly past the limit of nodes as well.
 */
export function roomForAll(octets: number): number {
  return 4 * (always + timesTheFile * octets)
}

/** Adds up what objects take; throws `budget-exceeded` past the room that there is for them. */
export class Weight {
  readonly #room: number
  readonly #what: Heavy
  #octets = 0

  constructor(room: number, what: Heavy = 'memoryOfOneObject') {
    this.#room = room
    this.#what = what
  }

  get octets(): number {
    return this.#octets
  }

  add(octets: number): void {
    this.#octets += octets
    if (this.#octets > this.#room) throw tooHeavy(this.#what, this.#room)
  }
}

const heavy = {
  memoryOfOneObject: 'one object',
  memoryOfObjects: 'objects',
  memoryOfTrailers: 'trailers',
  memoryOfEntries: 'entries of cross-references',
} as const

type Heavy = keyof typeof heavy

function tooHeavy(what: Heavy, limit: number): VerifierError {
  const message = `PDF: the limit of ${limit} octets of memory for ${heavy[what]} is exceeded`
  const hint = 'no genuine document of this size is known to have as many parts'
  return new VerifierError('budget-exceeded', message, { hint, facts: { what, limit } })
}
