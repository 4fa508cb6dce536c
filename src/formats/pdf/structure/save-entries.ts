import type { XrefEntry } from '../file.ts'
import { sameEntry } from './entries.ts'
import type { Save } from './saves.ts'
import type { Source } from './source.ts'

/**
 * What the sections of one save say of each object number. A table comes before the stream that it
 * hides (ISO 32000-2 §7.5.8.4); where both have an object in use, and differ, readers may as well.
 */
export function entriesOf(source: Source, save: Save, revision: number): Map<number, XrefEntry> {
  const entries = listedEntries(source, save)
  if (revision > 0) addSections(entries, save)
  return entries
}

/**
 * Many writers do not list a cross-reference stream itself, or list it as free; but some readers have it
 * under its number all the same, in the place of what was there. So it is that in a later revision.
 */
function addSections(entries: Map<number, XrefEntry>, { sections, again }: Save): void {
  for (const section of sections) {
    const { object, place } = section
    if (object === null || again.has(section)) continue
    const { number, generation } = object
    if ((entries.get(number)?.kind ?? 'free') !== 'free') continue
    entries.set(number, { kind: 'offset', generation, offset: place.start })
  }
}

function listedEntries(source: Source, save: Save): Map<number, XrefEntry> {
  const [only, ...others] = save.sections
  // Nearly every save has one section; the entries of a large file are not copied.
  if (only !== undefined && others.length === 0) return only.entries
  const entries = new Map<number, XrefEntry>()
  for (const section of save.sections) {
    for (const [number, entry] of section.entries) {
      const known = entries.get(number)
      if (known === undefined) entries.set(number, entry)
      else if (entry.kind !== 'free' && !save.again.has(section) && !sameEntry(known, entry)) {
        const message = `the sections of one revision differ on object ${number}`
        source.problems.add('entries-differ', message, section.place.start)
      }
    }
  }
  return entries
}
