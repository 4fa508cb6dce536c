import type { ServiceState } from './model.ts'

/** Stem of the status URIs of TS 119 612 §5.5.4 and Annex D.5. */
const stem = 'http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/'

/** The status of a service that stands under the scheme (TS 119 612 §5.5.4). */
export const granted = `${stem}granted`

/** The status of a service that no longer stands under the scheme (TS 119 612 §5.5.4). */
export const withdrawn = `${stem}withdrawn`

/**
 * Statuses under which a service stands: `granted` and `recognisedatnationallevel` since Regulation
 * (EU) 910/2014 applies, the others before it (TS 119 612 §5.5.4, Annex D.5). Everything else,
 * withdrawn or unknown, is none: a status nobody here knows fails closed.
 */
const approving: ReadonlySet<string> = new Set(
  [
    'granted',
    'recognisedatnationallevel',
    'setbynationallaw',
    'undersupervision',
    'supervisionincessation',
    'accredited',
  ].map((name) => stem + name),
)

/** True where the status says that the scheme stands by the service. */
export function isApproving(status: string): boolean {
  return approving.has(status)
}

/**
 * States of one service as they are looked up, newest first. Of two with one starting time the
 * first counts, and that is the restrictive one, wherever the list has it: TS 119 612 §5.6 gives
 * each its own time, and has no rule for a list that does not.
 */
export function newestFirst(states: readonly ServiceState[]): readonly ServiceState[] {
  return [...states].sort(
    (a, b) => +b.startingTime - +a.startingTime || restrictiveness(b) - restrictiveness(a),
  )
}

/** What must not be relied upon at all (§5.5.9) restricts most. */
function restrictiveness({ status, unknownCriticalExtensions }: ServiceState): number {
  if (unknownCriticalExtensions.length > 0) return 2
  return isApproving(status) ? 0 : 1
}
