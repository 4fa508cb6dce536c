import type { PdfObject } from '../object.ts'

/** An indirect object as it stands in the file. */
export interface Definition {
  readonly number: number
  readonly generation: number
  /** Not decrypted. */
  readonly object: PdfObject
  readonly start: number
  readonly end: number
}
