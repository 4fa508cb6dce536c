import { type Check, undecided } from '../../core/conclusion.ts'
import type { DetachedContent, ParsedSignature } from '../format.ts'
import { shortened } from './algorithms.ts'
import { policyNames } from './xades/signature-policy.ts'

/**
 * EN 319 102-1 §5.2.8: a caller who gives content asks about it. Where no reference that was
 * processed is to one of the contents, nothing says that a signature is broken; but none vouches for
 * all that was shown, and each is left open. The document of a signature policy may be given beside
 * them, by the identifier or the address that the policy is named by.
 */
export function givenContentCheck(
  signatures: readonly Pick<ParsedSignature, 'claims'>[],
  given: readonly DetachedContent[],
  used: ReadonlySet<DetachedContent>,
): readonly Check[] {
  const policies = new Set(signatures.flatMap(({ claims }) => policyNames(claims?.policy ?? null)))
  const unused = given.filter(({ name }) => !isPolicyName(name) || !policies.has(name))
  const [first, ...others] = unused.filter((content) => !used.has(content))
  if (first === undefined) return []
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  const detail = `no signature is over ${calledBy(first)}${more}, given beside the document`
  const conclusion = undecided('SIG_CONSTRAINTS_FAILURE', detail)
  return [{ id: 'xml-given-content', rule: 'EN 319 102-1 §5.2.8', conclusion }]
}

/** A URI or an OID: what has a plain name is a file that somebody asks about. */
function isPolicyName(name: string | null): name is string {
  return name !== null && /^(?:[a-z][a-z0-9+.-]*:|\d+(?:\.\d+)+$)/i.test(name)
}

function calledBy({ name }: DetachedContent): string {
  return name === null ? 'content without a name' : `"${shortened(name)}"`
}
