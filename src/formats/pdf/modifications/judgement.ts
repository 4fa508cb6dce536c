import type { Budget } from '../../../core/budget.ts'
import type { Modification } from '../../format.ts'
import type { PdfView } from '../file.ts'
import { dictionaryIn } from '../lookup.ts'
import type { PdfDictionary } from '../object.ts'
import type { Change } from './change.ts'
import { type FieldLock, isLocked } from './locks.ts'

/** What a signature permits to those who come after it. */
export interface Permissions {
  /** The least P of its certification and of the locks; null where none is in force. */
  readonly level: 1 | 2 | 3 | null
  readonly locks: readonly FieldLock[]
  /** The document as it was signed. */
  readonly signed: PdfView
}

/** ISO 32000-2 §12.7.5.5, Table 236: a lock may lessen what a certification permits, never more. */
export function permissionsOf(
  signed: PdfView,
  docMdp: 1 | 2 | 3 | null,
  locks: readonly FieldLock[],
): Permissions {
  const levels = [docMdp, ...locks.map(({ permissions }) => permissions)]
  const level = levels.reduce((least, one) => {
    return least === null || (one !== null && one < least) ? one : least
  }, null)
  return { level, locks, signed }
}

/**
 * Asks whether a signature permits what was changed (ISO 32000-2 §12.8.2.2.2, §12.8.2.4). Throws
 * `budget-exceeded`.
 */
export function judge(change: Change, permissions: Permissions, budget: Budget): Modification {
  const against = whatForbids(change, permissions, budget)
  if (change.removed !== undefined && !isIn(permissions.signed, change.removed)) {
    const reason = 'ISO 32000-2 §12.8.4.3: what is removed came after what is signed'
    return { ...permitted(change), reason }
  }
  return against === null
    ? permitted(change)
    : { ...permitted(change), permitted: false, ...against }
}

/** What is permitted is the same to all signatures; there may be many that ask. */
const known = new WeakMap<Change, Modification>()

function permitted(change: Change): Modification {
  const before = known.get(change)
  if (before !== undefined) return before
  const { object, path, kind, reason } = change
  const revision = change.revision === null ? null : change.revision + 1
  const made = { revision, object, path, kind, permitted: true, reason }
  known.set(change, made)
  return made
}

function whatForbids(
  change: Change,
  permissions: Permissions,
  budget: Budget,
): { kind: string; reason: string } | null {
  const { kind, effect, reason } = change
  const { level, locks } = permissions
  if (effect === 'other') return { kind, reason }
  if (effect === 'none' || effect === 'validation-data') return null
  const clause = 'ISO 32000-2 §12.8.2.2.2'
  if (level === 1)
    return { kind, reason: `${clause}: P of 1, of a certification or of a lock, permits no change` }
  if (effect === 'annotations' && level !== 3) {
    return { kind, reason: `${clause}: only a certification with P of 3 permits annotations` }
  }
  if (change.visibleField && level !== null) {
    return { kind, reason: `${clause}: no visible field may be added where P is said` }
  }
  const { field } = change
  if (field !== undefined && locks.some((lock) => isLocked(lock, field, budget))) {
    return { kind: 'field-locked', reason: 'ISO 32000-2 §12.8.2.4: a signature locks this field' }
  }
  return null
}

/** Whether the document has a dictionary at the end of these keys. */
function isIn(view: PdfView, keys: readonly string[]): boolean {
  let dictionary: PdfDictionary | null = view.trailer
  for (const key of keys) {
    dictionary = dictionary === null ? null : dictionaryIn(view, dictionary, key)
  }
  return dictionary !== null
}
