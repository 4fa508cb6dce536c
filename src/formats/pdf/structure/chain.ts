import { pdfAmbiguous } from '../malformed.ts'
import type { Place } from '../object.ts'
import { roomFor, Weight } from '../syntax/weight.ts'
import { weightOfEntries, weightOfEntry } from './entries.ts'
import { mostSections, tooManySections } from './limits.ts'
import { type Hidden, readSection } from './read-section.ts'
import { offsetIn, type Section } from './section.ts'
import type { Source } from './source.ts'

/**
 * The sections that `startxref` and each `Prev` lead to, the newest first (ISO 32000-2 §7.5.6). One
 * that is not where it should be is never searched for: a reader that guesses at the
 * cross-references reads a document that nobody has signed.
 */
export function readChain(source: Source, start: number): readonly Section[] {
  const chain: Section[] = []
  const hidden: Hidden = new Map()
  const places: Place[] = []
  const trailers = new Weight(roomFor(source.bytes.length), 'memoryOfTrailers')
  const listed = weightOfEntries(source.bytes.length)
  let at: number | null = start
  while (at !== null) {
    if (chain.length === mostSections) throw tooManySections()
    const known = hidden.size
    const section = readSection(source, at, hidden)
    const found = hidden.size > known && section.hidden !== null ? [section.hidden] : []
    for (const { place, weight, entries } of [section, ...found]) {
      checkApart(places, place)
      places.push(place)
      trailers.add(weight)
      listed.add(entries.size * weightOfEntry)
    }
    chain.push(section)
    at = previous(source, section)
  }
  return chain
}

/** Where `Prev` leads. Departure: 0, where no section can be, is none, as many readers have it. */
function previous(source: Source, { trailer, place }: Section): number | null {
  const prev = trailer.entries.get('Prev')
  if (prev?.kind === 'integer' && prev.value === 0) {
    source.problems.add('prev-zero', 'a trailer whose "Prev" is 0', place.start)
    return null
  }
  return offsetIn(source, trailer, 'Prev')
}

/** Sections that overlap go round, or are two readings of the same octets. */
function checkApart(places: readonly Place[], { start, end }: Place): void {
  if (places.some((other) => start < other.end && other.start < end)) {
    throw pdfAmbiguous('cross-reference sections that go round or overlap')
  }
}
