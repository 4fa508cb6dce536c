import { equalBytes } from '../../core/bytes.ts'
import type { Crypto } from '../../core/crypto.ts'
import type { DigestAlgorithm } from '../../core/digests.ts'
import type { DetachedContent, Octets } from '../format.ts'
import { weakDigests } from './weak-digests.ts'

/** Contents that were given, by how they compare with what is signed. */
export interface GivenContents {
  readonly others: readonly DetachedContent[]
  /** Known too little to tell: by no digest, or by weak ones only. */
  readonly unknown: readonly DetachedContent[]
}

/**
 * Why none of several contents was chosen as the one that is signed, and what to call the right one.
 * @param wanted the name that would tell, or null where nothing tells it
 */
export function ambiguity(given: readonly DetachedContent[], wanted: string | null): string {
  const open = `which of the ${given.length} contents given is signed is not known: give it alone`
  return wanted === null ? open : `${open}, or it alone by the name "${wanted}"`
}

type Digests = DetachedContent['digests']

/** Compares each content with the octets that are signed; those that are identical are left out. */
export function compareGiven(
  given: readonly DetachedContent[],
  signed: Exclude<Octets, { kind: 'missing' }>,
  crypto: Crypto,
): GivenContents {
  const compare = comparison(signed, crypto)
  const compared = given.map((content) => ({ content, as: compare(content) }))
  const only = (wanted: Likeness) =>
    compared.flatMap(({ content, as }) => (as === wanted ? [content] : []))
  return { others: only('other'), unknown: only('unknown') }
}

type Likeness = 'same' | 'other' | 'unknown'

function comparison(
  signed: Exclude<Octets, { kind: 'missing' }>,
  crypto: Crypto,
): (content: DetachedContent) => Likeness {
  if (signed.kind === 'digests') {
    return ({ bytes, digests }) =>
      bytes === null
        ? compareDigests(digests, (algorithm) => signed.digests[algorithm] ?? null)
        : compareDigests(signed.digests, (algorithm) => crypto.digest(algorithm, bytes))
  }
  // Digests are taken once, however many contents are given.
  const taken = new Map<DigestAlgorithm, Uint8Array | null>()
  const digestOf = (algorithm: DigestAlgorithm): Uint8Array | null => {
    const digest = taken.get(algorithm) ?? crypto.digest(algorithm, signed.bytes)
    taken.set(algorithm, digest)
    return digest
  }
  return ({ bytes, digests }) => {
    if (bytes === null) return compareDigests(digests, digestOf)
    return equalBytes(bytes, signed.bytes) ? 'same' : 'other'
  }
}

/** One digest that differs tells them apart; only one without known collisions tells them the same. */
function compareDigests(
  digests: Digests,
  digestOf: (algorithm: DigestAlgorithm) => Uint8Array | null,
): Likeness {
  let likeness: Likeness = 'unknown'
  for (const [name, digest] of Object.entries(digests)) {
    const algorithm = name as DigestAlgorithm
    const own = digestOf(algorithm)
    if (own === null) continue
    if (!equalBytes(own, digest)) return 'other'
    if (!weakDigests.has(algorithm)) likeness = 'same'
  }
  return likeness
}
