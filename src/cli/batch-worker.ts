import { parentPort, workerData } from 'node:worker_threads'
import { answerPieces } from './batch-answers.ts'
import type { BatchOrder } from './batch-order.ts'
import type { Piece } from './batch-pieces.ts'

/** One for the thread: its trust, its keys and what it has read are kept from piece to piece. */
const answer = answerPieces(workerData as BatchOrder)

parentPort?.on('message', async (piece: Piece) => {
  const answered = await answer(piece)
  const { buffer } = answered.text
  parentPort?.postMessage(answered, buffer instanceof ArrayBuffer ? [buffer] : [])
})
