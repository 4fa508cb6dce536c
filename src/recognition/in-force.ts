import type { Agreement, Term } from './model.ts'
import { holds } from './spans.ts'

/** The term that holds at an instant, or null: terms are half-open, so at a change the later one holds. */
export function termAt(agreement: Agreement, at: Date): Term | null {
  return agreement.timeline.find((term) => holds(term, at)) ?? null
}

/** Whether the agreement has effect at an instant, finally or provisionally. */
export function inForce(agreement: Agreement, at: Date): boolean {
  const term = termAt(agreement, at)
  return term !== null && hasEffect(term)
}

/** Provisional application is application (Vienna Convention on the Law of Treaties, article 25). */
export function hasEffect(term: Term): boolean {
  return term.status === 'in-force' || term.status === 'provisional'
}
