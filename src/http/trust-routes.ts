import express, { type Request, type Router } from 'express'
import { VerifierError } from '../core/errors.ts'
import { agreementMatrix } from '../recognition/matrix.ts'
import { timeOf } from '../store/order-values.ts'
import { listStates, listsOf, statesOf } from '../store/trust-view.ts'
import { sendJson } from './answer.ts'
import type { Service } from './service.ts'

/** What the service trusts, and who recognises whom. */
export function trustRoutes(service: Service): Router {
  const router = express.Router()
  router.get('/v1/trust-lists', (_request, response) => {
    const { federation, fictional } = service.trust.loaded
    const lists = listStates(service.trust.loaded, service.now())
    sendJson(response, 200, { federation, fictional, lists })
  })
  router.get('/v1/trust-lists/:territory', (request, response) => {
    const { territory } = request.params
    const lists = listsOf(service.trust.loaded, territory, service.now())
    if (lists.length === 0) throw notFound(`no trust list of "${territory}"`)
    sendJson(response, 200, { lists })
  })
  router.get('/v1/agreements', (_request, response) => {
    sendJson(response, 200, { agreements: service.trust.loaded.agreements })
  })
  router.get('/v1/agreements/matrix', (request, response) => {
    const at = timeAsked(request) ?? service.now()
    sendJson(response, 200, { at, matrix: matrixAt(service, at) })
  })
  router.get('/v1/agreements/:id', (request, response) => {
    const { id } = request.params
    const versions = service.trust.loaded.agreements.filter((one) => one.id === id)
    if (versions.length === 0) throw notFound(`no agreement "${id}"`)
    sendJson(response, 200, { versions })
  })
  return router
}

function matrixAt(service: Service, at: Date) {
  const { agreements, fictional } = service.trust.loaded
  const states = statesOf(service.trust.loaded)
  const options = { fictional: fictional ? 'yes' : 'no', drafts: 'ignore' } as const
  return agreementMatrix(agreements, states, at, options)
}

function timeAsked(request: Request): Date | null {
  const { at } = request.query
  if (at === undefined) return null
  if (typeof at === 'string') return timeOf(at)
  throw new VerifierError('request-malformed', '"at" is given more than once')
}

function notFound(message: string): VerifierError {
  return new VerifierError('not-found', message)
}
