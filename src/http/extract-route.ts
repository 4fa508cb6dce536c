import type { RequestHandler } from 'express'
import { toBase64 } from '../core/bytes.ts'
import { type Extraction, extract, type SignedObject } from '../extract.ts'
import { loadExtractOrder } from '../store/load-order.ts'
import { extractOrder } from '../store/order-json.ts'
import { sendJson } from './answer.ts'
import { HttpRefusal } from './problem.ts'
import { documentOrder } from './request-body.ts'
import type { Service } from './service.ts'

/** `POST /v1/extract`: the data that is really signed. It needs no trust list, and says nothing of trust. */
export function extractOne(service: Service): RequestHandler {
  return async (request, response) => {
    const order = await documentOrder(request, extractOrder)
    const context = { base: null, crypto: service.crypto }
    const extraction = extract(await loadExtractOrder(order, context))
    refuseTooMuch(extraction, service.limits.extractedBytes)
    service.metrics.count('euxine_extractions_total', { given: givenOf(extraction) })
    const objects = extraction.objects.flatMap(withContent)
    sendJson(response, 200, { id: order.id, extraction: { ...extraction, objects } })
  }
}

/** A container is packed, and two signatures may be over the same file: the answer has its own limit. */
function refuseTooMuch({ objects }: Extraction, most: number): void {
  const size = objects.reduce((sum, object) => sum + object.size, 0)
  if (size <= most) return
  throw new HttpRefusal(
    413,
    'answer-too-large',
    `${size} octets are signed, and no more than ${most} are given back at once`,
    'name one "signature", or extract on the command line',
  )
}

function givenOf({ signatures }: Extraction): 'all' | 'some' | 'none' {
  const intact = signatures.filter(({ integrity }) => integrity === 'intact')
  if (intact.length === 0) return 'none'
  return intact.length === signatures.length ? 'all' : 'some'
}

/** What came over the network is held, so that nothing is left anywhere. */
function withContent({ octets, ...object }: SignedObject): readonly object[] {
  return octets === null ? [] : [{ ...object, content: toBase64(octets) }]
}
