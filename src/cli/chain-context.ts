import { nodeCrypto } from '../crypto/node.ts'
import type { OrderContext } from '../store/load-order.ts'
import type { Order } from '../store/order.ts'
import { TrustCache } from '../store/trust-cache.ts'
import type { Trust } from '../trust.ts'
import { defaultFederation } from './default-trust.ts'

/** Where the request brings its own anchors and asks for no recognition, no list is needed. */
const anchorsOnly: Trust = {
  federation: 'anchors given with the request',
  fictional: false,
  lists: [],
  agreements: [],
  certificates: [],
  crls: [],
  ocspResponses: [],
  problems: [],
}

/** What the orders of chains share: cryptography with its keys, and trust as they ask for it. */
export function chainContext(base: string, now: Date): OrderContext {
  const crypto = nodeCrypto()
  const cache = new TrustCache(defaultFederation, crypto, now)
  return {
    base,
    crypto,
    now,
    trustFor: async (order) => (needsLists(order) ? cache.trustFor(order, base) : anchorsOnly),
  }
}

function needsLists({ anchors, relying, trust }: Order): boolean {
  const named = trust.federation !== null || trust.lists.length > 0
  return named || relying !== null || anchors.length === 0
}
