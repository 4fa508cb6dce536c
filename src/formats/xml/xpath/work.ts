import { VerifierError } from '../../../core/errors.ts'

/**
 * Nodes looked at for the XPath expressions of one document: a million, which take a tenth of a
 * second, and one more for each octet of the document. Real expressions look at a node some ten
 * times, and a node has some forty octets; the 28 filters of the interop test of canonicalisation
 * need 700,000 for a document of 25,000 octets.
 */
const stepsOfDocument = 1_000_000

/**
 * Counts the work of all expressions of one document and of what is parsed on the way for its
 * references, and refuses to go past what is linear in them.
 */
export interface XPathWork {
  /** Adds a step for each octet of another document that is looked into. */
  allow(octets: number): void
  /** Throws `budget-exceeded`. */
  spend(steps: number): void
}

/** A counter for the expressions of a document of so many octets. */
export function xpathWork(octets: number): XPathWork {
  let limit = stepsOfDocument + octets
  let spent = 0
  return {
    allow(more) {
      limit += more
    },
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
