import type { GeneralName } from '../general-names.ts'
import type { SubjectName } from './subject-names.ts'

/** What the subtrees of one form say of a name; only 'within' lets it pass. */
export type Judgement = 'within' | 'excluded' | 'not-permitted' | 'not-comparable'

/** Judges the names of one form by the subtrees of one certificate. */
export type Judge = (name: SubjectName) => Judgement

/** The bases of the subtrees of one form. */
export interface Bases {
  readonly permitted: readonly GeneralName[]
  readonly excluded: readonly GeneralName[]
}

/**
 * RFC 5280 §6.1.3 (b) and (c): what is excluded stays so even if it is permitted; where nothing of
 * the form is permitted by name, everything is.
 */
export function judgement(
  bases: Bases,
  excluded: () => boolean,
  permitted: () => boolean,
): Judgement {
  if (excluded()) return 'excluded'
  return bases.permitted.length === 0 || permitted() ? 'within' : 'not-permitted'
}

/** The bases as their form reads them, or null where one of them is none of the form. */
export function readBases<T>(
  names: readonly GeneralName[],
  read: (name: GeneralName) => T | null,
): readonly T[] | null {
  const found: T[] = []
  for (const name of names) {
    const base = read(name)
    if (base === null) return null
    found.push(base)
  }
  return found
}
