/** Fields that a signature locks (ISO 32000-2 §12.7.5.5, §12.8.2.4). */
export interface FieldLock {
  readonly action: 'All' | 'Include' | 'Exclude'
  /** Full names; none where all are locked. */
  readonly fields: readonly string[]
  /** P of a Lock dictionary, for the whole document; null where it says nothing. */
  readonly permissions: 1 | 2 | 3 | null
}

/** Whether a field is locked: a name stands for the field and all that are below it. */
export function isLocked({ action, fields }: FieldLock, name: string): boolean {
  if (action === 'All') return true
  const named = fields.some((field) => name === field || name.startsWith(`${field}.`))
  return action === 'Include' ? named : !named
}
