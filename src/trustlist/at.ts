import type {
  Freshness,
  LoadedList,
  Service,
  ServiceState,
  StalePolicy,
  TrustList,
} from './model.ts'

/**
 * TS 119 612 §5.6: the state in which the service stood at the time, or null before its first.
 * A state holds from its starting time, inclusive, to the starting time of the next newer one,
 * exclusive. Null also where that state has a critical extension that nobody here understands:
 * it must not be relied upon (§5.5.9).
 */
export function stateAt(service: Service, time: Date): ServiceState | null {
  const state = service.states.find((candidate) => candidate.startingTime <= time)
  if (state === undefined || state.unknownCriticalExtensions.length > 0) return null
  return state
}

const day = 86_400_000

/**
 * TS 119 612 §5.3.15: fresh through NextUpdate itself; stale while the policy lets an old list go
 * on; expired where it does not; closed where NextUpdate is empty. A form without the field cannot
 * go stale.
 */
export function freshnessOf(list: TrustList, at: Date, policy: StalePolicy): Freshness {
  if (list.nextUpdate === 'closed') return 'closed'
  if (list.nextUpdate === 'unstated' || at <= list.nextUpdate) return 'fresh'
  const graceEnds = list.nextUpdate.getTime() + policy.graceDays * day
  return policy.afterGrace === 'warn' || at.getTime() <= graceEnds ? 'stale' : 'expired'
}

/** The same of a list as loaded; one that could not be read vouches for nothing. */
export function freshnessAt({ list, stalePolicy }: LoadedList, at: Date): Freshness {
  return list === null ? 'expired' : freshnessOf(list, at, stalePolicy)
}
