import type { Budget } from '../../../core/budget.ts'

/** Fields that a signature locks (ISO 32000-2 §12.7.5.5, §12.8.2.4). */
export interface FieldLock {
  readonly action: 'All' | 'Include' | 'Exclude'
  /** Full names; none where all are locked. */
  readonly fields: readonly string[]
  /** P of a Lock dictionary, for the whole document; null where it says nothing. */
  readonly permissions: 1 | 2 | 3 | null
}

/** Characters of a name that count as one node where it is asked for: all names together stay below 32 MB. */
const charactersOfNode = 8

/** Characters of a name that cost as much as a step. */
const charactersPerNode = 256

/** The names of each lock, put together once: a signature asks for every change. */
const known = new WeakMap<FieldLock, ReadonlySet<string>>()

/**
 * Whether a field is locked: a name stands for the field and all that are below it. Throws
 * `budget-exceeded`.
 */
export function isLocked(lock: FieldLock, name: string, budget: Budget): boolean {
  if (lock.action === 'All') {
    budget.spendNodes()
    return true
  }
  // A long one is put together, and kept, as it is looked at.
  budget.spendNodes(1 + Math.floor(name.length / charactersOfNode))
  const names = known.get(lock) ?? new Set(lock.fields)
  known.set(lock, names)
  const named = isNamed(names, name, budget)
  return lock.action === 'Include' ? named : !named
}

/** A field, or one above it: the parts of a full name stand apart by full stops (§12.7.4.2). */
function isNamed(names: ReadonlySet<string>, name: string, budget: Budget): boolean {
  for (let end = name.indexOf('.'); end !== -1; end = name.indexOf('.', end + 1)) {
    budget.spendNodes(1 + Math.floor(end / charactersPerNode))
    if (names.has(name.slice(0, end))) return true
  }
  return names.has(name)
}
