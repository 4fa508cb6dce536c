import { nodeCrypto } from '../crypto/node.ts'
import type { Verdict } from '../report/verdict.ts'
import { KeptSources } from '../store/kept-sources.ts'
import type { OrderContext } from '../store/load-order.ts'
import type { AnswerRequest } from '../store/ndjson.ts'
import { verifyOrder } from '../store/order-json.ts'
import { TrustCache } from '../store/trust-cache.ts'
import { type BatchOrder, joined, withDefaults } from './batch-order.ts'
import type { Tally } from './batch-tally.ts'
import { defaultFederation } from './default-trust.ts'
import { documentVerdict } from './document-verdict.ts'
import { openBatchOnline } from './online.ts'

/** How the lines of a batch of documents are answered, and counted. */
export function answerDocuments(order: Extract<BatchOrder, { command: 'verify' }>): {
  readonly answer: AnswerRequest
  readonly tally: (body: object) => readonly Tally[]
} {
  const { base, now, defaults } = order
  const online = openBatchOnline(order)
  const crypto = nodeCrypto()
  const trust = new TrustCache(defaultFederation, crypto, now)
  const context: OrderContext = {
    base,
    crypto,
    now,
    kept: new KeptSources(),
    trustFor: (asked) => trust.trustFor(asked, base),
  }
  const answer = async (json: unknown): Promise<{ readonly verdict: Verdict }> => {
    const asked = withDefaults(verifyOrder(json, 'paths'), defaults)
    const certificates = joined(asked.certificates, defaults.certificates)
    const password = asked.password ?? defaults.password
    const whole = { ...asked, certificates, password }
    // Each core has a thread of the batch already.
    return { verdict: await documentVerdict(whole, context, await online, 'this') }
  }
  return { answer, tally: (body) => ('verdict' in body ? talliesOf(body.verdict as Verdict) : []) }
}

function talliesOf({ outcome, signatures }: Verdict): readonly Tally[] {
  const document = { of: 'document', outcome, subIndication: null, reason: null, count: 1 } as const
  const each = signatures.map(({ indication, subIndication, reason }): Tally => {
    return { of: 'signature', outcome: indication, subIndication, reason, count: 1 }
  })
  return [document, ...each]
}
