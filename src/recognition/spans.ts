import { formatTime } from '../core/time.ts'

/** From `from`, inclusive, to `to`, exclusive; without end on the side where a bound is absent. */
export interface Span {
  readonly from?: Date
  readonly to?: Date
}

/** Whether an instant is in a span: from its beginning, inclusive, to its end, exclusive. */
export function holds({ from, to }: Span, at: Date): boolean {
  return (from === undefined || from <= at) && (to === undefined || at < to)
}

/** Whether two spans share an instant. */
export function overlap(a: Span, b: Span): boolean {
  return intersection(a, b) !== null
}

/** The instants that two spans share, or null where they share none. */
export function intersection(a: Span, b: Span): Span | null {
  const from = chosen(a.from, b.from, (x, y) => x > y)
  const to = chosen(a.to, b.to, (x, y) => x < y)
  if (from !== undefined && to !== undefined && to <= from) return null
  return { ...(from && { from }), ...(to && { to }) }
}

/** The date where an instant is midnight UTC, else the instant itself. */
export function dated(time: Date): string {
  return formatTime(time).replace(/T00:00:00Z$/, '')
}

function chosen(
  a: Date | undefined,
  b: Date | undefined,
  prefer: (a: Date, b: Date) => boolean,
): Date | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return prefer(a, b) ? a : b
}
