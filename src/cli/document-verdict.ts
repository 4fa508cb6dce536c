import type { Verdict } from '../report/verdict.ts'
import type { Online } from '../sources/online.ts'
import { withContainerDigests } from '../store/large-container.ts'
import { withDigests } from '../store/large-content.ts'
import { loadVerifyOrder, type OrderContext } from '../store/load-order.ts'
import type { VerifyOrder } from '../store/order.ts'
import { verify } from '../verify.ts'

/**
 * Asks once, and again where large files, detached or in a container, have to be hashed first; then, where there is a
 * network, as often as it has what is needed.
 */
export async function documentVerdict(
  order: VerifyOrder,
  context: OrderContext,
  online: Online | null,
): Promise<Verdict> {
  const { request, large, container } = await loadVerifyOrder(order, context)
  const verdict = verify(request)
  const detached = await withDigests(request, large, verdict.needs)
  const again =
    (await withContainerDigests(detached ?? request, container, verdict.needs)) ?? detached
  if (online === null) return again === null ? verdict : verify(again)
  const { documentOnline } = await import('../sources/online.ts')
  return documentOnline(online, again ?? request, verify)
}
