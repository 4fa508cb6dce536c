import type { Crypto } from '../core/crypto.ts'
import type { Trust } from '../trust.ts'
import { readCertificates } from './load-order.ts'
import { loadTrust } from './load-trust.ts'
import type { Order, TrustOrder } from './order.ts'
import { type Base, pathOf, readSource } from './read-source.ts'
import { trustFromLists } from './trust-from-lists.ts'

/** Trust of lists given in place of a federation. */
export async function trustOfLists(
  order: TrustOrder,
  base: Base,
  { crypto, at }: { readonly crypto: Crypto; readonly at: Date },
): Promise<Trust> {
  const files = []
  for (const source of order.lists) files.push(await readSource(source, base))
  const signers = await readCertificates(order.signers, base)
  return trustFromLists({ files, signers, unverified: order.unverified, crypto, at })
}

/** Federations and lists kept at once; one large federation takes about 50 MB. */
const capacity = 16

/** Trust as orders ask for it; a batch names the same few again and again. */
export class TrustCache {
  readonly #kept = new Map<string, Promise<Trust>>()
  readonly #federation: string
  readonly #crypto: Crypto
  readonly #at: Date

  /**
   * @param federation the folder or file to use where an order names none
   * @param at the time of loading
   */
  constructor(federation: string, crypto: Crypto, at: Date) {
    this.#federation = federation
    this.#crypto = crypto
    this.#at = at
  }

  /** Throws what loading throws: trust that cannot be used is never an empty trust. */
  trustFor(order: Order, base: Base): Promise<Trust> {
    const { lists, federation } = order.trust
    if (lists.length > 0) return this.#fromLists(order.trust, base)
    const path = federation === null ? this.#federation : pathOf(federation, base)
    return this.#once(path, () => loadTrust(path, { crypto: this.#crypto, at: this.#at }))
  }

  #fromLists(order: TrustOrder, base: Base): Promise<Trust> {
    const load = () => trustOfLists(order, base, { crypto: this.#crypto, at: this.#at })
    const named = [...order.lists, ...order.signers]
    if (named.some((source) => 'bytes' in source)) return load()
    return this.#once(JSON.stringify([base, order]), load)
  }

  /** Failures are kept too: what cannot be loaded once is not tried for every line. */
  #once(key: string, load: () => Promise<Trust>): Promise<Trust> {
    const known = this.#kept.get(key)
    if (known !== undefined) return known
    const loading = load()
    this.#kept.set(key, loading)
    if (this.#kept.size > capacity) this.#kept.delete(this.#kept.keys().next().value ?? key)
    return loading
  }
}
