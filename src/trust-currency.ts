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
 * TS 119 615 §4.1: a list past its NextUpdate vouches for nobody. Where every path ends in such a
 * list, nothing can be decided until a current one is at hand.
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
  const lists = paths.map(({ path }) => {
    const anchor = context.listed.get(path.anchor.id)
    return context.trust.lists.find((list) => list.id === anchor?.listId) ?? null
  })
  const early = paths.map(({ path }) => context.listed.get(path.anchor.id) ?? null)
  if (early.every((anchor) => anchor !== null && !isListedYet(anchor, context.at))) {
    return { judged: withCheck(judged, notListedYet(context.at)), needs: [] }
  }
  const outdated = lists
    .filter((list) => list !== null)
    .filter((list) => !isCurrent(list, context.at))
  const [first] = outdated
  if (first === undefined || outdated.length < lists.length) return { judged, needs: [] }
  const conclusion = undecided('TRY_LATER', outdatedDetail(first, context.at))
  const check: Check = { id: 'trust-list-current', rule: 'TS 119 615 §4.1', conclusion }
  return { judged: withCheck(judged, check), needs: outdated.map(needOf) }
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
