/** An indirect object as it stands in the file: which it is, and where. */
export interface Definition {
  readonly number: number
  readonly generation: number
  readonly start: number
  readonly end: number
}
