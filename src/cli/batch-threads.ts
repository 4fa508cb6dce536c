import { extname } from 'node:path'
import {
  type AnsweredPiece,
  type AnswerPiece,
  answerPieces,
  joinedAnswers,
  refusePiece,
} from './batch-answers.ts'
import type { BatchOrder } from './batch-order.ts'
import { linesOf, type Piece, pieceOf } from './batch-pieces.ts'
import { BatchPool, type WorkerPlan } from './batch-pool.ts'

/** How a batch is spread over threads. */
export interface Threads extends Omit<WorkerPlan, 'data'> {
  readonly count: number
  /** Milliseconds of work before other threads are started; to start them costs about a hundred. */
  readonly startAfter: number
}

/**
 * The threads of a batch. The worker lies beside this file, in TypeScript or as it was built. The
 * heap of one holds the parsed trees of a document within `Limits.nodes` (4 million of about 100
 * bytes), the largest federation (50 MB) and what `KeptSources` keeps; documents and CRLs themselves
 * lie outside the heap.
 */
export function batchThreads(count: number): Threads {
  const worker = new URL(`./batch-worker${extname(import.meta.url)}`, import.meta.url)
  return { count, startAfter: 200, worker, heapMegabytes: 1_024 }
}

/** Answers pieces in this thread at first and, where there is much to do, in others. */
export class BatchThreads {
  readonly #order: BatchOrder
  readonly #threads: Threads
  #here: AnswerPiece | null = null
  #spent = 0
  #turn: Promise<void> = Promise.resolve()
  #pool: BatchPool | null = null

  constructor(order: BatchOrder, threads: Threads) {
    this.#order = order
    this.#threads = threads
  }

  /** Never throws: what ends a thread is the answer to the line that ended it. */
  async answer(piece: Piece): Promise<AnsweredPiece> {
    const before = this.#turn
    let release = () => {}
    this.#turn = new Promise((resolve) => {
      release = resolve
    })
    await before
    try {
      return this.#staysHere() ? await this.#answerHere(piece) : this.#answerThere(piece)
    } finally {
      release()
    }
  }

  async close(): Promise<void> {
    await this.#pool?.close()
  }

  #staysHere(): boolean {
    return this.#threads.count === 1 || this.#spent < this.#threads.startAfter
  }

  async #answerHere(piece: Piece): Promise<AnsweredPiece> {
    this.#here ??= answerPieces(this.#order)
    const answered = await this.#here(piece)
    this.#spent += answered.milliseconds
    return answered
  }

  /** Where a thread ends over several lines, each is asked alone: only the guilty one fails. */
  async #answerThere(piece: Piece): Promise<AnsweredPiece> {
    try {
      return await this.#send(piece)
    } catch {
      const parts: AnsweredPiece[] = []
      for (const line of linesOf(piece)) {
        parts.push(await this.#answerAlone(pieceOf(line, piece.end)))
      }
      return joinedAnswers(parts)
    }
  }

  async #answerAlone(piece: Piece): Promise<AnsweredPiece> {
    try {
      return await this.#send(piece)
    } catch (cause) {
      return refusePiece(piece, new Error('a thread ended over this line', { cause }))
    }
  }

  #send(piece: Piece): Promise<AnsweredPiece> {
    const { count, ...plan } = this.#threads
    this.#pool ??= new BatchPool(count, { ...plan, data: this.#order })
    return this.#pool.answer(piece)
  }
}
