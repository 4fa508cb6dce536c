import type { Budget } from '../../../core/budget.ts'
import type { Crypto } from '../../../core/crypto.ts'
import { VerifierError } from '../../../core/errors.ts'
import type { Modification, Modifications } from '../../format.ts'
import type { PdfFile } from '../file.ts'
import type { PdfReference } from '../object.ts'
import type { Change } from './change.ts'
import { Comparison } from './comparison.ts'
import { coverTogether } from './cover-together.ts'
import { compareDocument } from './document.ts'
import { judge, type Permissions, permissionsOf } from './judgement.ts'
import type { FieldLock } from './locks.ts'
import { octetsAfter } from './octets.ts'
import { Paths } from './reach.ts'
import { References } from './references.ts'
import { remainderOf } from './remainder.ts'

/** A signature, and the revision of the file that it is over. */
export interface SignedRevision {
  /** Index of the revision whose end the ByteRange reaches. */
  readonly revision: number
  /** The full name of its field (ISO 32000-2 §12.7.4.2). */
  readonly field: string
  /** The signature dictionary; null where the field holds it directly. */
  readonly dictionary: PdfReference | null
  /** P of the certification that is in force in that revision, null where there is none. */
  readonly docMdp: 1 | 2 | 3 | null
  /** What the signatures up to that revision lock: FieldMDP transforms, and Lock dictionaries. */
  readonly locks: readonly FieldLock[]
}

/** Differences that one signature is told of: as many as DSS reads files of a container. */
const mostDifferences = 1000

/**
 * What was done to a document after the revision that a signature is over (ISO 32000-2 §12.8.2). Each
 * later revision is compared with the one before it, and whatever no rule permits is forbidden. Every
 * later revision counts, whoever signed it: a second signature permits nothing in the eyes of the
 * first. Throws `budget-exceeded`.
 */
export function modificationsAfter(
  file: PdfFile,
  signed: SignedRevision,
  options: { readonly budget: Budget; readonly crypto: Crypto },
): Modifications {
  const changes = octetsAfter(file, signed.revision)
  for (const { index } of file.revisions.slice(signed.revision + 1)) {
    for (const change of changesOf(file, index, options.budget)) changes.push(change)
  }
  // Every signature asks again, and there may be many of both.
  options.budget.spendNodes(changes.length)
  const permissions = permissionsOf(file.at(signed.revision), signed.docMdp, signed.locks)
  if (changes.length === 0) return { outcome: 'none', extent: 'none', differences: [] }
  return conclude(coverTogether(changes, options.budget), permissions, options.budget)
}

/** The forbidden ones are told first where not all are. */
function conclude(
  changes: readonly Change[],
  permissions: Permissions,
  budget: Budget,
): Modifications {
  const judged = changes.map((change) => judge(change, permissions, budget))
  const forbidden = judged.filter(({ permitted }) => !permitted)
  const permitted = judged.filter((one) => one.permitted)
  const told = judged.length > mostDifferences ? [...forbidden, ...permitted] : judged
  const differences: readonly Modification[] = told.slice(0, mostDifferences)
  if (forbidden.length > 0) return { outcome: 'forbidden', extent: 'other', differences }
  return { outcome: 'permitted', extent: extentOf(changes), differences }
}

const extents = ['annotations', 'form-filling', 'validation-data'] as const

function extentOf(changes: readonly Change[]): (typeof extents)[number] {
  return (
    extents.find((extent) => changes.some(({ effect }) => effect === extent)) ?? 'validation-data'
  )
}

interface Memory {
  readonly references: References
  readonly paths: Paths
  readonly changes: Map<number, readonly Change[]>
}

/** What a revision did is the same for every signature before it. */
const memories = new WeakMap<PdfFile, Memory>()

function changesOf(file: PdfFile, revision: number, budget: Budget): readonly Change[] {
  const memory = memories.get(file) ?? memoryOf(file, budget)
  memories.set(file, memory)
  const known = memory.changes.get(revision)
  if (known !== undefined) return known
  const changes = compare(file, revision, memory, budget)
  memory.changes.set(revision, changes)
  return changes
}

function memoryOf(file: PdfFile, budget: Budget): Memory {
  const references = new References(file, budget)
  return { references, paths: new Paths(references, budget), changes: new Map() }
}

function compare(
  file: PdfFile,
  revision: number,
  { references, paths }: Memory,
  budget: Budget,
): readonly Change[] {
  try {
    const comparison = new Comparison(file, revision, references, budget)
    compareDocument(comparison)
    const left = remainderOf(comparison, references, paths)
    const changes = [...comparison.changes, ...left]
    return changes.length > 0 ? changes : [writtenAgain(revision)]
  } catch (error) {
    if (!(error instanceof VerifierError) || error.code !== 'pdf-malformed') throw error
    const reason = `what this revision did cannot be told: ${error.message}`
    const place = { revision, object: 'trailer', path: null }
    return [{ ...place, kind: 'unreadable', effect: 'other', reason }]
  }
}

/** The least that a revision can do. */
function writtenAgain(revision: number): Change {
  const reason = 'ISO 32000-2 §7.5.6: what was there is written again, or nothing is'
  const place = { revision, object: 'trailer', path: null }
  return { ...place, kind: 'written-again', effect: 'none', reason }
}
