import { type Check, failed, passed, undecided } from '../../core/conclusion.ts'
import { ambiguity, type GivenContents } from '../cms/given-content.ts'
import type { DetachedContent } from '../format.ts'

const id = 'jws-detached-content'
const rule = 'RFC 7515 appendix F'

/** A caller who gives content asks about that content: it counts only if it is the payload. */
export function checkGivenBesideAttached({ others, unknown }: GivenContents): Check {
  if (others.length > 0) {
    const detail = `what was given beside the signature is not its payload: ${namesOf(others)}`
    return { id, rule, conclusion: failed('HASH_FAILURE', detail) }
  }
  if (unknown.length === 0) return { id, rule, conclusion: passed }
  const detail = `whether the payload is what was given beside it is open: ${namesOf(unknown)}`
  const conclusion = undecided('SIGNED_DATA_NOT_FOUND', detail, 'DETACHED_CONTENT_MISSING')
  return { id, rule, conclusion }
}

/** Of several contents one is the payload; the others may be the same once more. */
export function checkGivenBesideDetached({ others, unknown }: GivenContents): Check {
  return checkUncovered([...others, ...unknown])
}

/** Several were given, and nothing tells which of them it is; `wanted` is the name that would. */
export function checkNotChosen(given: readonly DetachedContent[], wanted: string | null): Check {
  const detail = ambiguity(given, wanted)
  const conclusion = undecided('SIGNED_DATA_NOT_FOUND', detail, 'DETACHED_CONTENT_MISSING')
  return { id, rule, conclusion }
}

/** Nothing says that the signature is broken; but it does not vouch for all that was shown. */
export function checkUncovered(uncovered: readonly DetachedContent[]): Check {
  const detail = `the signature does not cover all that was given: ${namesOf(uncovered)}`
  const conclusion = uncovered.length === 0 ? passed : undecided('SIG_CONSTRAINTS_FAILURE', detail)
  return { id, rule, conclusion }
}

/** The first by its name: of thousands, no more are needed to see what went wrong. */
function namesOf([first, ...more]: readonly DetachedContent[]): string {
  const name = first?.name === undefined || first.name === null ? 'no name' : `"${first.name}"`
  return more.length === 0 ? name : `${name} and ${more.length} more`
}
