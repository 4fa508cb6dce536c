import type { Service, ServiceState } from './model.ts'
import { isApproving } from './statuses.ts'

/**
 * Of services that share one key: each with the restrictive status wherever another one
 * contradicts it. A service that nothing contradicts stays the same object. One sweep over all
 * states, since a list may name a key thousands of times.
 */
export function withoutContradictions(
  services: ReadonlySet<Service>,
): ReadonlyMap<Service, Service> {
  const restrictions = services.size < 2 ? [] : restrictionsOf([...services])
  return new Map([...services].map((each) => [each, restricted(each, restrictions)]))
}

/** From an instant on, a status that stands in the way; null: none does any more. */
interface Restriction {
  readonly from: number
  readonly status: string | null
}

/**
 * The restrictive status at every instant, of the first service in the list's order that has one;
 * ascending, without repetitions.
 */
function restrictionsOf(services: readonly Service[]): readonly Restriction[] {
  const all = services.flatMap(({ states }) => states.map(({ startingTime }) => +startingTime))
  const instants = [...new Set(all)].sort((a, b) => a - b)
  const places = new Map(instants.map((instant, place) => [instant, place]))
  const statuses: (string | null)[] = instants.map(() => null)
  const free = freePlaces(instants.length)
  for (const { states } of services) {
    for (const [index, { status, startingTime }] of states.entries()) {
      if (isApproving(status)) continue
      const end = places.get(endOf(states, index)) ?? instants.length
      for (let place = free.from(places.get(+startingTime) ?? end); place < end; ) {
        statuses[place] = status
        place = free.take(place)
      }
    }
  }
  const found = instants.map((from, place) => ({ from, status: statuses[place] ?? null }))
  return limited(found.filter(({ status }, place) => status !== (found[place - 1]?.status ?? null)))
}

/** Places that nobody has taken yet: each taken one points on, so that none is passed twice. */
function freePlaces(count: number) {
  const next = Array.from({ length: count + 1 }, (_, place) => place)
  const from = (start: number): number => {
    let place = start
    while (next[place] !== undefined && next[place] !== place) {
      const after = next[place] ?? count
      next[place] = next[after] ?? count
      place = after
    }
    return place
  }
  const take = (place: number): number => {
    next[place] = place + 1
    return from(place + 1)
  }
  return { from, take }
}

/**
 * Every service of the key gets every change, so their number is limited: 64 is many times what
 * published lists have. Beyond that the first restrictive status counts from its time on.
 */
const maxChanges = 64

function limited(restrictions: readonly Restriction[]): readonly Restriction[] {
  return restrictions.length > maxChanges ? restrictions.slice(0, 1) : restrictions
}

function restricted(service: Service, restrictions: readonly Restriction[]): Service {
  const states = service.states.flatMap((state, index) =>
    isApproving(state.status)
      ? partsOf(state, endOf(service.states, index), restrictions)
      : [state],
  )
  const changed = states.length !== service.states.length || states.some(isOther(service))
  return changed ? { states } : service
}

const isOther = (service: Service) => (state: ServiceState, index: number) =>
  state !== service.states[index]

/** An approving state, newest part first, with the restrictive status where there is one. */
function partsOf(
  state: ServiceState,
  end: number,
  restrictions: readonly Restriction[],
): readonly ServiceState[] {
  const start = +state.startingTime
  if (start >= end) return [state]
  const before = restrictions.findLast(({ from }) => from <= start)?.status ?? null
  const first = before === null ? state : { ...state, status: before }
  const later = restrictions
    .filter(({ from }) => from > start && from < end)
    .map(({ from, status }) => {
      return { ...state, status: status ?? state.status, startingTime: new Date(from) }
    })
  return [first, ...later].reverse()
}

/** When a state, of several newest first, gives way to the next newer one. */
function endOf(states: readonly ServiceState[], index: number): number {
  const newer = index === 0 ? undefined : states[index - 1]
  return newer === undefined ? Number.POSITIVE_INFINITY : +newer.startingTime
}
