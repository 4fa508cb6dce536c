import type { Budget } from '../../../core/budget.ts'
import { VerifierError } from '../../../core/errors.ts'
import type { PdfObject, PdfReference } from '../object.ts'
import type { Inspected } from './inspection.ts'
import { strayBeginnings } from './stray.ts'

/**
 * Says where a later revision refers to an object that is not there, and something before it looks like
 * an object that nothing leads to. ISO 32000-2 §7.3.10 has such a reference for null; but some readers
 * rebuild the file when they come to one, and find what was hidden before anybody signed. Either alone
 * is in many honest files. What the revision before has of it as well, readers had come to already.
 */
export function sayOfLostReferences(file: Inspected): void {
  const { source, saves, revisions } = file
  if (saves.length === 1) return
  const hidden = firstStray(file)
  for (const { index, place, entries } of revisions.slice(1)) {
    if (hidden >= place.start) continue
    for (const number of entries.keys()) {
      if (!refersAnew(file, number, index)) continue
      const message = `object ${number} refers to what is not there, and something is hidden before it`
      const at = saves[index]?.main.place.start ?? place.start
      source.problems.add('reference-leads-nowhere', message, at)
      break
    }
  }
}

/** Where the first one stands, without end where there is none. */
function firstStray(file: Inspected): number {
  let first = Number.POSITIVE_INFINITY
  for (const at of strayBeginnings(file, 0)) first = Math.min(first, at)
  return first
}

function refersAnew(file: Inspected, number: number, revision: number): boolean {
  const lost = lostIn(file, number, revision)
  if (lost.size === 0) return false
  const before = lostIn(file, number, revision - 1)
  return [...lost].some((reference) => !before.has(reference))
}

/** The references of an object that lead nowhere, as text; none where it cannot be read, which is said. */
function lostIn(file: Inspected, number: number, revision: number): Set<string> {
  const { source, index, objects } = file
  const lost = new Set<string>()
  const listed = index.at(number, revision)
  if (listed === null) return lost
  try {
    const object = objects.object(number, listed.entry, revision)
    for (const { number: other, generation } of referencesIn(object, source.budget)) {
      const entry = index.at(other, revision)?.entry
      const known = entry?.kind === 'compressed' ? 0 : entry?.generation
      if (entry === undefined || entry.kind === 'free' || known !== generation) {
        source.budget.spendNodes()
        lost.add(`${other} ${generation}`)
      }
    }
  } catch (error) {
    if (!(error instanceof VerifierError) || error.code !== 'pdf-malformed') throw error
  }
  return lost
}

/** Parts of an object, read already, that count as one node where they are gone through once more. */
const partsOfNode = 2

/**
 * All references within an object, in no order; none is followed. Counted, since many revisions may
 * list the same object in turn; throws `budget-exceeded`.
 */
export function* referencesIn(object: PdfObject, budget: Budget): Generator<PdfReference> {
  const waiting: PdfObject[] = [object]
  let parts = 0
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (parts % partsOfNode === 0) budget.spendNodes()
    parts += 1
    if (next.kind === 'reference') yield next
    else if (next.kind === 'array') for (const item of next.items) waiting.push(item)
    else if (next.kind === 'stream') waiting.push(next.dictionary)
    else if (next.kind === 'dictionary')
      for (const value of next.entries.values()) waiting.push(value)
  }
}
