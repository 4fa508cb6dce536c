import type { RequestHandler } from 'express'
import { HttpRefusal } from './problem.ts'
import type { Service } from './service.ts'

/** Takes a bounded number of requests at once; the rest are told to come again (RFC 6585 §4). */
export function admission(most: number): RequestHandler {
  let inside = 0
  return (_request, response, next) => {
    if (inside >= most) {
      response.setHeader('retry-after', '1')
      throw new HttpRefusal(429, 'too-many-requests', 'too many requests at once')
    }
    inside += 1
    response.once('close', () => {
      inside -= 1
    })
    next()
  }
}

/** A body must arrive in time, however slowly it trickles. */
export function bodyDeadline(service: Service): RequestHandler {
  return (request, response, next) => {
    const timer = setTimeout(() => {
      next(new HttpRefusal(408, 'body-too-slow', 'the body did not arrive in time'))
    }, service.limits.bodyMilliseconds)
    const clear = () => clearTimeout(timer)
    request.once('end', clear)
    response.once('close', clear)
    next()
  }
}
