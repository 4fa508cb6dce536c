/** How often one outcome was given. */
export interface Tally {
  readonly of: 'chain' | 'document' | 'signature' | 'line'
  /** An indication, the outcome of a document, or `error` of a line that was refused. */
  readonly outcome: string
  readonly subIndication: string | null
  /** A stable code, or the id of the check that decided; of a refused line, the code of its error. */
  readonly reason: string | null
  readonly count: number
}

/** Counts by outcome and reason: few, however many lines there are. */
export class Tallies {
  readonly #counts = new Map<string, Tally>()

  add(tallies: readonly Tally[]): void {
    for (const tally of tallies) {
      const { of, outcome, subIndication, reason } = tally
      const key = `${of}|${outcome}|${subIndication}|${reason}`
      const before = this.#counts.get(key)?.count ?? 0
      this.#counts.set(key, { of, outcome, subIndication, reason, count: before + tally.count })
    }
  }

  /** The most frequent first, within what they are of. */
  list(): readonly Tally[] {
    return [...this.#counts.values()].sort(
      (a, b) => order.indexOf(a.of) - order.indexOf(b.of) || b.count - a.count,
    )
  }
}

const order: readonly Tally['of'][] = ['document', 'signature', 'chain', 'line']
