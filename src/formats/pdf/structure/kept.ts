import { roomForAll, Weight } from '../syntax/weight.ts'

/** What the objects of a small file take together: genuine ones are all kept. */
const always = 4 << 20

/** How often the octets of the file above that. */
const timesTheFile = 2

/** Slots of the list are given back when so many of them were left behind. */
const mostLeft = 1 << 10

/** An object that was read, and where to. */
interface Slot {
  readonly known: Map<number, unknown>
  readonly key: number
  readonly value: unknown
  readonly weight: number
}

/**
 * The objects of a file that are kept after they were read. Together they take no more memory than
 * twice the file, and what a program needs anyhow: then those that were read first are let go, and
 * read again where they are asked for.
 */
export class Kept {
  readonly #room: number
  #slots: Slot[] = []
  #first = 0
  #weight = 0
  readonly #all: Weight

  /** Of a file of so many octets. */
  constructor(octets: number) {
    this.#all = new Weight(roomForAll(octets), 'memoryOfObjects')
    this.#room = always + timesTheFile * octets
  }

  /** Keeps a value under a key; `weight` is in octets of memory. Throws `budget-exceeded`. */
  keep<T>(known: Map<number, T>, key: number, { value, weight }: Weighed<T>): void {
    this.#all.add(weight + weightOfSlot)
    known.set(key, value)
    this.#slots.push({ known, key, value, weight: weight + weightOfSlot })
    this.#weight += weight + weightOfSlot
    // The last one stays, however much it takes.
    while (this.#weight > this.#room && this.#first < this.#slots.length - 1) this.#letGo()
  }

  #letGo(): void {
    const slot = this.#slots[this.#first]
    this.#first += 1
    if (slot === undefined) return
    this.#weight -= slot.weight
    // What was refused since then stays refused.
    if (slot.known.get(slot.key) === slot.value) slot.known.delete(slot.key)
    if (this.#first < mostLeft || this.#first * 2 < this.#slots.length) return
    this.#slots = this.#slots.slice(this.#first)
    this.#first = 0
  }
}

export interface Weighed<T> {
  readonly value: T
  readonly weight: number
}

/** A slot, an entry of the map, and what is said of an object beside it. */
const weightOfSlot = 200
