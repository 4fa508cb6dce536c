import type { Budget } from '../../../core/budget.ts'
import { pdfMalformed } from '../malformed.ts'
import type { PdfDictionary, PdfObject } from '../object.ts'
import { isWhiteSpace, octetAt, readDigits, skipSpace, spendOctets } from '../syntax/lexer.ts'
import { parseObject } from '../syntax/parser.ts'
import { checkNumber } from './entries.ts'

/** Octets of a number in the head of an object stream. */
const digits = 10

/** What the head says of one object. */
interface Head {
  readonly number: number
  readonly at: number
  /** Where the next object begins, in whichever place it is listed; the end of the data for the last. */
  readonly next: number
}

/**
 * The objects of an object stream (ISO 32000-2 §7.5.7). `Extends` groups such streams and decides
 * nothing here: cross-references name the stream and the place in it.
 */
export class ObjectStream {
  readonly #data: Uint8Array
  readonly #budget: Budget
  readonly #heads: readonly Head[]
  readonly #objects = new Map<number, PdfObject>()

  constructor(
    dictionary: PdfDictionary,
    data: Uint8Array,
    budget: Budget,
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
    this.#data = data
    this.#budget = budget
    this.#heads = headsOf(data, count.value, first.value, budget)
  }

  /** The numbers of its objects, in its order. */
  get numbers(): readonly number[] {
    return this.#heads.map(({ number }) => number)
  }

  /** The object at a place in the stream, which has to be of that number. */
  object(number: number, index: number): PdfObject {
    const head = this.#heads[index]
    if (head?.number !== number) throw pdfMalformed('an object that is not in its object stream')
    const known = this.#objects.get(index)
    if (known !== undefined) return known
    const { object, end, repeats } = parseObject(this.#data, head.at, {
      budget: this.#budget,
      place: 'object-stream',
    })
    this.#checkEnd(end, head.next)
    // §7.3.7 has no key twice: some readers take the first, others the last.
    if (repeats) throw pdfMalformed('an object of an object stream with a key twice')
    this.#objects.set(index, object)
    return object
  }

  /**
   * §7.5.7 has the objects one behind the other: some readers cut one off where the next begins, and
   * others read on. Nothing but white space is between two; a comment is not one to every reader.
   */
  #checkEnd(end: number, next: number): void {
    if (end > next) throw pdfMalformed('objects of an object stream that overlap')
    let at = end
    while (at < next && isWhiteSpace(octetAt(this.#data, at))) at += 1
    spendOctets(this.#budget, at - end)
    if (at < next) throw pdfMalformed('something else between the objects of an object stream')
  }
}

/** `N` pairs of an object number and an offset from `First`. */
function headsOf(data: Uint8Array, count: number, first: number, budget: Budget): readonly Head[] {
  const heads: { number: number; at: number }[] = []
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
    heads.push({ number, at: first + integer() })
  }
  const nexts = nextsOf(heads, data.length)
  return heads.map((head) => ({ ...head, next: nexts.get(head.at) ?? data.length }))
}

/** The next greater offset of each one: the head may have them in any order. */
function nextsOf(heads: readonly Pick<Head, 'at'>[], end: number): ReadonlyMap<number, number> {
  const nexts = new Map<number, number>()
  let next = end
  for (const at of heads.map((head) => head.at).sort((a, b) => b - a)) {
    if (nexts.has(at)) continue
    nexts.set(at, next)
    next = at
  }
  return nexts
}
