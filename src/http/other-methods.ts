import express, { type Router } from 'express'
import { openApi } from './openapi.ts'
import { descriptionHint, HttpRefusal } from './problem.ts'

/** RFC 9110 §15.5.6: a resource that is there and was asked by another method says which it takes. */
export function otherMethods(): Router {
  const router = express.Router()
  for (const [path, described] of Object.entries(openApi().paths)) {
    const methods = Object.keys(described).map((method) => method.toUpperCase())
    // RFC 9110 §9.3.2: Express answers HEAD as it answers GET.
    const allowed = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
    router.all(path.replace(/\{(\w+)\}/g, ':$1'), (_request, response) => {
      response.setHeader('allow', allowed.join(', '))
      const message = `this resource takes ${methods.join(' or ')}`
      throw new HttpRefusal(405, 'method-not-allowed', message, descriptionHint)
    })
  }
  return router
}
