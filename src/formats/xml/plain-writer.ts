/**
 * Writes a text anew: what is not replaced is copied in long stretches. Offsets of the source are told
 * as they are in what is written.
 */
export class PlainWriter {
  readonly #source: string
  #written = ''
  #copied = 0
  #shift = 0

  constructor(source: string) {
    this.#source = source
  }

  /** Where an offset behind all that was replaced is in what is written. */
  at(offset: number): number {
    return offset + this.#shift
  }

  replace(from: number, to: number, by: string): void {
    this.#written += this.#source.slice(this.#copied, from) + by
    this.#copied = to
    this.#shift += by.length - (to - from)
  }

  /** All that is written. */
  text(): string {
    return this.#written + this.#source.slice(this.#copied)
  }
}
