import type { Canonicalisation } from './algorithms.ts'
import { canonicalise, leftOut, type NodeSet } from './canonicalise.ts'
import type { XmlDocument } from './document.ts'
import { largestXml } from './parse.ts'

/** Canonical octets of node-sets of one document, or null where its share of work is used up. */
export type Canonicaliser = (nodes: NodeSet, algorithm: Canonicalisation) => Uint8Array | null

/**
 * Octets canonicalised for all signatures of one document of so many octets. Without a bound, a
 * thousand small signatures of the whole document would cost its size a thousand times: 32 times,
 * for as many signers as one signature may have references, and 16 MiB for small ones; in all no
 * more than twice the largest document.
 */
export function largestWork(octets: number): number {
  return Math.min(2 * largestXml, 16 * 1024 * 1024 + 32 * octets)
}

/** A canonicaliser for the signatures of one document; the same question is answered once. */
export function boundedCanonicaliser(document: XmlDocument): Canonicaliser {
  const answers = new Map<string, Uint8Array>()
  const limit = largestWork(document.text.length)
  let work = 0
  return (nodes, algorithm) => {
    const question = questionOf(nodes, algorithm)
    const known = answers.get(question)
    if (known !== undefined) return known
    const { start, end } =
      nodes.apex === 'document' ? { start: 0, end: document.text.length } : nodes.apex
    work += end - start
    if (work > limit) return null
    const octets = canonicalise(document, nodes, algorithm)
    answers.set(question, octets)
    return octets
  }
}

function questionOf(nodes: NodeSet, algorithm: Canonicalisation): string {
  return JSON.stringify([
    nodes.apex === 'document' ? nodes.apex : nodes.apex.start,
    [...leftOut(nodes)].map(({ start }) => start),
    nodes.comments,
    algorithm.method,
    algorithm.comments,
    algorithm.inclusivePrefixes,
  ])
}
