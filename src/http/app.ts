import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import helmet from 'helmet'
import { sendProblem } from './answer.ts'
import { healthRoutes } from './health-routes.ts'
import { otherMethods } from './other-methods.ts'
import { descriptionHint, HttpRefusal, problemOf } from './problem.ts'
import type { Service } from './service.ts'
import { trustRoutes } from './trust-routes.ts'
import { logFault, verificationRoutes } from './verification-routes.ts'

/** The service as an Express app; it listens to nothing by itself. */
export function createApp(service: Service): Express {
  const app = express()
  app.set('etag', false)
  app.set('query parser', 'simple')
  app.use(helmet())
  app.use(account(service))
  app.use(verificationRoutes(service))
  app.use(trustRoutes(service))
  app.use(healthRoutes(service))
  app.use(otherMethods())
  app.use((_request, _response, next) =>
    next(new HttpRefusal(404, 'not-found', 'no such resource', descriptionHint)),
  )
  app.use(oneExit(service))
  return app
}

/** Counts and logs what was answered; by the pattern of the route, never by what was sent. */
function account(service: Service): RequestHandler {
  return (request, response, next) => {
    const start = service.now()
    response.once('close', () => {
      const route: unknown = request.route?.path
      const facts = {
        method: request.method,
        route: typeof route === 'string' ? route : 'none',
        status: response.statusCode,
      }
      const milliseconds = service.now().getTime() - start.getTime()
      const { method, status } = facts
      service.metrics.count('euxine_requests_total', {
        ...facts,
        method: known(method),
        status: String(status),
      })
      service.log({ at: start, event: 'request', facts: { ...facts, milliseconds } })
    })
    next()
  }
}

function known(method: string): string {
  return ['GET', 'HEAD', 'POST'].includes(method) ? method : 'other'
}

/** The one exit for errors; Express tells it from other handlers by its four parameters. */
function oneExit(service: Service): ErrorRequestHandler {
  return (error, _request, response, _next) => {
    if (problemOf(error).status === 500) logFault(service, error)
    // An answer that has begun cannot become another.
    if (response.headersSent) response.destroy()
    else sendProblem(response, error)
  }
}
