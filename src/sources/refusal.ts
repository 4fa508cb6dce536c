import { VerifierError } from '../core/errors.ts'

/** How much of an address is repeated; the longest of 574 real ones has 199 characters. */
const longestShown = 300

/** An address as messages repeat it: it came from a document, and may be as long as one. */
export function shownLocation(location: string): string {
  return location.length > longestShown ? `${location.slice(0, longestShown)}…` : location
}

/** What an error of a fetch is made of beside its words. */
interface Circumstances {
  readonly cause?: unknown
  /** The status of HTTP, where one came. */
  readonly status?: number
  /** False where nobody was asked. */
  readonly begun?: boolean
}

/** What was not fetched, and why: `source-refused`. */
export function refused(
  location: string,
  why: string,
  { cause, status, begun = true }: Circumstances = {},
): VerifierError {
  const shown = shownLocation(location)
  return new VerifierError('source-refused', `"${shown}" was not fetched: ${why}`, {
    facts: { location: shown, why, status: status ?? null, begun },
    cause,
  })
}
