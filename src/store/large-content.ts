import { readFile, stat } from 'node:fs/promises'
import type { DetachedContent } from '../formats/format.ts'
import type { Need } from '../report/verdict.ts'
import type { VerifyRequest } from '../verify.ts'
import { chunksOf, digestsOf, unreadable, wantedDigests } from './streamed-digests.ts'

/** Detached files too large to be held: the path of each, for two may have one name. */
export type LargeContent = ReadonlyMap<DetachedContent, string>

/** Octets of large files that are read whole, all together, where no digest will do: 2^28, as much as is taken for text. */
const mostRead = 2 ** 28

/**
 * Hashes the large files that a verdict needs, as streams, by the algorithms it names; where no digest
 * of one will do, the values are over the content itself, and all that are not too large are read.
 * Gives the request to ask again with, or null where nothing more can be given.
 */
export async function withDigests(
  request: VerifyRequest,
  large: LargeContent,
  needs: readonly Need[],
): Promise<VerifyRequest | null> {
  const names = new Set([...large.keys()].map(({ name }) => name))
  const wanted = wantedDigests(needs.filter((need) => names.has(need.for)))
  if (wanted.size === 0) return null
  const undigested = [...wanted.values()].some((algorithms) => algorithms.size === 0)
  const held = undigested ? await readWhole(large) : new Map<DetachedContent, Uint8Array>()
  const detached: DetachedContent[] = []
  for (const content of request.detached) {
    const bytes = held.get(content)
    if (bytes !== undefined) {
      detached.push({ ...content, bytes })
      continue
    }
    const path = large.get(content)
    const algorithms = wanted.get(content.name ?? '')
    if (path === undefined || algorithms === undefined) detached.push(content)
    else detached.push({ ...content, digests: await digestsOf(chunksOf(path), algorithms) })
  }
  return { ...request, detached }
}

/** In their order, as long as there is room. */
async function readWhole(large: LargeContent): Promise<ReadonlyMap<DetachedContent, Uint8Array>> {
  const held = new Map<DetachedContent, Uint8Array>()
  let room = mostRead
  for (const [content, path] of large) {
    try {
      const { size } = await stat(path)
      if (size > room) continue
      room -= size
      held.set(content, await readFile(path))
    } catch (cause) {
      throw unreadable(path, cause)
    }
  }
  return held
}
