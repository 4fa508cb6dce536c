import { VerifierError } from '../../../core/errors.ts'

/** ISO 32000-2 annex C: indirect objects in a file; no number is higher. */
export const largestObjectNumber = 8_388_607

/** ISO 32000-2 §7.5.4: the highest generation. */
export const largestGeneration = 65_535

/**
 * Cross-reference sections. Each renewal of long-term validation adds two, one every few years; what
 * has more than a hundred is a form that was saved again and again.
 */
export const mostSections = 1_000

/** References followed one after another; in real files a reference leads to an object at once. */
export const mostReferences = 100

/** Objects of a file that cannot be read: real files have a few, written by programs with a fault. */
export const mostUnreadable = 10_000

/** Problems kept of one kind: a reader needs the first, and hostile files have millions. */
export const mostProblemsOfAKind = 100

/** ISO 32000-2 §7.5.2 has the header in the first line; readers look for it in the first 1,024 octets. */
export const headerWithin = 1_024

/**
 * White space behind the last %%EOF, and the same within `startxref … %%EOF`: readers look for both in
 * the last 1,024 octets, some in fewer, and rebuild the file where they are not there. Writers put a
 * line end or two.
 */
export const mostSpaceAtTheEnd = 32

/** The error of too many cross-reference sections. */
export function tooManySections(): VerifierError {
  const what = 'crossReferenceSections'
  return new VerifierError(
    'budget-exceeded',
    `PDF: the limit of ${mostSections} cross-reference sections is exceeded`,
    { facts: { what, limit: mostSections } },
  )
}
