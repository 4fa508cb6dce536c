interface Row {
  readonly number: number
  readonly from: number
  /** The first revision in which it is another, or gone. */
  to: number
}

/** Which definitions of objects could not be read, so that nobody can tell what they refer to. */
export class Unread {
  readonly #rows: Row[] = []
  /** By revision: what it defines, and could not be read. */
  readonly #defined = new Map<number, Set<number>>()
  /** By object: the row of the definition that is in use so far, where it could not be read. */
  readonly #open = new Map<number, Row>()

  /** Takes the definition of an object by a revision; revisions have to come in their order. */
  define(number: number, revision: number, isRead: boolean): void {
    const known = this.#open.get(number)
    if (known !== undefined) known.to = revision
    this.#open.delete(number)
    if (isRead) return
    const row: Row = { number, from: revision, to: Number.POSITIVE_INFINITY }
    this.#rows.push(row)
    this.#open.set(number, row)
    this.#defined.set(revision, (this.#defined.get(revision) ?? new Set<number>()).add(number))
  }

  /** Whether a revision defines an object so that it could not be read. */
  has(number: number, revision: number): boolean {
    return this.#defined.get(revision)?.has(number) ?? false
  }

  /** Those in use at the end of a revision; `visit` is told of each row that is looked at. */
  *in(revision: number, visit: () => void): Generator<number> {
    for (const { number, from, to } of this.#rows) {
      visit()
      if (from <= revision && revision < to) yield number
    }
  }
}
