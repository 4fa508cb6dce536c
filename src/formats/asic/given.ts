import { equalBytes } from '../../core/bytes.ts'
import { type Check, undecided } from '../../core/conclusion.ts'
import type { Crypto } from '../../core/crypto.ts'
import type { DigestAlgorithm } from '../../core/digests.ts'
import type { DetachedContent, ParseContext } from '../format.ts'
import { type Container, quoted } from './container.ts'

/** What the caller gave beside the container, and what of it was asked for. */
export interface Given {
  /** The one content of exactly this name, for a file that the container does not hold. */
  take(name: string): DetachedContent | null
  /** All there is, for the one data object of an ASiC-S container that does not hold it. */
  takeOnly(): readonly DetachedContent[]
  readonly taken: ReadonlySet<DetachedContent>
  /** What was found to be something else than a file: the document of a signature policy. */
  use(contents: Iterable<DetachedContent>): void
  /** Says of everything that was taken that the container itself does not hold it. */
  warn(): void
  /** Of what nobody asked for, and is not in the container either. */
  check(): readonly Check[]
}

/**
 * Files may be left out of a container and given beside it, whole or by their digests: the name must
 * be the whole path. What is given and used by no signature leaves every signature open, since it is
 * asked about.
 */
export function givenBeside({ detached, crypto }: ParseContext, container: Container): Given {
  const taken = new Set<DetachedContent>()
  const used = new Set<DetachedContent>()
  return {
    take(name) {
      const [only, other] = detached.filter((one) => one.name === name)
      if (only === undefined || other !== undefined) return null
      taken.add(only)
      return only
    },
    takeOnly() {
      for (const one of detached) taken.add(one)
      return detached
    },
    taken,
    use(contents) {
      for (const one of contents) used.add(one)
    },
    warn() {
      const named = [...taken].slice(0, mostNamed)
      for (const { name } of named) {
        const message = `${calledBy(name)} is not in the container: it was given beside it`
        container.warn('content-beside-container', message)
      }
      if (taken.size <= named.length) return
      const message = `${taken.size - named.length} other files are not in the container: they were given beside it`
      container.warn('content-beside-container', message)
    },
    check() {
      const unused = detached.find(
        (one) => !taken.has(one) && !used.has(one) && !isInside(one, container, crypto),
      )
      if (unused === undefined) return []
      const detail = `${calledBy(unused.name)} was given beside the container, and is nothing that a signature in it lacks`
      const conclusion = undecided('SIG_CONSTRAINTS_FAILURE', detail)
      return [{ id: 'asic-given-content', rule: 'EN 319 162-1 §4.1', conclusion }]
    },
  }
}

/** Files that are named one by one, as those that no signature covers are. */
const mostNamed = 20

function calledBy(name: string | null): string {
  return name === null ? 'content without a name' : quoted(name)
}

/** True where the container holds a file of the name that is the very same. */
function isInside(given: DetachedContent, container: Container, crypto: Crypto): boolean {
  const file = container.files.get(given.name ?? '')
  if (file === undefined) return false
  const { bytes, digests } = container.content(file)
  if (bytes === null) {
    const whole = given.bytes
    if (whole !== null) return sameDigests(digests, (algorithm) => crypto.digest(algorithm, whole))
    return sameDigests(given.digests, (algorithm) => digests[algorithm] ?? null)
  }
  if (given.bytes !== null) return equalBytes(given.bytes, bytes)
  return sameDigests(given.digests, (algorithm) => crypto.digest(algorithm, bytes))
}

function sameDigests(
  digests: DetachedContent['digests'],
  digestOf: (algorithm: DigestAlgorithm) => Uint8Array | null,
): boolean {
  const compared = Object.entries(digests).map(([name, digest]) => {
    const own = digestOf(name as DigestAlgorithm)
    return own !== null && equalBytes(own, digest)
  })
  return compared.length > 0 && compared.every((same) => same)
}
