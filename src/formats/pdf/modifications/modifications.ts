import type { Budget } from '../../../core/budget.ts'
import type { Crypto } from '../../../core/crypto.ts'
import type { Modifications } from '../../format.ts'
import type { PdfFile } from '../file.ts'
import type { PdfReference } from '../object.ts'

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

/** Fields that a signature locks (ISO 32000-2 §12.7.5.5, §12.8.2.4). */
export interface FieldLock {
  readonly action: 'All' | 'Include' | 'Exclude'
  /** Full names; none where all are locked. */
  readonly fields: readonly string[]
  /** P of a Lock dictionary, for the whole document; null where it says nothing. */
  readonly permissions: 1 | 2 | 3 | null
}

/**
 * What was done to a document after the revision that a signature is over. Whatever no rule permits
 * is forbidden; so it is as long as the rules are not written.
 */
export function modificationsAfter(
  file: PdfFile,
  signed: SignedRevision,
  _options: { readonly budget: Budget; readonly crypto: Crypto },
): Modifications {
  const last = file.revisions.length - 1
  if (signed.revision === last && file.problems.length === 0) {
    return { outcome: 'none', extent: 'none', differences: [] }
  }
  return { outcome: 'forbidden', extent: 'other', differences: [] }
}
