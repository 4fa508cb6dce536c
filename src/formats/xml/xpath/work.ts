import { VerifierError } from '../../../core/errors.ts'

/**
 * Nodes looked at for the XPath expressions of one document: two million, which take a fifth of a
 * second, and one more for each octet of the document, where real expressions look at a node some
 * ten times and a node has some forty octets.
 */
const stepsOfDocument = 2_000_000

/** Counts the work of all expressions of one document, and refuses to go past what is linear in it. */
export interface XPathWork {
  /** Throws `budget-exceeded`. */
  spend(steps: number): void
}

/** A counter for the expressions of a document of so many octets. */
export function xpathWork(octets: number): XPathWork {
  const limit = stepsOfDocument + octets
  let spent = 0
  return {
    spend(steps) {
      spent += steps
      if (spent > limit) {
        throw new VerifierError(
          'budget-exceeded',
          `the limit of ${limit} XPath steps is exceeded`,
          {
            facts: { what: 'xpathSteps', limit },
          },
        )
      }
    },
  }
}
