/** An indirect object as it stands in the file: which it is, and where. */
export interface Definition {
  readonly number: number
  readonly generation: number
  readonly start: number
  readonly end: number
  /** Whether it is an object stream (ISO 32000-2 §7.5.7), by its `Type`. */
  readonly holds: 'objects' | 'nothing'
}
