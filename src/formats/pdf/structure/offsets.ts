import type { PdfRevision, XrefEntry } from '../file.ts'
import { readNumberPair } from '../syntax/atoms.ts'
import { isDigit, isWhiteSpace, keywordAt, octetAt } from '../syntax/lexer.ts'
import type { Source } from './source.ts'

/**
 * Looks whether `n g obj` stands where each entry of a revision says (ISO 32000-2 §7.5.4). White space
 * before it is passed over, which is said, and the entry is put right. Gives back the objects that
 * do not stand where their entries say.
 */
export function repairOffsets(source: Source, entries: Map<number, XrefEntry>): Set<number> {
  const lost = new Set<number>()
  for (const [number, entry] of entries) {
    if (entry.kind !== 'offset') continue
    const start = headAt(source, number, entry)
    if (start === null) lost.add(number)
    if (start === null || start === entry.offset) continue
    entries.set(number, { ...entry, offset: start })
    source.problems.add('offset-repaired', `white space before object ${number}`, start)
  }
  return lost
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
  let start = offset
  while (isWhiteSpace(octetAt(bytes, start)) && start < offset + mostSpace) start += 1
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
