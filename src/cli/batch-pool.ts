import { Worker } from 'node:worker_threads'
import type { AnsweredPiece } from './batch-answers.ts'
import type { Piece } from './batch-pieces.ts'

/** What each thread of a pool runs. */
export interface WorkerPlan {
  /** A module that answers every piece it is sent with one message. */
  readonly worker: URL
  readonly data: unknown
  readonly heapMegabytes: number
}

/**
 * As many threads as were asked for, each with one piece at a time: where one ends, no piece but its
 * own is lost, and another is started in its place. Plain threads and no library: piscina 5.3 was
 * tried, is a hundredth slower, and leaves its tasks waiting for ever once a thread has ended while
 * it was starting.
 */
export class BatchPool {
  readonly #idle: Thread[]
  readonly #waiting: ((thread: Thread) => void)[] = []
  readonly #threads: readonly Thread[]

  constructor(count: number, plan: WorkerPlan) {
    this.#threads = Array.from({ length: count }, () => new Thread(plan))
    this.#idle = [...this.#threads]
  }

  /** Rejects where the thread ends before it has answered. */
  async answer(piece: Piece): Promise<AnsweredPiece> {
    const thread = this.#idle.pop() ?? (await this.#nextIdle())
    try {
      return await thread.answer(piece)
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#idle.push(thread)
      else next(thread)
    }
  }

  /** Ends every thread, whatever it is doing. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()))
  }

  #nextIdle(): Promise<Thread> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }
}

/** One thread, started when it is first needed, and again after it has ended. */
class Thread {
  readonly #plan: WorkerPlan
  #worker: Worker | null = null
  #closed = false
  #settle: {
    readonly resolve: (answered: AnsweredPiece) => void
    readonly reject: (cause: unknown) => void
  } | null = null

  constructor(plan: WorkerPlan) {
    this.#plan = plan
  }

  /**
   * The message copies the bytes: they are kept here in case the thread ends. That takes 10 µs for
   * 64 KiB, which are answered in about 20 ms.
   */
  answer(piece: Piece): Promise<AnsweredPiece> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(new Error('the batch has ended'))
      this.#settle = { resolve, reject }
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
    worker.on('message', (answered: AnsweredPiece) => {
      this.#settle?.resolve(answered)
      this.#settle = null
    })
    worker.on('error', (error) => {
      cause = error
    })
    worker.on('exit', (code) => {
      this.#worker = null
      this.#settle?.reject(cause ?? new Error(`the thread ended with ${code}`))
      this.#settle = null
    })
    return worker
  }
}
