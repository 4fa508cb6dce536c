import { Worker } from 'node:worker_threads'
import type { AnsweredPiece } from './batch-answers.ts'
import type { Piece } from './batch-pieces.ts'

/** What each thread of a pool runs. */
export interface WorkerPlan {
  /** A module that answers every piece it is sent with one message, in the order they came. */
  readonly worker: URL
  readonly data: unknown
  readonly heapMegabytes: number
}

/** A thread that has ended one piece finds the next one there, and never waits for this thread. */
const piecesAhead = 2

/**
 * As many threads as were asked for, each with few pieces: where one ends, no piece but the one it
 * was at is lost, and another is started in its place. Plain threads and no library: piscina 5.3 was
 * tried, is a hundredth slower, and leaves its tasks waiting for ever once a thread has ended while
 * it was starting.
 */
export class BatchPool {
  readonly #waiting: ((thread: Thread) => void)[] = []
  readonly #threads: readonly Thread[]

  constructor(count: number, plan: WorkerPlan) {
    this.#threads = Array.from({ length: count }, () => new Thread(plan))
  }

  /** Rejects where the thread ends before it has answered. */
  async answer(piece: Piece): Promise<AnsweredPiece> {
    const thread = this.#withRoom() ?? (await this.#nextWithRoom())
    try {
      return await thread.answer(piece)
    } finally {
      if (thread.pieces < piecesAhead) this.#waiting.shift()?.(thread)
    }
  }

  /** Ends every thread, whatever it is doing. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()))
  }

  /** The thread with the least to do. */
  #withRoom(): Thread | null {
    let least: Thread | null = null
    for (const thread of this.#threads) {
      if (thread.pieces < (least?.pieces ?? piecesAhead)) least = thread
    }
    return least
  }

  #nextWithRoom(): Promise<Thread> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }
}

/** A piece that a thread was given, and who waits for its answer. */
interface Given {
  readonly piece: Piece
  readonly resolve: (answered: AnsweredPiece) => void
  readonly reject: (cause: unknown) => void
}

/** One thread, started when it is first needed, and again after it has ended. */
class Thread {
  readonly #plan: WorkerPlan
  #worker: Worker | null = null
  #closed = false
  /** In the order in which they are answered. */
  #given: Given[] = []

  constructor(plan: WorkerPlan) {
    this.#plan = plan
  }

  get pieces(): number {
    return this.#given.length
  }

  /**
   * The message copies the bytes: they are kept here in case the thread ends. That takes 10 µs for
   * 64 KiB, which are answered in about 20 ms.
   */
  answer(piece: Piece): Promise<AnsweredPiece> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(new Error('the batch has ended'))
      this.#given.push({ piece, resolve, reject })
      this.#worker ??= this.#start()
      this.#worker.postMessage(piece)
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#worker?.terminate()
  }

  #start(): Worker {
    const { worker: url, data, heapMegabytes } = this.#plan
    const worker = new Worker(url, {
      workerData: data,
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    })
    let cause: unknown = null
    worker.on('message', (answered: AnsweredPiece) => this.#given.shift()?.resolve(answered))
    worker.on('error', (error) => {
      cause = error
    })
    worker.on('exit', (code) => {
      this.#worker = null
      this.#ended(cause ?? new Error(`the thread ended with ${code}`))
    })
    return worker
  }

  /** The piece that the thread was at is lost; another thread answers what it had not begun. */
  #ended(cause: unknown): void {
    const [lost, ...kept] = this.#given
    this.#given = this.#closed ? [] : kept
    lost?.reject(cause)
    if (this.#closed) {
      for (const { reject } of kept) reject(cause)
      return
    }
    if (kept.length === 0) return
    const worker = this.#start()
    this.#worker = worker
    for (const { piece } of kept) worker.postMessage(piece)
  }
}
