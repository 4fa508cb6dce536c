import { type State, sameState } from '../core/state.ts'
import { formatTime } from '../core/time.ts'
import type { ListProblem, TrustList } from './model.ts'

/** The list of the same place that was accepted last. */
export interface LastSeen {
  readonly sequenceNumber: number | null
  readonly issued: Date | null
  /** Null where only the sequence number is remembered. */
  readonly sha256: string | null
}

/** What is known of a list before it is read. */
export interface Expectations {
  /** The state that the pointer or the federation names; null for a list of lists. */
  readonly territory: State | null
  /** TSLType as the pointer to it says. */
  readonly type: string | null
  readonly lastSeen: LastSeen | null
  /** The time of loading; null where that is unknown, as for lists of long ago. */
  readonly at: Date | null
}

/** TSLVersionIdentifier of TS 119 612 v2.1.1 and v2.2.1, and of v2.3.1 on; 4 is of v1.1.1, before Regulation 910/2014. */
const knownVersions: readonly number[] = [5, 6]

/** A list of lists, whose pointers lead to the lists of states (TS 119 612 §5.3.3, Annex D.2). */
export function isListOfLists(type: string): boolean {
  return /\/([A-Za-z]{2}listofthelists|ades-lotl-tsl-type)\/?$/.test(type)
}

/** The rules for a list as a whole; `sha256` is the digest of its file. */
export function checkList(
  list: TrustList,
  sha256: string,
  expectations: Expectations,
): readonly ListProblem[] {
  return [
    ...checkTerritory(list, expectations.territory),
    ...checkType(list, expectations),
    ...checkVersion(list),
    ...checkSequence(list),
    ...checkIssue(list, expectations.at),
    ...checkAgainstLast(list, sha256, expectations.lastSeen),
    ...checkContent(list),
  ]
}

/** §5.3.10: EL and GR, UK and GB are the same; so are codes in small letters. */
function checkTerritory(list: TrustList, expected: State | null): ListProblem[] {
  if (expected === null || sameState(list.territory, expected)) return []
  return [problem('territory-mismatch', `it speaks for ${list.territory}, not for ${expected}`)]
}

/** §5.3.3. */
function checkType(list: TrustList, { type, territory }: Expectations): ListProblem[] {
  if (type !== null && list.type !== type)
    return [problem('type-mismatch', `its type is ${list.type}, its pointer says ${type}`)]
  if (territory !== null && isListOfLists(list.type))
    return [problem('type-mismatch', `it is a list of lists, not the list of ${territory}`)]
  return []
}

/** §5.3.1. An older list is read, and said to be one: its fields may mean something else. */
function checkVersion(list: TrustList): ListProblem[] {
  if (list.form !== 'etsi-119612') return []
  if (list.version !== null && knownVersions.includes(list.version)) return []
  const stated = list.version === null ? 'no version' : `version ${list.version}`
  return [problem('version-unknown', `it states ${stated}; 5 and 6 are known`)]
}

/** §5.3.2. */
function checkSequence(list: TrustList): ListProblem[] {
  if (list.sequenceNumber !== null || list.form === 'kamusm-depo') return []
  return [
    problem('sequence-invalid', 'its sequence number is no whole number from 1 to 2147483647'),
  ]
}

/** §5.3.14. */
function checkIssue(list: TrustList, at: Date | null): ListProblem[] {
  if (list.issued === null || at === null || list.issued <= at) return []
  return [problem('issued-in-future', `it says it is issued at ${formatTime(list.issued)}`)]
}

/** A list that is older than one already accepted, or another one of the same number. */
function checkAgainstLast(list: TrustList, sha256: string, last: LastSeen | null): ListProblem[] {
  if (last === null || last.sha256 === sha256) return []
  const { sequenceNumber, issued } = list
  if (sequenceNumber !== null && last.sequenceNumber !== null) {
    if (sequenceNumber < last.sequenceNumber)
      return [rolledBack(`number ${sequenceNumber}, after ${last.sequenceNumber}`)]
    if (sequenceNumber === last.sequenceNumber && last.sha256 !== null)
      return [
        problem('contradicts-earlier', `another list with number ${sequenceNumber} was accepted`),
      ]
  }
  if (issued !== null && last.issued !== null && issued < last.issued)
    return [rolledBack(`issued ${formatTime(issued)}, after ${formatTime(last.issued)}`)]
  return []
}

function checkContent(list: TrustList): ListProblem[] {
  if (list.providers.length > 0 || list.pointers.length > 0) return []
  return [problem('empty', 'it names no provider and points to no list')]
}

function rolledBack(what: string): ListProblem {
  return problem('rolled-back', `it is older than the list accepted last: ${what}`)
}

function problem(code: ListProblem['code'], message: string): ListProblem {
  return { code, message }
}
