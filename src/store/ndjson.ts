import { fromUtf8 } from '../core/bytes.ts'
import { VerifierError } from '../core/errors.ts'
import { parseJson } from '../core/json.ts'
import { idOf } from './order-json.ts'
import { type Refusal, refusalOf } from './refusal.ts'

/** One answer of a batch, in the order of the input. */
export type Answer =
  | {
      readonly outcome: 'answered'
      /** JSON without a line break. */
      readonly text: string
      /** What the text says beside the id. */
      readonly body: object
      readonly fault?: undefined
    }
  | {
      readonly outcome: 'refused'
      readonly text: string
      readonly code: string
      /** Set where the error was not ours, for the log. */
      readonly fault?: unknown
    }

/** What a request is answered with, beside its id. */
export type AnswerRequest = (json: unknown) => Promise<object>

/** A line of a batch by its number, counted from 1; null stands for one past the limit of length. */
export interface Line {
  readonly number: number
  readonly bytes: Uint8Array | null
}

/**
 * Answers newline-delimited JSON, one line at a time, so that memory stays flat. A bad line is
 * answered with its error and the run goes on.
 */
export async function* answerLines(
  chunks: AsyncIterable<Uint8Array>,
  longestLine: number,
  answer: AnswerRequest,
): AsyncGenerator<Answer> {
  const splitter = new LineSplitter(longestLine)
  for await (const chunk of chunks) {
    for (const line of splitter.add(chunk)) {
      const given = await answerLine(line, longestLine, answer)
      if (given !== null) yield given
    }
  }
  for (const line of splitter.end()) {
    const given = await answerLine(line, longestLine, answer)
    if (given !== null) yield given
  }
}

/** The answer to one line; null for a blank one. Never throws. */
export async function answerLine(
  line: Line,
  longestLine: number,
  answer: AnswerRequest,
): Promise<Answer | null> {
  let json: unknown
  try {
    const text = textOf(line, longestLine)
    if (text.trim() === '') return null
    json = jsonOf(text)
  } catch (fault) {
    return refusedLine(fault, { id: null, line: line.number })
  }
  const id = idOf(json)
  // Where a line gives no id, its number tells the answers apart.
  const head = id === null ? { id, line: line.number } : { id }
  try {
    const body = await answer(json)
    return { outcome: 'answered', text: JSON.stringify({ ...head, ...body }), body }
  } catch (fault) {
    return refusedLine(fault, head)
  }
}

function refusedLine(fault: unknown, head: object): Answer {
  const error: Refusal = refusalOf(fault)
  const text = JSON.stringify({ ...head, error })
  const { code } = error
  return fault instanceof VerifierError
    ? { outcome: 'refused', text, code }
    : { outcome: 'refused', text, code, fault }
}

function textOf({ number, bytes }: Line, longestLine: number): string {
  if (bytes === null || bytes.length > longestLine) {
    throw malformed(`a line is longer than ${longestLine} bytes`)
  }
  const text = fromUtf8(bytes)
  if (text === null) throw malformed('a line is not UTF-8')
  // RFC 8259 §8.1 lets a byte order mark be passed over; some editors write one before the first line.
  return number === 1 && text.startsWith('\ufeff') ? text.slice(1) : text
}

function jsonOf(text: string): unknown {
  try {
    return parseJson(text)
  } catch (cause) {
    throw malformed(`a line is ${cause instanceof Error ? cause.message : 'not JSON'}`, cause)
  }
}

function malformed(message: string, cause?: unknown): VerifierError {
  return new VerifierError('request-malformed', message, {
    hint: 'write one JSON object a line',
    cause,
  })
}

/** Cuts bytes into lines as they arrive, at line feeds only: U+2028 may stand in a JSON string. */
export class LineSplitter {
  readonly #longest: number
  #parts: Uint8Array[] = []
  #size = 0
  #number = 0

  /** @param longest bytes of a line; of a longer one nothing is kept */
  constructor(longest: number) {
    this.#longest = longest
  }

  /** The lines that the chunk completes; their bytes are its own where it holds them whole. */
  *add(chunk: Uint8Array): Generator<Line> {
    let start = 0
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      this.#keep(chunk.subarray(start, end))
      yield this.#take()
      start = end + 1
    }
    this.#keep(chunk.subarray(start))
  }

  /** The last line, where no line feed ended it. */
  *end(): Generator<Line> {
    if (this.#size > 0) yield this.#take()
  }

  #keep(part: Uint8Array): void {
    this.#size += part.length
    if (this.#size > this.#longest) this.#parts = []
    else if (part.length > 0) this.#parts.push(part)
  }

  #take(): Line {
    const [only] = this.#parts
    const whole = this.#parts.length === 1 && only !== undefined ? only : Buffer.concat(this.#parts)
    const bytes = this.#size > this.#longest ? null : whole
    this.#parts = []
    this.#size = 0
    this.#number += 1
    return { number: this.#number, bytes }
  }
}
