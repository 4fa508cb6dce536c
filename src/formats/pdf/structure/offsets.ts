import type { PdfRevision, XrefEntry } from '../file.ts'
import { readNumberPair } from '../syntax/atoms.ts'
import { isDigit, keywordAt, octetAt } from '../syntax/lexer.ts'
import { type Source, skipWhiteSpace } from './source.ts'

/** Entries of one revision, looked up in the file. */
export interface CheckedEntries {
  readonly entries: Map<number, XrefEntry>
  /** Objects that do not stand where their entries say. */
  readonly lost: ReadonlySet<number>
}

/**
 * Looks whether `n g obj` stands where each entry says (ISO 32000-2 §7.5.4). White space before it is
 * passed over, which is said, and the entry then has the offset of the object itself.
 */
export function checkOffsets(
  source: Source,
  entries: ReadonlyMap<number, XrefEntry>,
): CheckedEntries {
  const checked = new Map<number, XrefEntry>()
  const lost = new Set<number>()
  for (const [number, entry] of entries) {
    checked.set(number, entry)
    if (entry.kind !== 'offset') continue
    const start = headAt(source, number, entry)
    if (start === null) lost.add(number)
    if (start === null || start === entry.offset) continue
    checked.set(number, { ...entry, offset: start })
    source.problems.add('offset-repaired', `white space before object ${number}`, start)
  }
  return { entries: checked, lost }
}

/** White space before an object: writers that miscount are a line end or two off. */
const mostSpace = 32

/** Where the head of that object stands, null where there is something else. */
function headAt(
  source: Source,
  number: number,
  { offset, generation }: Extract<XrefEntry, { kind: 'offset' }>,
): number | null {
  const { bytes, budget } = source
  const start = skipWhiteSpace({ ...source, bytes: bytes.subarray(0, offset + mostSpace) }, offset)
  if (isDigit(octetAt(bytes, start - 1))) return null
  const pair = readNumberPair(bytes, start, budget)
  if (pair === null || !keywordAt(bytes, pair.next, 'obj')) return null
  return pair.number === number && pair.generation === generation ? start : null
}

/** Where an offset lies as seen from what a revision wrote. */
export function standsIn(
  { place }: Pick<PdfRevision, 'place'>,
  offset: number,
): 'before' | 'in' | 'behind' {
  if (offset < place.start) return 'before'
  return offset < place.end ? 'in' : 'behind'
}
