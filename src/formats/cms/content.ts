import { type Check, failed, passed, undecided } from '../../core/conclusion.ts'
import type { DetachedContent, Octets, ParseContext } from '../format.ts'
import { chooseDetached, contentName, detachedOctets } from './detached.ts'
import { ambiguity, compareGiven, type GivenContents } from './given-content.ts'
import type { Covered } from './signature.ts'
import type { SignedData } from './signed-data.ts'

/** The content of a SignedData, wherever it was found, and how what was given compares with it. */
export type Content = Pick<Covered, 'octets' | 'name' | 'kind' | 'unread'> & {
  /** Null where nothing was given that could differ from the content. */
  readonly given: Check | null
}

type Context = Pick<ParseContext, 'detached' | 'documentName' | 'crypto'>

/** RFC 5652 §5.2: the content is that in the SignedData, or the one given where it has none. */
export function contentOf({ content }: SignedData, context: Context): Content {
  return content === null ? detachedContent(context) : heldContent(content.octets, context)
}

/** A caller who gives content asks about that content: it counts only if it is what is signed. */
function heldContent(bytes: Uint8Array, { detached, crypto }: Context): Content {
  const octets: Octets = { kind: 'bytes', bytes }
  const compared = compareGiven(detached, octets, crypto)
  const given = detached.length === 0 ? null : checkGivenBesideHeld(compared)
  return { octets, name: 'content', kind: 'full', unread: compared.unknown, given }
}

function detachedContent(context: Context): Content {
  const { detached, documentName } = context
  const chosen = chooseDetached(detached, documentName ?? null)
  const octets = detachedOctets(chosen)
  const others = detached.filter((content) => content !== chosen)
  return {
    octets,
    name: chosen?.name ?? 'detached content',
    kind: octets.kind === 'digests' ? 'digest' : 'full',
    unread: [],
    given: othersGiven(others, octets, context),
  }
}

/** Where nothing was given, all that is signed is missing, and that is said already. */
function othersGiven(
  others: readonly DetachedContent[],
  octets: Octets,
  { documentName, crypto }: Context,
): Check | null {
  if (others.length === 0) return null
  if (octets.kind !== 'missing') {
    return checkGivenBesideDetached(compareGiven(others, octets, crypto))
  }
  const detail = ambiguity(others, contentName(documentName ?? null))
  const conclusion = undecided('SIGNED_DATA_NOT_FOUND', detail, 'DETACHED_CONTENT_MISSING')
  return { id, rule, conclusion }
}

const id = 'cms-detached-content'
const rule = 'RFC 5652 §5.2'

function checkGivenBesideHeld({ others, unknown }: GivenContents): Check {
  if (others.length > 0) {
    const detail = `what was given beside the signature is not what it holds: ${namesOf(others)}`
    return { id, rule, conclusion: failed('HASH_FAILURE', detail) }
  }
  if (unknown.length === 0) return { id, rule, conclusion: passed }
  const detail = `whether the signature holds what was given beside it is open: ${namesOf(unknown)}`
  const conclusion = undecided('SIGNED_DATA_NOT_FOUND', detail, 'DETACHED_CONTENT_MISSING')
  return { id, rule, conclusion }
}

/** Nothing says that the signature is broken; but it does not vouch for all that was shown. */
function checkGivenBesideDetached({ others, unknown }: GivenContents): Check {
  const uncovered = [...others, ...unknown]
  const detail = `the signature does not cover all that was given: ${namesOf(uncovered)}`
  const conclusion = uncovered.length === 0 ? passed : undecided('SIG_CONSTRAINTS_FAILURE', detail)
  return { id, rule, conclusion }
}

/** The first by its name: of thousands, no more are needed to see what went wrong. */
function namesOf([first, ...more]: readonly DetachedContent[]): string {
  const name = first?.name === undefined || first.name === null ? 'no name' : `"${first.name}"`
  return more.length === 0 ? name : `${name} and ${more.length} more`
}
