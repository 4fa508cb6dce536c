import { VerifierError } from '../../../core/errors.ts'
import type { PdfObject } from '../object.ts'
import type { Inspected } from './inspection.ts'
import { referencesIn } from './lost-references.ts'
import type { OpenRevision } from './open-revision.ts'

/** What an object stream is read by (ISO 32000-2 §7.3.8.2, §7.5.7). */
const keys = ['Type', 'N', 'First', 'Length', 'Filter', 'DecodeParms']

/**
 * Says where a later revision has another object in the place of one by which an object stream is read,
 * such as its "First": what is in the stream becomes something else, and nothing that leads to it
 * was changed.
 */
export function sayOfChangedParts(file: Inspected): void {
  const { source, saves, revisions, index } = file
  for (const revision of revisions) {
    const known = new Set<number>()
    for (const number of streamsOf(revision)) {
      for (const part of partsOf(file, number, revision.index, known)) {
        const changed = index.after(part, revision.index)
        if (changed === null) continue
        const message = `revision ${changed.revision + 1} replaces what object stream ${number} is read by`
        const at = saves[changed.revision]?.main.place.start ?? null
        source.problems.add('object-stream-redefined', message, at)
      }
    }
  }
}

/** The numbers of the object streams in which a revision lists objects. */
function streamsOf({ entries }: OpenRevision): ReadonlySet<number> {
  const streams = new Set<number>()
  for (const entry of entries.values()) if (entry.kind === 'compressed') streams.add(entry.stream)
  return streams
}

/** The numbers of the objects that those entries lead to and that were not `known` yet, which is added to. */
function partsOf(
  file: Inspected,
  stream: number,
  revision: number,
  known: Set<number>,
): readonly number[] {
  const { source } = file
  const parts: number[] = []
  const found = objectAt(file, stream, revision)
  const dictionary = found?.kind === 'stream' ? found.dictionary : null
  const waiting = keys.flatMap((key) => dictionary?.entries.get(key) ?? [])
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const { number } of referencesIn(next, source.budget)) {
      if (known.has(number)) continue
      known.add(number)
      parts.push(number)
      const object = objectAt(file, number, revision)
      if (object !== null) waiting.push(object)
    }
  }
  return parts
}

/** Null where there is none, or where it cannot be read, which is said elsewhere. */
function objectAt(
  { index, objects }: Inspected,
  number: number,
  revision: number,
): PdfObject | null {
  const listed = index.at(number, revision)
  if (listed === null) return null
  try {
    return objects.object(number, listed.entry, revision)
  } catch (error) {
    if (error instanceof VerifierError && error.code === 'pdf-malformed') return null
    throw error
  }
}
