import { pdfMalformed } from '../malformed.ts'
import type { Place } from '../object.ts'
import { mostSections, tooManySections } from './limits.ts'
import { readSection } from './read-section.ts'
import { offsetIn, type Section } from './section.ts'
import type { Source } from './source.ts'

/**
 * The sections that `startxref` and each `Prev` lead to, the newest first (ISO 32000-2 §7.5.6). One
 * that is not where it should be is never searched for: a reader that guesses at the
 * cross-references reads a document that nobody has signed.
 */
export function readChain(source: Source, start: number): readonly Section[] {
  const chain: Section[] = []
  const places: Place[] = []
  let at: number | null = start
  while (at !== null) {
    if (chain.length === mostSections) throw tooManySections()
    const section = readSection(source, at)
    chain.push(section)
    for (const { place } of [section, section.hidden ?? []].flat()) {
      checkApart(places, place)
      places.push(place)
    }
    at = offsetIn(source, section.trailer, 'Prev')
  }
  return chain
}

/** Sections that overlap go round, or are two readings of the same octets. */
function checkApart(places: readonly Place[], { start, end }: Place): void {
  if (places.some((other) => start < other.end && other.start < end)) {
    throw pdfMalformed('cross-reference sections that go round or overlap')
  }
}
