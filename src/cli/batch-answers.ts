import { type Answer, type AnswerRequest, answerLine } from '../store/ndjson.ts'
import { answerChains } from './batch-chains.ts'
import { answerDocuments } from './batch-documents.ts'
import type { BatchOrder } from './batch-order.ts'
import { linesOf, type Piece } from './batch-pieces.ts'
import { Tallies, type Tally } from './batch-tally.ts'

/** A line names files, or carries PEM; 64 MiB hold ten thousand certificates. */
export const longestLine = 64 << 20

/** The answers to a piece. */
export interface AnsweredPiece {
  /** Lines of JSON in UTF-8. */
  readonly text: Uint8Array
  readonly answered: number
  readonly refused: number
  readonly tallies: readonly Tally[]
  /** Traces of errors that were not ours. */
  readonly faults: readonly string[]
  readonly milliseconds: number
}

/** Answers a piece; never throws. */
export type AnswerPiece = (piece: Piece) => Promise<AnsweredPiece>

/** How the lines of a batch are answered: one for each thread, which holds its own trust and keys. */
export function answerPieces(order: BatchOrder): AnswerPiece {
  const { answer, tally } = order.command === 'chain' ? answerChains(order) : answerDocuments(order)
  return (piece) => answerPiece(piece, answer, tally)
}

/** Every line refused for the same fault, which was not its own: its thread has ended. */
export function refusePiece(piece: Piece, fault: unknown): Promise<AnsweredPiece> {
  const refuse: AnswerRequest = () => Promise.reject(fault)
  return answerPiece(piece, refuse, () => [])
}

async function answerPiece(
  piece: Piece,
  answer: AnswerRequest,
  tally: (body: object) => readonly Tally[],
): Promise<AnsweredPiece> {
  const start = performance.now()
  const texts: string[] = []
  const tallies = new Tallies()
  const faults: string[] = []
  let refused = 0
  for (const line of linesOf(piece)) {
    const given = await answerLine(line, longestLine, answer)
    if (given === null) continue
    texts.push(given.text)
    if (given.outcome === 'refused') refused += 1
    if (given.fault !== undefined) faults.push(traceOf(given.fault))
    tallies.add(given.outcome === 'answered' ? tally(given.body) : refusals(given))
  }
  return {
    text: texts.length === 0 ? new Uint8Array() : encoder.encode(`${texts.join('\n')}\n`),
    answered: texts.length - refused,
    refused,
    tallies: tallies.list(),
    faults,
    milliseconds: performance.now() - start,
  }
}

/** Unlike a small Buffer, what it makes lies in memory of its own. */
const encoder = new TextEncoder()

function refusals({ code }: Extract<Answer, { outcome: 'refused' }>): readonly Tally[] {
  return [{ of: 'line', outcome: 'error', subIndication: null, reason: code, count: 1 }]
}

function traceOf(fault: unknown): string {
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)
}

/** The pieces of one in its order, as if they had been answered together. */
export function joinedAnswers(parts: readonly AnsweredPiece[]): AnsweredPiece {
  const tallies = new Tallies()
  for (const part of parts) tallies.add(part.tallies)
  const sum = (number: (part: AnsweredPiece) => number): number =>
    parts.reduce((total, part) => total + number(part), 0)
  return {
    text: Buffer.concat(parts.map(({ text }) => text)),
    answered: sum(({ answered }) => answered),
    refused: sum(({ refused }) => refused),
    tallies: tallies.list(),
    faults: parts.flatMap(({ faults }) => faults),
    milliseconds: sum(({ milliseconds }) => milliseconds),
  }
}
