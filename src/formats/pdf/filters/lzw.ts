import { pdfMalformed } from '../malformed.ts'
import { octetAt } from '../syntax/lexer.ts'
import { Output } from './output.ts'
import type { Parameter } from './parameter.ts'

const clear = 256
const endOfData = 257
const mostCodes = 4096

/**
 * ISO 32000-2 §7.4.4.2: codes of 9 to 12 bits, the highest first. EarlyChange 1, which is the
 * default, has a code become longer one code before it has to (§7.4.4.3, table 8). Data without an
 * end are refused, as they may be cut off.
 */
export function decodeLzw(octets: Uint8Array, most: number, parameter: Parameter): Uint8Array {
  const early = parameter('EarlyChange', 1)
  if (early !== 0 && early !== 1) throw pdfMalformed('an EarlyChange that is neither 0 nor 1')
  const output = new Output(octets.length * 4, most)
  const sequences = new Sequences(output)
  const codes = new Codes(octets)
  for (;;) {
    const code = codes.next(sequences.width(early))
    if (code === endOfData) return output.octets()
    if (code === clear) sequences.clear()
    else sequences.put(code)
  }
}

/** The codes of the data, one after another. */
class Codes {
  readonly #octets: Uint8Array
  #at = 0
  #bits = 0
  #held = 0

  constructor(octets: Uint8Array) {
    this.#octets = octets
  }

  next(width: number): number {
    while (this.#held < width) {
      if (this.#at === this.#octets.length) throw pdfMalformed('LZW data that do not end')
      this.#bits = ((this.#bits << 8) | octetAt(this.#octets, this.#at)) & 0xffffff
      this.#at += 1
      this.#held += 8
    }
    this.#held -= width
    return (this.#bits >>> this.#held) & ((1 << width) - 1)
  }
}

/**
 * What each code stands for: where in the output it was put, since every sequence of the table is
 * one that was put out before, with the octet that followed it.
 */
class Sequences {
  readonly #output: Output
  readonly #starts = new Uint32Array(mostCodes)
  readonly #lengths = new Uint16Array(mostCodes)
  #size = endOfData + 1
  #previous: { readonly start: number; readonly length: number } | null = null

  constructor(output: Output) {
    this.#output = output
  }

  /** The bits of the next code. */
  width(early: number): number {
    const next = this.#size + early
    if (next < 512) return 9
    if (next < 1024) return 10
    return next < 2048 ? 11 : 12
  }

  clear(): void {
    this.#size = endOfData + 1
    this.#previous = null
  }

  /** Puts out what the code stands for; a code is made of the one before and what follows it. */
  put(code: number): void {
    const start = this.#output.length
    if (this.#previous !== null) {
      // §7.4.4.2 has the table cleared by then; what is in it from here on, readers tell differently.
      if (this.#size === mostCodes) throw pdfMalformed('LZW data whose table is full')
      this.#starts[this.#size] = this.#previous.start
      this.#lengths[this.#size] = this.#previous.length + 1
      this.#size += 1
    }
    if (code >= this.#size) throw pdfMalformed('LZW data with a code that stands for nothing')
    if (code < clear) this.#output.push(code)
    else this.#output.copy(this.#starts[code] ?? 0, this.#lengths[code] ?? 0)
    this.#previous = { start, length: this.#output.length - start }
  }
}
