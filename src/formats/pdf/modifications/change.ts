import type { Area } from './area.ts'

/**
 * How far a change goes that some rule knows (ISO 32000-2 §12.8.2.2.2, Table 257): each is permitted
 * by fewer signatures than the one before, and `other` by none. `none` changes nothing that is seen.
 */
export type Effect = 'none' | 'validation-data' | 'form-filling' | 'annotations' | 'other'

/** What a field that is put on a page may cover of it. */
export interface Cover {
  /** The number of the page. */
  readonly page: number
  /** What it has in common with what is shown of the page; null where nobody can tell. */
  readonly area: Area | null
  /** The size of what is shown of the page. */
  readonly of: number
  /** Whether it lies over another annotation. */
  readonly meets: boolean
}

/** What one revision did at one place, before it is asked which signature permits it. */
export interface Change {
  /** Index of the revision that made it; null where it belongs to none. */
  readonly revision: number | null
  readonly object: string
  readonly path: string | null
  readonly kind: string
  readonly effect: Effect
  /** The full name of the field whose value or appearance it is: it may be locked. */
  readonly field?: string
  /** A new field that is seen: permitted only where no certification is in force. */
  readonly visibleField?: true
  /** Keys from the trailer to what is removed: nothing to a signature of a revision without it. */
  readonly removed?: readonly string[]
  /** A field on a page, to be judged together with others; of no matter where they cover little. */
  readonly covers?: Cover
  readonly reason: string
}
