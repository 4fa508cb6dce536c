import { Budget } from './budget.ts'
import { VerifierError } from './errors.ts'

/** Identifier octets (X.690 §8.1.2): class, constructed bit and tag number in one. */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const

/** The identifier octet of a context-specific tag. */
export function contextTag(number: number, form: 'primitive' | 'constructed'): number {
  return (form === 'constructed' ? 0xa0 : 0x80) | number
}

/** DER as certificates have it; BER as CMS may have it, with its bytes left as they stand. */
export type Encoding = 'DER' | 'BER'

/** One TLV: offsets into the bytes it was read from. */
export interface Element {
  readonly source: Uint8Array
  readonly tag: number
  readonly start: number
  readonly contentStart: number
  readonly contentEnd: number
  readonly end: number
}

/** The whole TLV, without a copy. */
export function encodedBytes(element: Element): Uint8Array {
  return element.source.subarray(element.start, element.end)
}

/** The content octets, without a copy. */
export function contentBytes(element: Element): Uint8Array {
  return element.source.subarray(element.contentStart, element.contentEnd)
}

/**
 * The error `der-malformed`; `at` is the offset in octets into the document that was being read.
 */
export function derMalformed(what: string, at: number, cause?: unknown): VerifierError {
  return new VerifierError('der-malformed', `ASN.1: ${what} at offset ${at}`, {
    facts: { at },
    cause,
  })
}

/** What the readers of one document share. */
interface Shared {
  readonly source: Uint8Array
  readonly encoding: Encoding
  readonly budget: Budget
  /** Content start → content end of elements of indefinite length, filled by one scan. */
  readonly indefinite: Map<number, number>
}

/**
 * Reads TLVs in order from a stretch of bytes (X.690). Throws `der-malformed` or
 * `budget-exceeded` and nothing else; every byte is looked at a bounded number of times.
 */
export class DerReader {
  readonly #shared: Shared
  readonly #end: number
  readonly #depth: number
  #at: number

  private constructor(shared: Shared, start: number, end: number, depth: number) {
    this.#shared = shared
    this.#at = start
    this.#end = end
    this.#depth = depth
  }

  static of(source: Uint8Array, encoding: Encoding = 'DER', budget = new Budget()): DerReader {
    const shared = { source, encoding, budget, indefinite: new Map<number, number>() }
    return new DerReader(shared, 0, source.length, 0)
  }

  /** Offset of the next TLV. */
  get offset(): number {
    return this.#at
  }

  get encoding(): Encoding {
    return this.#shared.encoding
  }

  get done(): boolean {
    return this.#at >= this.#end
  }

  /** The next identifier octet, or -1 at the end. */
  get nextTag(): number {
    return this.done ? -1 : (this.#shared.source[this.#at] ?? -1)
  }

  /** The next TLV, which must have the tag where one is given. */
  read(tag?: number): Element {
    const element = this.#element()
    if (tag !== undefined && element.tag !== tag) {
      throw derMalformed(
        `expected tag 0x${tag.toString(16)}, found 0x${element.tag.toString(16)}`,
        element.start,
      )
    }
    this.#at = element.end
    return element
  }

  /** The next TLV if it has the tag, else null. */
  optional(tag: number): Element | null {
    return this.nextTag === tag ? this.read() : null
  }

  /** A reader over the content of an element that a reader of the same document gave. */
  within(element: Element): DerReader {
    const depth = this.#depth + 1
    if (depth > this.#shared.budget.limits.depth)
      throw derMalformed('nested too deeply', element.start)
    return new DerReader(this.#shared, element.contentStart, element.contentEnd, depth)
  }

  /** Reads a constructed TLV and gives a reader over its content. */
  enter(tag: number): DerReader {
    return this.within(this.read(tag))
  }

  /** Refuses trailing bytes. */
  finish(): void {
    if (!this.done) throw derMalformed('trailing bytes', this.#at)
  }

  #element(): Element {
    const { source, budget } = this.#shared
    budget.spendNodes()
    const start = this.#at
    if (start + 2 > this.#end) throw derMalformed('truncated', start)
    const tag = source[start] as number
    // Tag numbers above 30 occur in no structure of RFC 5280, 5652, 6960 or 3161.
    if ((tag & 0x1f) === 0x1f) throw derMalformed('high tag number', start)
    const first = source[start + 1] as number
    if (first === 0x80) return this.#indefinite(tag, start)
    const contentStart = first < 0x80 ? start + 2 : start + 2 + (first & 0x7f)
    const length = first < 0x80 ? first : this.#longLength(start + 2, first & 0x7f)
    const end = contentStart + length
    if (end > this.#end) throw derMalformed('length beyond the end', start)
    return { source, tag, start, contentStart, contentEnd: end, end }
  }

  #longLength(at: number, octets: number): number {
    const { source, encoding } = this.#shared
    // Five octets address a tebibyte; X.690 allows 126.
    if (octets > 5 || at + octets > this.#end) throw derMalformed('length too large', at)
    let length = 0
    for (let i = 0; i < octets; i += 1) length = length * 256 + (source[at + i] as number)
    const minimal = length >= 0x80 && source[at] !== 0
    if (encoding === 'DER' && !minimal) throw derMalformed('length not minimal (X.690 §10.1)', at)
    return length
  }

  #indefinite(tag: number, start: number): Element {
    const { source, encoding, indefinite } = this.#shared
    if (encoding === 'DER') throw derMalformed('indefinite length (X.690 §10.1)', start)
    if ((tag & 0x20) === 0) throw derMalformed('primitive of indefinite length', start)
    if (!indefinite.has(start + 2)) this.#scanIndefinite(start)
    const contentEnd = indefinite.get(start + 2)
    if (contentEnd === undefined || contentEnd + 2 > this.#end) {
      throw derMalformed('indefinite length without end', start)
    }
    return { source, tag, start, contentStart: start + 2, contentEnd, end: contentEnd + 2 }
  }

  /** Finds, in one pass, the ends of this element of indefinite length and of all inside it. */
  #scanIndefinite(start: number): void {
    const { source, budget, indefinite } = this.#shared
    const open: number[] = []
    let at = start
    do {
      budget.spendNodes()
      if (at + 2 > this.#end) throw derMalformed('indefinite length without end', start)
      const tag = source[at] as number
      const first = source[at + 1] as number
      if (tag === 0 && first === 0) {
        indefinite.set(open.pop() as number, at)
        at += 2
      } else if (first === 0x80 && (tag & 0x20) !== 0 && (tag & 0x1f) !== 0x1f) {
        at += 2
        open.push(at)
        if (open.length > budget.limits.depth) throw derMalformed('nested too deeply', at)
      } else {
        const octets = first < 0x80 ? 0 : first & 0x7f
        const length = first < 0x80 ? first : this.#longLength(at + 2, octets)
        at += 2 + octets + length
      }
    } while (open.length > 0)
  }
}
