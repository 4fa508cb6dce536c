import { equalBytes, wholeOf } from '../core/bytes.ts'
import { type Check, type Conclusion, failed, passed, undecided } from '../core/conclusion.ts'
import type { Crypto } from '../core/crypto.ts'
import { type DigestAlgorithm, weakDigests } from '../core/digests.ts'
import type { DetachedContent, Octets } from './format.ts'

/** Contents that were given, by how they compare with what is signed. */
export interface GivenContents {
  readonly others: readonly DetachedContent[]
  /** Known too little to tell: by no digest, or by weak ones only. */
  readonly unknown: readonly DetachedContent[]
}

/** The check that a format makes of what was given, by its clause and in its own words. */
export interface GivenCheck {
  readonly id: string
  readonly rule: string
  /** What is said where something else than the content was given, and where that is open. */
  readonly differs: string
  readonly open: string
}

/** A caller who gives content asks about that content: it counts only if it is what is signed. */
export function checkGivenBesideHeld(
  { id, rule, differs, open }: GivenCheck,
  { others, unknown }: GivenContents,
): Check {
  if (others.length > 0) {
    return { id, rule, conclusion: failed('HASH_FAILURE', `${differs}: ${namesOf(others)}`) }
  }
  if (unknown.length === 0) return { id, rule, conclusion: passed }
  return { id, rule, conclusion: notFound(`${open}: ${namesOf(unknown)}`) }
}

/** Of several contents one is what is signed; the others may be the same once more. */
export function checkGivenBesideDetached(
  check: GivenCheck,
  { others, unknown }: GivenContents,
): Check {
  return checkUncovered(check, [...others, ...unknown])
}

/** Nothing says that the signature is broken; but it does not vouch for all that was shown. */
export function checkUncovered(
  { id, rule }: GivenCheck,
  uncovered: readonly DetachedContent[],
): Check {
  if (uncovered.length === 0) return { id, rule, conclusion: passed }
  const detail = `the signature does not cover all that was given: ${namesOf(uncovered)}`
  return { id, rule, conclusion: undecided('SIG_CONSTRAINTS_FAILURE', detail) }
}

/**
 * None of several contents was chosen as the one that is signed.
 * @param wanted the name that would tell, or null where nothing tells it
 */
export function checkNotChosen(
  { id, rule }: GivenCheck,
  given: readonly DetachedContent[],
  wanted: string | null,
): Check {
  const open = `which of the ${given.length} contents given is signed is not known: give it alone`
  const detail = wanted === null ? open : `${open}, or it alone by the name "${wanted}"`
  return { id, rule, conclusion: notFound(detail) }
}

function notFound(detail: string): Conclusion {
  return undecided('SIGNED_DATA_NOT_FOUND', detail, 'DETACHED_CONTENT_MISSING')
}

/** The first by its name: of thousands, no more are needed to see what went wrong. */
function namesOf([first, ...more]: readonly DetachedContent[]): string {
  const name = first?.name === undefined || first.name === null ? 'no name' : `"${first.name}"`
  return more.length === 0 ? name : `${name} and ${more.length} more`
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
  const whole = wholeOf(signed)
  // Digests are taken once, however many contents are given.
  const taken = new Map<DigestAlgorithm, Uint8Array | null>()
  const digestOf = (algorithm: DigestAlgorithm): Uint8Array | null => {
    const digest = taken.get(algorithm) ?? crypto.digest(algorithm, whole)
    taken.set(algorithm, digest)
    return digest
  }
  return ({ bytes, digests }) => {
    if (bytes === null) return compareDigests(digests, digestOf)
    return equalBytes(bytes, whole) ? 'same' : 'other'
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

/**
 * The digest of a content that was given, taken once: a thousand signatures may name it as their
 * policy. Null where it cannot be computed, or was not given with the digests in place of the octets.
 */
export function digestOfGiven(
  content: DetachedContent,
  algorithm: DigestAlgorithm,
  crypto: Crypto,
): Uint8Array | null {
  const { bytes, digests } = content
  if (bytes === null) return digests[algorithm] ?? null
  const known = taken.get(content) ?? new Map<DigestAlgorithm, Uint8Array | null>()
  taken.set(content, known)
  const before = known.get(algorithm)
  if (before !== undefined) return before
  const digest = crypto.digest(algorithm, bytes)
  known.set(algorithm, digest)
  return digest
}

/** Kept as long as the content is, whose octets do not change. */
const taken = new WeakMap<DetachedContent, Map<DigestAlgorithm, Uint8Array | null>>()
