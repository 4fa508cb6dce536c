import { parentPort, workerData } from 'node:worker_threads'
import { answerPieces } from './batch-answers.ts'
import type { BatchOrder } from './batch-order.ts'
import type { Piece } from './batch-pieces.ts'

/** One for the thread: its trust, its keys and what it has read are kept from piece to piece. */
const answer = answerPieces(workerData as BatchOrder)

let turn: Promise<void> = Promise.resolve()

parentPort?.on('message', (piece: Piece) => {
  turn = turn.then(() => answerNext(piece))
})

/** In the order in which the pieces came: by it is known which one a thread was at when it ended. */
async function answerNext(piece: Piece): Promise<void> {
  const answered = await answer(piece)
  const { buffer } = answered.text
  parentPort?.postMessage(answered, buffer instanceof ArrayBuffer ? [buffer] : [])
}
