import type { Budget } from '../../../core/budget.ts'
import { pdfMalformed } from '../malformed.ts'
import type { PdfDictionary, PdfObject } from '../object.ts'
import { keywordAt, readDigits, skipSpace, spendOctets, whiteSpaceEnd } from '../syntax/lexer.ts'
import { parseObject } from '../syntax/parser.ts'
import { checkNumber } from './entries.ts'
import type { Kept } from './kept.ts'

/** Octets of a number in the head of an object stream. */
const digits = 10
/** ISO 32000-2 §7.5.4: a generation is 65,535 at most. */
const digitsOfGeneration = 5

/**
 * Octets behind a number that count as one node where they are looked over, since each of many numbers may
 * stand before the same: 4,000,000 nodes come to the 64 MB that all streams may decode to.
 */
const octetsLookedOver = 16

/** What the heads say, of each object at its place: they are as short as the objects can be. */
interface Heads {
  readonly numbers: Int32Array
  readonly at: Float64Array
  /** Where the last one has to end. */
  readonly end: number
}

/** What an object stream is read from; `room` is what one of its objects may take. */
interface Data {
  readonly data: Uint8Array
  readonly budget: Budget
  readonly kept: Kept
  readonly room: number
}

/**
 * The objects of an object stream (ISO 32000-2 §7.5.7). `Extends` groups such streams and decides
 * nothing here: cross-references name the stream and the place in it.
 */
export class ObjectStream {
  readonly #from: Data
  readonly #heads: Heads
  readonly #objects = new Map<number, PdfObject>()

  constructor(
    dictionary: PdfDictionary,
    from: Data,
    resolve: (object: PdfObject | undefined) => PdfObject,
  ) {
    const type = resolve(dictionary.entries.get('Type'))
    if (type.kind !== 'name' || type.name !== 'ObjStm') {
      throw pdfMalformed('an object stream of another type')
    }
    const count = resolve(dictionary.entries.get('N'))
    const first = resolve(dictionary.entries.get('First'))
    if (count.kind !== 'integer' || first.kind !== 'integer' || first.value < 0) {
      throw pdfMalformed('an object stream without "N" and "First"')
    }
    this.#from = from
    this.#heads = headsOf(from, count.value, first.value)
  }

  /** The numbers of its objects, in its order. */
  get numbers(): Int32Array {
    return this.#heads.numbers
  }

  /** The object at a place in the stream, which has to be of that number. */
  object(number: number, index: number): PdfObject {
    const { numbers, at, end: last } = this.#heads
    if (numbers[index] !== number) throw pdfMalformed('an object that is not in its object stream')
    const known = this.#objects.get(index)
    if (known !== undefined) return known
    const { data, budget, room, kept } = this.#from
    const options = { budget, place: 'object-stream', room } as const
    const next = at[index + 1] ?? last
    // Nothing is gone through but its own octets, and one more to tell that it does not end there.
    const own = data.subarray(0, next + 1)
    const { object, end, repeats, weight } = parseObject(own, at[index] ?? 0, options)
    this.#checkEnd(object, end, next)
    // §7.3.7 has no key twice: some readers take the first, others the last.
    if (repeats) throw pdfMalformed('an object of an object stream with a key twice')
    kept.keep(this.#objects, index, { value: object, weight })
    return object
  }

  /**
   * §7.5.7 has the objects one behind the other: some readers cut one off where the next begins, and
   * others read on. Nothing but white space is between two; a comment is not one to every reader.
   */
  #checkEnd(object: PdfObject, end: number, next: number): void {
    const { data, budget } = this.#from
    const isNumber = object.kind === 'integer' && object.value >= 0
    if (end > next || (isNumber && endsReference(data, next, budget))) {
      throw pdfMalformed('objects of an object stream that overlap')
    }
    const at = whiteSpaceEnd(data, end, next)
    spendOctets(budget, at - end)
    if (at < next) throw pdfMalformed('something else between the objects of an object stream')
  }
}

/** Whether what stands at an offset makes a reference (§7.3.10) of a number before it. */
function endsReference(data: Uint8Array, at: number, budget: Budget): boolean {
  const second = skipSpace(data, at, budget)
  const generation = readDigits(data, second, digitsOfGeneration)
  const end = generation === null ? second : skipSpace(data, generation.end, budget)
  budget.spendNodes(Math.floor((end - at) / octetsLookedOver))
  return generation !== null && keywordAt(data, end, 'R')
}

/** `N` pairs of an object number and an offset from `First`, in increasing order (ISO 32000-2 §7.5.7). */
function headsOf({ data, budget }: Data, count: number, first: number): Heads {
  const numbers: number[] = []
  const places: number[] = []
  let next = 0
  const integer = (): number => {
    const read = readDigits(data, skipSpace(data, next, budget), digits)
    if (read === null || read.end > first)
      throw pdfMalformed('an object stream with a head that is none')
    next = read.end
    return read.value
  }
  for (let index = 0; index < count; index += 1) {
    budget.spendNodes()
    const number = integer()
    checkNumber(number)
    numbers.push(number)
    const place = first + integer()
    // In another order, some readers find none of the objects, and rebuild the file.
    if (place <= (places.at(-1) ?? -1)) {
      throw pdfMalformed('an object stream whose objects are not in the order of their offsets')
    }
    places.push(place)
  }
  checkFirst({ data, budget }, next, { first, place: places[0] ?? first })
  const at = Float64Array.from(places)
  const found = Int32Array.from(numbers)
  // Cross-references tell the place, but some readers go by the number.
  const sorted = found.toSorted()
  if (sorted.some((number, index) => index > 0 && number === sorted[index - 1])) {
    throw pdfMalformed('an object stream with two objects of one number')
  }
  return { numbers: found, at, end: data.length }
}

/**
 * Table 16: `First` is where the first object stands. Where it stands further on, Poppler takes it, and
 * those behind it, from somewhere else; and of anything but white space behind the heads, pdf.js makes
 * another number, or an error.
 */
function checkFirst(
  { data, budget }: Pick<Data, 'data' | 'budget'>,
  end: number,
  { first, place }: { readonly first: number; readonly place: number },
): void {
  if (place !== first) throw pdfMalformed('an object stream whose first object is not at "First"')
  const at = whiteSpaceEnd(data, end, first)
  spendOctets(budget, at - end)
  if (at < Math.min(first, data.length)) {
    throw pdfMalformed('something else behind the heads of an object stream')
  }
}
