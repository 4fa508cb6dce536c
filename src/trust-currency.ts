import { type Check, type Conclusion, undecided } from './core/conclusion.ts'
import { formatTime } from './core/time.ts'
import { unusableLists } from './legal-effect.ts'
import type { Need } from './report/verdict.ts'
import type { Trust } from './trust.ts'
import { freshnessAt } from './trustlist/at.ts'
import type { ListedAnchor, LoadedList } from './trustlist/model.ts'
import type { JudgedPath } from './validation/certificate-validation.ts'

/** What was validated, with the state of the lists that its paths end in. */
export interface Judged {
  readonly conclusion: Conclusion
  readonly checks: readonly Check[]
}

/**
 * TS 119 615 §4.1: a list past its NextUpdate vouches for nobody, nor does an entry before its time.
 * Where every path ends so, nothing can be decided until a current list is at hand.
 */
export function checkListsCurrent<T extends Judged>(
  judged: T,
  paths: readonly JudgedPath[],
  context: {
    readonly at: Date
    readonly trust: Trust
    readonly listed: ReadonlyMap<string, ListedAnchor>
  },
): { readonly judged: T; readonly needs: readonly Need[] } {
  if (paths.length === 0) return { judged, needs: unusableLists(context.trust).map(needOf) }
  const faults = paths.map(({ path }) => faultOf(context.listed.get(path.anchor.id), context))
  const [first] = faults
  // One path without a fault is enough, and an anchor of no list has none.
  if (first === null || first === undefined || faults.includes(null)) return { judged, needs: [] }
  return {
    judged: withCheck(judged, first.check),
    needs: faults.flatMap((one) => one?.needs ?? []),
  }
}

interface Fault {
  readonly check: Check
  readonly needs: readonly Need[]
}

/** Why what a list says of an anchor does not count at the time, or null. */
function faultOf(
  anchor: ListedAnchor | undefined,
  { at, trust }: { readonly at: Date; readonly trust: Trust },
): Fault | null {
  const list = trust.lists.find(({ id }) => id === anchor?.listId)
  if (anchor === undefined || list === undefined) return null
  if (!isListedYet(anchor, at)) return { check: notListedYet(at), needs: [] }
  if (isCurrent(list, at)) return null
  const conclusion = undecided('TRY_LATER', outdatedDetail(list, at))
  const check: Check = { id: 'trust-list-current', rule: 'TS 119 615 §4.1', conclusion }
  return { check, needs: [needOf(list)] }
}

function withCheck<T extends Judged>(judged: T, check: Check): T {
  const decided = judged.conclusion.indication !== 'PASSED'
  return {
    ...judged,
    checks: [...judged.checks, check],
    conclusion: decided ? judged.conclusion : check.conclusion,
  }
}

function needOf({ id, location }: LoadedList): Need {
  return { kind: 'trust-list', for: id, uri: location }
}

/** TS 119 612 §5.5.5: before its first starting time an entry says nothing of a service. */
function isListedYet({ service }: ListedAnchor, at: Date): boolean {
  return service.states.some(({ startingTime }) => startingTime <= at)
}

function notListedYet(at: Date): Check {
  const detail = `the service is on its list from later than ${formatTime(at)} only`
  return {
    id: 'service-listed',
    rule: 'TS 119 612 §5.5.5',
    conclusion: undecided('NO_CERTIFICATE_CHAIN_FOUND', detail, 'NO_TRUST_ANCHOR'),
  }
}

/** A closed list still tells of the time before it was closed (TS 119 612 §5.3.15). */
function isCurrent(list: LoadedList, at: Date): boolean {
  const freshness = freshnessAt(list, at)
  if (freshness !== 'closed') return freshness !== 'expired'
  return list.list !== null && list.list.issued !== null && at < list.list.issued
}

function outdatedDetail({ id, list }: LoadedList, at: Date): string {
  const nextUpdate = list?.nextUpdate
  const until =
    nextUpdate instanceof Date ? `was to be replaced by ${formatTime(nextUpdate)}` : 'is closed'
  return `the trust list ${id} ${until}, and the validation time is ${formatTime(at)}`
}
