import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import type { DigestAlgorithm } from '../core/digests.ts'
import { VerifierError } from '../core/errors.ts'
import type { DetachedContent } from '../formats/format.ts'
import type { Need } from '../report/verdict.ts'
import type { VerifyRequest } from '../verify.ts'

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
  const wanted = new Map<string, readonly string[]>()
  for (const need of needs) {
    if (need.kind !== 'content' || !names.has(need.for)) continue
    const others = wanted.get(need.for) ?? []
    wanted.set(need.for, [...new Set([...others, ...(need.digestAlgorithms ?? [])])])
  }
  if (wanted.size === 0) return null
  const undigested = [...wanted.values()].some((algorithms) => algorithms.length === 0)
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
    else detached.push({ ...content, digests: await digestsOf(path, algorithms) })
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

function unreadable(path: string, cause: unknown): VerifierError {
  return new VerifierError('file-unreadable', `"${path}" cannot be read to its end`, { cause })
}

async function digestsOf(
  path: string,
  algorithms: readonly string[],
): Promise<DetachedContent['digests']> {
  const hashes = algorithms.flatMap((algorithm) => {
    const hash = startHash(algorithm)
    return hash === null ? [] : [[algorithm as DigestAlgorithm, hash] as const]
  })
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      for (const [, hash] of hashes) hash.update(chunk)
    }
  } catch (cause) {
    throw unreadable(path, cause)
  }
  return Object.fromEntries(hashes.map(([algorithm, hash]) => [algorithm, hash.digest()]))
}

/** A hash by its name here, or null. The names of node:crypto have no hyphen after SHA and RIPEMD, but keep it after SHA3. */
export function startHash(algorithm: string): Hash | null {
  try {
    return createHash(algorithm.toLowerCase().replace(/^(sha|ripemd)-/, '$1'))
  } catch {
    // Absent from this OpenSSL: no digest is given, and the verdict says what it lacked.
    return null
  }
}
