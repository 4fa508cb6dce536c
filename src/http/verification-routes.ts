import express, { type RequestHandler, type Router } from 'express'
import { type ChainRequest, verifyChain } from '../chain.ts'
import type { ChainVerdict } from '../report/chain.ts'
import { withDocumentSha256 } from '../report/json.ts'
import type { UndigestedVerdict, Verdict } from '../report/verdict.ts'
import { chainOnline, documentOnline } from '../sources/online.ts'
import { documentSha256 } from '../store/document-sha256.ts'
import { loadChainOrder, loadVerifyOrder, type OrderContext } from '../store/load-order.ts'
import { answerLines } from '../store/ndjson.ts'
import type { Order, VerifyOrder } from '../store/order.ts'
import { chainOrder, verifyOrder } from '../store/order-json.ts'
import { trustOfLists } from '../store/trust-cache.ts'
import type { Trust } from '../trust.ts'
import { comesWithVerdict, type VerifyRequest, verifyUndigested } from '../verify.ts'
import { admission, bodyDeadline } from './admission.ts'
import { sendJson } from './answer.ts'
import { extractOne } from './extract-route.ts'
import { linesInTime } from './line-deadline.ts'
import { HttpRefusal } from './problem.ts'
import { documentOrder, jsonOf, requireType } from './request-body.ts'
import type { Service } from './service.ts'

/** Verdicts: one, a stream of them, and paths of certificates; and what is signed, without a verdict. */
export function verificationRoutes(service: Service): Router {
  const router = express.Router()
  const { limits } = service
  const whole = [
    admission(limits.atOnce),
    bodyDeadline(service),
    express.raw({ type: () => true, limit: limits.bodyBytes, inflate: false }),
  ]
  router.post('/v1/verify', whole, verifyOne(service))
  // Apart from the bodies: a batch may stay open for hours, and must not keep others from theirs.
  router.post('/v1/verify/batch', admission(limits.batchesAtOnce), verifyBatch(service))
  router.post('/v1/chains', whole, chainOne(service))
  router.post('/v1/extract', whole, extractOne(service))
  return router
}

function verifyOne(service: Service): RequestHandler {
  return async (request, response) => {
    const order = await documentOrder(request, (json) => verifyOrder(json, 'content'))
    sendJson(response, 200, { id: order.id, verdict: await answer(order, service) })
  }
}

function verifyBatch(service: Service): RequestHandler {
  return async (request, response) => {
    requireType(request, ['application/x-ndjson', 'application/ndjson', 'application/jsonl'])
    if (request.headers['content-encoding'] !== undefined) {
      throw new HttpRefusal(415, 'encoding-unsupported', 'send the body without Content-Encoding')
    }
    // Before the first answer is sent, the status can still say that none can be given.
    service.trust.usableAt(service.now())
    response.setHeader('content-type', 'application/x-ndjson')
    const { bodyBytes, bodyMilliseconds } = service.limits
    const chunks = linesInTime(request, bodyMilliseconds)
    const lines = answerLines(chunks, bodyBytes, async (json) => ({
      verdict: await answer(verifyOrder(json, 'content'), service),
    }))
    for await (const { text, fault } of lines) {
      if (fault !== undefined) logFault(service, fault)
      if (!response.write(`${text}\n`)) await drained(response, bodyMilliseconds)
      if (response.destroyed) return
    }
    response.end()
  }
}

function chainOne(service: Service): RequestHandler {
  return async (request, response) => {
    requireType(request, ['application/json'])
    const order = chainOrder(jsonOf(request), 'content')
    const loaded = await loadChainOrder(order, contextOf(service))
    const chain = await chainAnswer(loaded, service, order.at)
    service.metrics.count('euxine_chains_total', { indication: chain.indication })
    sendJson(response, 200, { id: order.id, chain })
  }
}

async function answer(order: VerifyOrder, service: Service): Promise<Verdict> {
  const { request } = await loadVerifyOrder(order, contextOf(service))
  const { document } = request
  // In this order: a large document is hashed in another thread while it is judged in this one.
  const [early, undigested] = await Promise.all([
    comesWithVerdict(document) ? null : documentSha256(document, 'another'),
    undigestedVerdict(request, service, order.at),
  ])
  const sha256 = undigested.document.sha256 ?? early ?? (await documentSha256(document, 'this'))
  const verdict = withDocumentSha256(undigested, sha256)
  service.metrics.count('euxine_verdicts_total', { outcome: verdict.outcome })
  return verdict
}

async function undigestedVerdict(
  request: VerifyRequest,
  { online }: Service,
  named: Date | null,
): Promise<UndigestedVerdict> {
  if (online === undefined) return verifyUndigested(request)
  return documentOnline(online, request, verifyUndigested, named)
}

async function chainAnswer(
  request: ChainRequest,
  { online }: Service,
  named: Date | null,
): Promise<ChainVerdict> {
  if (online === undefined) return verifyChain(request)
  return chainOnline(online, request, verifyChain, named)
}

function contextOf(service: Service): OrderContext {
  const now = service.now()
  return {
    base: null,
    crypto: service.crypto,
    now,
    trustFor: async (order) => trustOf(order, service, order.at ?? now),
  }
}

/** The service's own federation, or the lists that came with the request. */
async function trustOf(order: Order, service: Service, at: Date): Promise<Trust> {
  return order.trust.lists.length > 0
    ? trustOfLists(order.trust, null, { crypto: service.crypto, at: service.now() })
    : service.trust.usableAt(at)
}

/** An answer that is not taken in the time that a line has to arrive ends the batch. */
function drained(response: express.Response, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => response.destroy(), milliseconds)
    const done = () => {
      clearTimeout(timer)
      response.off('drain', done)
      response.off('close', done)
      resolve()
    }
    response.once('drain', done)
    response.once('close', done)
  })
}

/** The kind of a fault and where it arose: its message might quote what a caller sent. */
export function logFault(service: Service, fault: unknown): void {
  const error = fault instanceof Error ? fault : new Error('not an error')
  const where =
    error.stack
      ?.split('\n')
      .find((line) => /^\s+at /.test(line))
      ?.trim() ?? null
  service.log({ at: service.now(), event: 'fault', facts: { kind: error.name, where } })
}
