/** Stem of the status URIs of TS 119 612 §5.5.4 and Annex D.5. */
const stem = 'http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/'

export const granted = `${stem}granted`
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
