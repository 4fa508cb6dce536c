import { concatBytes, fromUtf8 } from '../core/bytes.ts'
import { VerifierError } from '../core/errors.ts'
import { parseJson } from '../core/json.ts'
import { idOf } from './order-json.ts'
import { type Refusal, refusalOf } from './refusal.ts'

/** One answer of a batch, in the order of the input. */
export interface Answer {
  /** JSON without a line break. */
  readonly text: string
  readonly outcome: 'answered' | 'refused'
  /** Set where the error was not ours, for the log. */
  readonly fault?: unknown
}

/** A line past the limit, or its bytes. */
type Line = { readonly bytes: Uint8Array } | { readonly tooLong: true }

/**
 * Answers newline-delimited JSON, one line at a time, so that memory stays flat. A bad line is
 * answered with its error and the run goes on.
 */
export async function* answerLines(
  chunks: AsyncIterable<Uint8Array>,
  longestLine: number,
  answer: (json: unknown) => Promise<object>,
): AsyncGenerator<Answer> {
  let number = 0
  for await (const line of linesOf(chunks, longestLine)) {
    number += 1
    const given = readLine(line, longestLine)
    if (given === null) continue
    const id = 'json' in given ? idOf(given.json) : null
    // Where a line gives no id, its number tells the answers apart.
    const head = id === null ? { id, line: number } : { id }
    yield await answerOne(given, head, answer)
  }
}

async function answerOne(
  given: { json: unknown } | { error: VerifierError },
  head: object,
  answer: (json: unknown) => Promise<object>,
): Promise<Answer> {
  try {
    if ('error' in given) throw given.error
    const text = JSON.stringify({ ...head, ...(await answer(given.json)) })
    return { text, outcome: 'answered' }
  } catch (fault) {
    const error: Refusal = refusalOf(fault)
    const text = JSON.stringify({ ...head, error })
    return { text, outcome: 'refused', ...(!(fault instanceof VerifierError) && { fault }) }
  }
}

/** Null for a blank line. */
function readLine(
  line: Line,
  longest: number,
): { json: unknown } | { error: VerifierError } | null {
  if ('tooLong' in line) return { error: malformed(`a line is longer than ${longest} bytes`) }
  const text = fromUtf8(line.bytes)
  if (text === null) return { error: malformed('a line is not UTF-8') }
  if (text.trim() === '') return null
  try {
    return { json: parseJson(text) }
  } catch (cause) {
    return {
      error: malformed(`a line is ${cause instanceof Error ? cause.message : 'not JSON'}`, cause),
    }
  }
}

function malformed(message: string, cause?: unknown): VerifierError {
  return new VerifierError('request-malformed', message, {
    hint: 'write one JSON object a line',
    cause,
  })
}

/** Splits at line feeds only: U+2028 may stand in a JSON string. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>, longest: number): AsyncGenerator<Line> {
  let parts: Uint8Array[] = []
  let size = 0
  const take = (): Line => {
    const line: Line = size > longest ? { tooLong: true } : { bytes: concatBytes(parts) }
    parts = []
    size = 0
    return line
  }
  const add = (part: Uint8Array): void => {
    size += part.length
    if (size > longest) parts = []
    else if (part.length > 0) parts.push(part)
  }
  for await (const chunk of chunks) {
    let start = 0
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      add(chunk.subarray(start, end))
      yield take()
      start = end + 1
    }
    add(chunk.subarray(start))
  }
  if (size > 0) yield take()
}
