import type { Verdict } from '../report/verdict.ts'
import { withDigests } from '../store/large-content.ts'
import { loadVerifyOrder, type OrderContext } from '../store/load-order.ts'
import type { VerifyOrder } from '../store/order.ts'
import { verify } from '../verify.ts'

/** Asks once, and again where large detached files have to be hashed first. */
export async function documentVerdict(order: VerifyOrder, context: OrderContext): Promise<Verdict> {
  const { request, large } = await loadVerifyOrder(order, context)
  const verdict = verify(request)
  const again = await withDigests(request, large, verdict.needs)
  return again === null ? verdict : verify(again)
}
