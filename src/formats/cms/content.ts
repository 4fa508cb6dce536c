import type { Check } from '../../core/conclusion.ts'
import { chooseDetached, contentName, detachedOctets } from '../detached.ts'
import type { DetachedContent, Octets, ParseContext } from '../format.ts'
import {
  checkGivenBesideDetached,
  checkGivenBesideHeld,
  checkNotChosen,
  compareGiven,
  type GivenCheck,
} from '../given-content.ts'
import type { Covered } from './signature.ts'
import type { SignedData } from './signed-data.ts'

/** The content of a SignedData, wherever it was found, and how what was given compares with it. */
export type Content = Pick<Covered, 'octets' | 'name' | 'kind' | 'unread'> & {
  /** Null where nothing was given that could differ from the content. */
  readonly given: Check | null
}

/** Endings of a detached signature's name that its content's name lacks. */
const signatureEndings = /\.(p7s|p7m|p7b|sig|csig|cms|pkcs7)$/i

const givenCheck: GivenCheck = {
  id: 'cms-detached-content',
  rule: 'RFC 5652 §5.2',
  differs: 'what was given beside the signature is not what it holds',
  open: 'whether the signature holds what was given beside it is open',
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
  const given = detached.length === 0 ? null : checkGivenBesideHeld(givenCheck, compared)
  return { octets, name: 'content', kind: 'full', unread: compared.unknown, given }
}

function detachedContent(context: Context): Content {
  const { detached, documentName } = context
  const chosen = chooseDetached(detached, documentName ?? null, signatureEndings)
  const octets = detachedOctets(chosen, null)
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
    return checkGivenBesideDetached(givenCheck, compareGiven(others, octets, crypto))
  }
  const wanted = contentName(documentName ?? null, signatureEndings)
  return checkNotChosen(givenCheck, others, wanted)
}
