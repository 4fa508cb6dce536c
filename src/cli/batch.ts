import { createReadStream, type Stats } from 'node:fs'
import { open, stat, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { VerifierError } from '../core/errors.ts'
import { type AnsweredPiece, longestLine } from './batch-answers.ts'
import type { BatchOrder } from './batch-order.ts'
import { type Piece, piecesOf } from './batch-pieces.ts'
import { BatchProgress, type BatchSummary, summaryText } from './batch-progress.ts'
import { type Held, inSequence } from './batch-sequence.ts'
import { BatchThreads, batchThreads, type Threads } from './batch-threads.ts'
import { clearLine, type ExitStatus, type Input, type Io, readerHasGone } from './io.ts'

/** A batch as the command line asks for it. */
export interface Batch {
  /** A file of JSON lines, or - for the standard input. */
  readonly file: string
  /** Where the summary is to be written as JSON, or null. */
  readonly summary: string | null
  readonly threads: number
  readonly order: BatchOrder
}

/** 64 MiB of questions under way: one line of the longest, or all that the threads can be given. */
const mostBytes = 64 << 20
/** Pieces under way for each thread: what is behind a slow one is done meanwhile. */
const piecesPerThread = 8
/** Half of what a person notices as a delay (0.1 s), for one piece; and below it, few messages. */
const pieceMilliseconds = 40
/** 512 lines of the longest usual kind, with three certificates in PEM, make 4 MB. */
const mostLines = 512
/** Read at a time from a file; the default of 64 KiB makes four times as many pieces. */
const chunkBytes = 256 << 10

/** Answers a batch in its order, flushed as the answers come. */
export async function runBatch(
  batch: Batch,
  io: Io,
  threads: Threads = batchThreads(batch.threads),
): Promise<ExitStatus> {
  if (batch.summary !== null) await checkSummary(batch.summary, batch.file, io)
  const { input, size } = await openInput(batch.file, io)
  const workers = new BatchThreads(batch.order, threads)
  const progress = new BatchProgress(size, performance.now())
  const reporter = new Reporter(progress, io)
  try {
    const chunks = readable(input, batch.file)
    for await (const { piece, answered } of answersOf(chunks, workers, threads.count)) {
      if (answered.text.length > 0) await io.out(answered.text)
      progress.add(answered, piece.end)
      for (const fault of answered.faults) await io.err(`${fault}\n`)
      await reporter.tell()
    }
  } catch (error) {
    // Not every line was answered, but nobody wants the rest.
    if (readerHasGone(error)) return 1
    throw error
  } finally {
    input.destroy?.()
    await workers.close()
  }
  const summary = progress.summary(performance.now(), batch.threads)
  if (batch.summary !== null) await writeSummary(batch.summary, summary, io)
  if (io.watched === 'yes') await io.err(`${reporter.cleared}${summaryText(summary)}`)
  return progress.refused > 0 ? 1 : 0
}

/** Before anything is answered: a summary that cannot be written would be missed at the end. */
async function checkSummary(path: string, batch: string, io: Io): Promise<void> {
  const before = batch === '-' ? null : await stat(resolve(io.folder, batch)).catch(() => null)
  let found: Stats
  try {
    const file = await open(resolve(io.folder, path), 'a')
    found = await file.stat().finally(() => file.close())
  } catch (cause) {
    throw unwritableSummary(path, cause)
  }
  if (before?.isFile() && before.ino === found.ino && before.dev === found.dev) {
    throw new VerifierError('file-unwritable', `the summary "${path}" is the batch itself`, {
      hint: 'name another file: the batch would be lost',
    })
  }
}

async function writeSummary(path: string, summary: BatchSummary, io: Io): Promise<void> {
  try {
    await writeFile(resolve(io.folder, path), `${JSON.stringify(summary)}\n`)
  } catch (cause) {
    throw unwritableSummary(path, cause)
  }
}

function unwritableSummary(path: string, cause: unknown): VerifierError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
  return new VerifierError('file-unwritable', `the summary "${path}" cannot be written (${code})`, {
    hint: 'name a file in a folder that is there, on a disk with room',
    cause,
  })
}

async function* readable(input: Input, file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* input
  } catch (cause) {
    throw unreadableBatch(file, cause)
  }
}

function answersOf(input: AsyncIterable<Uint8Array>, workers: BatchThreads, threads: number) {
  const pace = new Pace()
  const ask = (piece: Piece): Held<{ piece: Piece; answered: AnsweredPiece }> => ({
    bytes: piece.bytes?.length ?? 0,
    answer: workers.answer(piece).then((answered) => {
      pace.learn(piece.count, answered.milliseconds)
      return { piece, answered }
    }),
  })
  return inSequence(
    // A piece has the line feeds of its lines.
    piecesOf(input, longestLine + 1, () => pace.lines),
    ask,
    { most: threads * piecesPerThread, mostBytes },
  )
}

/** How many lines make a piece: as many as are answered in a moment, by how long the last ones took. */
class Pace {
  #milliseconds = pieceMilliseconds

  get lines(): number {
    return Math.max(1, Math.min(mostLines, Math.floor(pieceMilliseconds / this.#milliseconds)))
  }

  learn(lines: number, milliseconds: number): void {
    this.#milliseconds = (this.#milliseconds + milliseconds / lines) / 2
  }
}

/** The size of a file in bytes is what its progress is measured by; a pipe has none. */
async function openInput(file: string, io: Io): Promise<{ input: Input; size: number | null }> {
  if (file === '-') return { input: io.input, size: null }
  const path = resolve(io.folder, file)
  try {
    const found = await stat(path)
    const input = createReadStream(path, { highWaterMark: chunkBytes })
    return { input, size: found.isFile() ? found.size : null }
  } catch (cause) {
    throw unreadableBatch(file, cause)
  }
}

function unreadableBatch(file: string, cause: unknown): VerifierError {
  return new VerifierError('file-unreadable', `the batch "${file}" cannot be read to its end`, {
    hint: 'name a file of JSON lines, or - for the standard input',
    cause,
  })
}

/** Milliseconds between two lines of progress. */
const reportEvery = 250

/** Shows the progress to who watches, unless the answers themselves are written to the screen. */
class Reporter {
  readonly #progress: BatchProgress
  readonly #io: Io
  #last = performance.now()
  #shown = false

  constructor(progress: BatchProgress, io: Io) {
    this.#progress = progress
    this.#io = io
  }

  async tell(): Promise<void> {
    const now = performance.now()
    if (this.#io.watched === 'no' || this.#io.terminal === 'yes') return
    if (now - this.#last < reportEvery) return
    this.#last = now
    this.#shown = true
    await this.#io.err(`${clearLine}${this.#progress.line(now)}`)
  }

  /** What takes the line of progress away. */
  get cleared(): string {
    return this.#shown ? clearLine : ''
  }
}
