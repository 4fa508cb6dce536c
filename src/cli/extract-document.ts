import type { SignedObject } from '../extract.ts'
import { type Extraction, type ExtractRequest, extract, extractionRefusal } from '../extract.ts'
import {
  type ContainerLimits,
  contentLeft,
  type LargeContainer,
  readDocument,
  withContainerDigests,
} from '../store/large-container.ts'
import { loadExtractOrder, type OrderContext } from '../store/load-order.ts'
import type { ExtractOrder } from '../store/order.ts'
import { readSource } from '../store/read-source.ts'
import type { Content } from './extract-paths.ts'

/** What is really signed, and where its content is to be had. */
export interface FoundExtraction {
  readonly extraction: Extraction
  /** Octets, or of a file that was left in a large container what they are read from: once. */
  contentOf(object: SignedObject): Content
}

type ExtractContext = Pick<OrderContext, 'base' | 'crypto'>

/**
 * What is really signed in the document of an order. Files of a large container that are signed as they
 * stand are left there and hashed as streams; where something else of it is signed, such as the
 * canonical form of a large file, it is held as any other document. Throws as `extract` does.
 */
export async function documentExtraction(
  order: ExtractOrder,
  context: ExtractContext,
  limits?: ContainerLimits,
): Promise<FoundExtraction> {
  try {
    const { document, container } = await readDocument(order.document, context.base, limits)
    const held = { name: document.name, bytes: document.bytes }
    const request = await loadExtractOrder({ ...order, document: held }, context)
    if (container === null) return heldExtraction(request)
    const streamed = await streamedExtraction({ ...request, document }, container)
    if (streamed !== null) return streamed
    return heldExtraction({ ...request, document: await readSource(order.document, context.base) })
  } catch (cause) {
    throw extractionRefusal(cause)
  }
}

function heldExtraction(request: ExtractRequest): FoundExtraction {
  return { extraction: extract(request), contentOf: ({ octets }) => octets ?? new Uint8Array() }
}

/** Null where a file that was left has to be held for what is signed of it. */
async function streamedExtraction(
  request: ExtractRequest,
  container: LargeContainer,
): Promise<FoundExtraction | null> {
  const { left } = container
  const asked = { ...request, left }
  const first = extract(asked)
  const again = await withContainerDigests(asked, container, first.needs, ['SHA-256'])
  const extraction = again === null ? first : extract(again)
  if (extraction.needs.some((need) => left.has(need.for))) return null
  return {
    extraction,
    contentOf: (object) => object.octets ?? contentLeft(container, object),
  }
}
