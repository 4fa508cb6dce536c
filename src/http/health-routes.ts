import express, { type Router } from 'express'
import { refusalOf } from '../store/refusal.ts'
import { listStates, requireUsable } from '../store/trust-view.ts'
import { sendJson } from './answer.ts'
import { openApi } from './openapi.ts'
import type { Service } from './service.ts'

/** Whether the service lives, whether it can give verdicts, what it counted, what it understands. */
export function healthRoutes(service: Service): Router {
  const router = express.Router()
  router.get('/health/live', (_request, response) => {
    sendJson(response, 200, { status: 'live' })
  })
  router.get('/health/ready', (_request, response) => {
    const readiness = readinessOf(service)
    sendJson(response, readiness.status === 'ready' ? 200 : 503, readiness)
  })
  router.get('/metrics', (_request, response) => {
    response.type('text/plain; version=0.0.4').send(service.metrics.text())
  })
  router.get('/openapi.json', (_request, response) => {
    sendJson(response, 200, openApi())
  })
  return router
}

/** Ready with the state of every list, also while the last loading failed and an earlier one serves. */
function readinessOf(service: Service) {
  const { error } = service.trust
  const loading = error === null ? null : refusalOf(error)
  try {
    const { federation, fictional, problems } = service.trust.loaded
    const at = service.now()
    const lists = listStates(service.trust.loaded, at)
    const refused = refusedAt(service, at)
    const status = refused === null ? 'ready' : 'unusable'
    return { status, federation, fictional, lists, problems, loading, refused }
  } catch (cause) {
    return { status: 'unusable', lists: [], loading, refused: refusalOf(cause) }
  }
}

function refusedAt(service: Service, at: Date) {
  try {
    requireUsable(service.trust.loaded, at)
    return null
  } catch (cause) {
    return refusalOf(cause)
  }
}
