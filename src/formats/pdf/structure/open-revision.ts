import type { PdfRevision, XrefEntry } from '../file.ts'
import { Landmarks } from './landmarks.ts'
import type { Save } from './saves.ts'
import type { Source } from './source.ts'

/** A revision as it is being read: its entries can still be repaired. */
export interface OpenRevision extends PdfRevision {
  readonly entries: Map<number, XrefEntry>
  /** Objects that do not stand where their entries say. */
  readonly lost: ReadonlySet<number>
}

/** Where the objects of a revision stand that are where their entries say. */
export function foundIn({ entries, lost }: OpenRevision): number[] {
  const found: number[] = []
  for (const [number, entry] of entries) {
    if (entry.kind === 'offset' && !lost.has(number)) found.push(entry.offset)
  }
  return found
}

/** Where an object, a section or the end of a revision begins. */
export function landmarksOf(
  { bytes }: Source,
  saves: readonly Save[],
  revisions: readonly OpenRevision[],
): Landmarks {
  const ends = new Map<number, number>()
  for (const { sections, markers } of saves) {
    for (const { start, end } of [...sections.map(({ place }) => place), ...markers]) {
      ends.set(start, end)
    }
  }
  return new Landmarks(revisions.flatMap(foundIn), ends, bytes.length)
}
