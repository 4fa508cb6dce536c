import type { Line } from '../store/ndjson.ts'

/** Whole lines of a batch that one thread answers at a time. */
export interface Piece {
  /** The number of the first line, counted from 1. */
  readonly first: number
  readonly count: number
  /** The lines with their line feeds; null stands for one line past the limit of length. */
  readonly bytes: Uint8Array | null
  /** The bytes of the input up to the end of the piece. */
  readonly end: number
}

/**
 * Cuts a stream into pieces of whole lines, as they arrive: a line that is there never waits for
 * one that is not. Lines end at line feeds only: U+2028 may stand in a JSON string.
 *
 * @param longestLine bytes, with the line feed; of a longer line nothing is kept
 * @param wanted how many lines the next piece may have
 */
export async function* piecesOf(
  chunks: AsyncIterable<Uint8Array>,
  longestLine: number,
  wanted: () => number,
): AsyncGenerator<Piece> {
  const open = new OpenLine(longestLine)
  let first = 1
  let end = 0
  const piece = (count: number, bytes: Uint8Array | null): Piece => {
    first += count
    return { first: first - count, count, bytes, end }
  }
  for await (const chunk of chunks) {
    let start = 0
    while (start < chunk.length) {
      // What is open needs its own end first; then as many lines as are wanted.
      const cut = cutOf(chunk, start, open.isEmpty ? wanted() : 1)
      const part = chunk.subarray(start, cut.end)
      start = cut.end
      end += part.length
      open.add(part)
      if (cut.lines > 0) yield piece(cut.lines, open.take())
    }
  }
  if (!open.isEmpty) yield piece(1, open.take())
}

/** The end of at most so many lines; where not one ends, the end of the chunk, and no line. */
function cutOf(chunk: Uint8Array, start: number, most: number): { end: number; lines: number } {
  let end = start
  let lines = 0
  while (lines < most) {
    const feed = chunk.indexOf(10, end)
    if (feed < 0) break
    end = feed + 1
    lines += 1
  }
  return lines === 0 ? { end: chunk.length, lines } : { end, lines }
}

/** What has arrived of lines that are not whole yet. */
class OpenLine {
  readonly #longest: number
  #parts: Uint8Array[] = []
  #size = 0

  constructor(longest: number) {
    this.#longest = longest
  }

  get isEmpty(): boolean {
    return this.#size === 0
  }

  /** Only the first part can be of several lines, and it is no longer than a chunk. */
  add(part: Uint8Array): void {
    const joins = this.#size > 0
    this.#size += part.length
    if (joins && this.#size > this.#longest) this.#parts = []
    else this.#parts.push(part)
  }

  take(): Uint8Array | null {
    const bytes = this.#parts.length === 0 ? null : copyOf(this.#parts, this.#size)
    this.#parts = []
    this.#size = 0
    return bytes
  }
}

/** In memory of its own: a message to a thread copies the whole buffer that bytes lie in. */
function copyOf(parts: readonly Uint8Array[], size: number): Uint8Array {
  const copy = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    copy.set(part, at)
    at += part.length
  }
  return copy
}

/** The lines of a piece, each with its number. */
export function* linesOf({ first, bytes }: Piece): Generator<Line> {
  if (bytes === null) {
    yield { number: first, bytes }
    return
  }
  let number = first
  for (let start = 0; start < bytes.length; number += 1) {
    const feed = bytes.indexOf(10, start)
    const end = feed < 0 ? bytes.length : feed
    yield { number, bytes: bytes.subarray(start, end) }
    start = end + 1
  }
}

/** A line as a piece of its own. */
export function pieceOf({ number, bytes }: Line, end: number): Piece {
  return { first: number, count: 1, bytes, end }
}
