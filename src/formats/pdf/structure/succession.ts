import type { XrefEntry } from '../file.ts'
import type { Inspected } from './inspection.ts'
import { largestGeneration } from './limits.ts'
import type { OpenRevision } from './open-revision.ts'
import { sameObject } from './same-object.ts'
import { sizeOf } from './section.ts'

/**
 * Whether each revision goes on from the one before as ISO 32000-2 has it: generations go up when an
 * object is freed and its number used again (§7.5.4), the number of objects does not go down (table
 * 15), and the numbers of cross-reference streams are left to them. Readers do not look.
 */
export function sayOfSuccession(file: Inspected): void {
  const { source, saves, revisions, index } = file
  const ofSections = new Set<number>()
  let size = 0
  sayOfLastSize(file)
  for (const revision of revisions) {
    const at = revision.place.start
    for (const [number, entry] of revision.index === 0 ? [] : revision.entries) {
      if (number !== 0 && !followsOn(index.at(number, revision.index - 1)?.entry, entry)) {
        const message = `the generation of object ${number} does not follow the one before`
        source.problems.add('generation-out-of-order', message, at)
      }
      if (ofSections.has(number) && entry.kind !== 'free') {
        const message = `object ${number} was a cross-reference stream`
        source.problems.add('section-replaced', message, at)
      }
    }
    for (const { object } of saves[revision.index]?.sections ?? []) {
      if (object !== null) ofSections.add(object.number)
    }
    sayOfTrailers(file, revision)
    if (revision.index > 0) sayOfTrailer(file, revision)
    const next = sizeOf(revision.trailer)
    if (next < size) source.problems.add('size-decreases', `Size goes down to ${next}`, at)
    size = next
  }
}

/** Table 15: objects that earlier trailers had below `Size`, and the last one has not. */
function sayOfLastSize({ source, revisions, index }: Inspected): void {
  const last = revisions.at(-1)
  if (last === undefined) return
  const size = sizeOf(last.trailer)
  const before = revisions.reduce((most, { trailer }) => Math.max(most, sizeOf(trailer)), 0)
  if (before === size) return
  for (const number of index.numbers()) {
    if (number < size || number >= before) continue
    if (index.at(number, last.index)?.entry.kind === 'free') continue
    const message = `object ${number} is not below the last Size, ${size}`
    source.problems.add('objects-beyond-last-size', message, last.place.start)
    return
  }
}

/** The sections of one revision are of one document: which trailer is asked for it makes no difference. */
function sayOfTrailers({ source, saves }: Inspected, { index, trailer }: OpenRevision): void {
  for (const { trailer: other, place } of saves[index]?.sections ?? []) {
    for (const key of ['Root', 'Encrypt']) {
      const value = other.entries.get(key)
      if (value === undefined || sameObject(value, trailer.entries.get(key))) continue
      const message = `the sections of revision ${index + 1} differ on "${key}"`
      source.problems.add('trailers-differ', message, place.start)
    }
  }
}

/**
 * What a trailer refers to is in use, with that generation (§7.3.10 has it null otherwise). Readers that
 * need it and do not find it rebuild the file.
 */
function sayOfTrailer({ source, saves, index }: Inspected, revision: OpenRevision): void {
  for (const key of ['Root', 'Info', 'Encrypt', 'ID']) {
    const value = revision.trailer.entries.get(key)
    if (value?.kind !== 'reference') continue
    const entry = index.at(value.number, revision.index)?.entry
    const generation = entry?.kind === 'compressed' ? 0 : entry?.generation
    if (entry !== undefined && entry.kind !== 'free' && generation === value.generation) continue
    const { main } = saves[revision.index] ?? {}
    // Some writers name an Info that they do not write; behind a stream, no reader minds.
    if (key === 'Info' && entry === undefined && main?.object != null) continue
    const message = `a trailer whose "${key}" leads to no object that is there`
    const at = main?.place.start ?? revision.place.start
    source.problems.add('trailer-leads-nowhere', message, at)
  }
}

/** ISO 32000-2 §7.5.4: freed, it has the generation that the number is to be used with again. */
function followsOn(before: XrefEntry | undefined, entry: XrefEntry): boolean {
  const generation = entry.kind === 'compressed' ? 0 : entry.generation
  if (before === undefined) return generation === 0 || entry.kind === 'free'
  const known = before.kind === 'compressed' ? 0 : before.generation
  if (before.kind === 'free' && known === largestGeneration) return entry.kind === 'free'
  if (entry.kind !== 'free' || before.kind === 'free') return generation === known
  return generation === known + 1 || generation === largestGeneration
}
