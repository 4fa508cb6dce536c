import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { DigestAlgorithm } from '../core/digests.ts'
import { VerifierError } from '../core/errors.ts'
import type { DetachedContent } from '../formats/format.ts'
import type { Need } from '../report/verdict.ts'

/** The digests that a verdict needs, by the names of the contents; none where no digest will do. */
export function wantedDigests(needs: readonly Need[]): ReadonlyMap<string, ReadonlySet<string>> {
  const wanted = new Map<string, Set<string>>()
  for (const need of needs) {
    if (need.kind !== 'content') continue
    const algorithms = wanted.get(need.for) ?? new Set()
    for (const algorithm of need.digestAlgorithms ?? []) algorithms.add(algorithm)
    wanted.set(need.for, algorithms)
  }
  return wanted
}

/** The digests of octets as they are read, by those of the algorithms that OpenSSL has. */
export async function digestsOf(
  chunks: AsyncIterable<Uint8Array>,
  algorithms: Iterable<string>,
): Promise<DetachedContent['digests']> {
  const hashes = [...algorithms].flatMap((algorithm): (readonly [DigestAlgorithm, Hash])[] => {
    const hash = startHash(algorithm)
    return hash === null ? [] : [[algorithm as DigestAlgorithm, hash]]
  })
  for await (const chunk of chunks) {
    for (const [, hash] of hashes) hash.update(chunk)
  }
  return Object.fromEntries(hashes.map(([algorithm, hash]) => [algorithm, hash.digest()]))
}

/** A hash by its name here, or null. The names of node:crypto have no hyphen after SHA and RIPEMD, but keep it after SHA3. */
function startHash(algorithm: string): Hash | null {
  try {
    return createHash(algorithm.toLowerCase().replace(/^(sha|ripemd)-/, '$1'))
  } catch {
    // Absent from this OpenSSL: no digest is given, and the verdict says what it lacked.
    return null
  }
}

/** As many octets are read at once. */
export const pieceBytes = 1 << 20

/** A file, or the octets of it before `end`, as they are read; throws `file-unreadable`. */
export async function* chunksOf(
  path: string,
  start = 0,
  end = Number.POSITIVE_INFINITY,
): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(path, { start, end: end - 1, highWaterMark: pieceBytes })
  } catch (cause) {
    throw unreadable(path, cause)
  }
}

/** The error `file-unreadable` of a file that could be opened, or was there. */
export function unreadable(path: string, cause: unknown): VerifierError {
  return new VerifierError('file-unreadable', `"${path}" cannot be read to its end`, { cause })
}
