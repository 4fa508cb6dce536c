import { type Check, undecided } from '../../core/conclusion.ts'
import type { DetachedContent } from '../format.ts'
import { shortened } from './algorithms.ts'

/**
 * EN 319 102-1 §5.2.8: a caller who gives content asks about it. Where no reference that was
 * processed is to one of the contents, nothing says that a signature is broken; but none vouches for
 * all that was shown, and each is left open. What was used may as well be the document of a signature
 * policy, whose digest is signed.
 */
export function givenContentCheck(
  given: readonly DetachedContent[],
  used: ReadonlySet<DetachedContent>,
): readonly Check[] {
  const [first, ...others] = given.filter((content) => !used.has(content))
  if (first === undefined) return []
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  const detail = `no signature is over ${calledBy(first)}${more}, given beside the document`
  const conclusion = undecided('SIG_CONSTRAINTS_FAILURE', detail)
  return [{ id: 'xml-given-content', rule: 'EN 319 102-1 §5.2.8', conclusion }]
}

function calledBy({ name }: DetachedContent): string {
  return name === null ? 'content without a name' : `"${shortened(name)}"`
}
