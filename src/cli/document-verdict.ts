import { withDocumentSha256 } from '../report/json.ts'
import type { UndigestedVerdict, Verdict } from '../report/verdict.ts'
import type { Online } from '../sources/online.ts'
import { documentSha256 } from '../store/document-sha256.ts'
import { withContainerDigests } from '../store/large-container.ts'
import { withDigests } from '../store/large-content.ts'
import { loadVerifyOrder, type OrderContext } from '../store/load-order.ts'
import type { VerifyOrder } from '../store/order.ts'
import { comesWithVerdict, verifyUndigested } from '../verify.ts'

/** The verdict on a document, which is hashed in this thread, or meanwhile in another where it is large. */
export async function documentVerdict(
  order: VerifyOrder,
  context: OrderContext,
  online: Online | null,
  hashing: 'this' | 'another' = 'another',
): Promise<Verdict> {
  const loaded = await loadVerifyOrder(order, context)
  const { document } = loaded.request
  // In this order: the other thread begins, and this one goes on.
  const [early, verdict] = await Promise.all([
    comesWithVerdict(document) ? null : documentSha256(document, hashing),
    undigestedVerdict(loaded, online, order.at),
  ])
  const sha256 = verdict.document.sha256 ?? early ?? (await documentSha256(document, 'this'))
  return withDocumentSha256(verdict, sha256)
}

/**
 * Asks once, and again where large files, detached or in a container, have to be hashed first; then,
 * where there is a network, as often as it has what is needed.
 */
async function undigestedVerdict(
  { request, large, container }: Awaited<ReturnType<typeof loadVerifyOrder>>,
  online: Online | null,
  named: Date | null,
): Promise<UndigestedVerdict> {
  const verdict = verifyUndigested(request)
  const detached = await withDigests(request, large, verdict.needs)
  const again =
    (await withContainerDigests(detached ?? request, container, verdict.needs)) ?? detached
  if (online === null) return again === null ? verdict : verifyUndigested(again)
  const { documentOnline } = await import('../sources/online.ts')
  return documentOnline(online, again ?? request, verifyUndigested, named)
}
