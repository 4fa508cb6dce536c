import type { Level, Scope } from './model.ts'

/** Two columns that never mix: a seal is not a signature (Regulation (EU) 910/2014, articles 3(10), 3(25)). */
const columns: Readonly<Record<Level, Scope['service']>> = {
  QES: 'eSig',
  'AdES-QC': 'eSig',
  AdES: 'eSig',
  QESeal: 'eSeal',
  'AdESeal-QC': 'eSeal',
  AdESeal: 'eSeal',
}

/** Higher is stronger; comparable only within a column. */
const ranks: Readonly<Record<Level, number>> = {
  QES: 3,
  'AdES-QC': 2,
  AdES: 1,
  QESeal: 3,
  'AdESeal-QC': 2,
  AdESeal: 1,
}

/** Whether a level is one of signatures or of seals. */
export function serviceOf(level: Level): Scope['service'] {
  return columns[level]
}

/** The strength of a level, 1 to 3; it means something only within a column. */
export function levelRank(level: Level): number {
  return ranks[level]
}

/** True where `level` is of the same column as `floor` and not below it. */
export function atLeast(level: Level, floor: Level): boolean {
  return columns[level] === columns[floor] && ranks[level] >= ranks[floor]
}

/** The lower of two levels of one column. */
export function lowerLevel(a: Level, b: Level): Level {
  return ranks[a] <= ranks[b] ? a : b
}
