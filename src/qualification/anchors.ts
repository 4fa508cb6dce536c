import { anchorsOf, stopsOf } from '../trustlist/anchors.ts'
import type { ListedAnchor, LoadedList, Service } from '../trustlist/model.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { TrustAnchor } from '../x509/paths/path.ts'
import { grants, issuesSignerCertificates } from './service-types.ts'

/** The anchors of trust lists for signers' certificates, and what each stands for. */
export interface ListedAnchors {
  readonly anchors: readonly TrustAnchor[]
  readonly listed: ReadonlyMap<string, ListedAnchor>
  /** Entities that the lists name without trusting them. */
  readonly stops: readonly Certificate[]
}

const known = new WeakMap<readonly LoadedList[], ListedAnchors>()

/** Anchors of every usable list, each by an id of its own; made once for a set of lists. */
export function listedAnchors(lists: readonly LoadedList[]): ListedAnchors {
  const before = known.get(lists)
  if (before !== undefined) return before
  const listed = new Map<string, ListedAnchor>()
  const anchors: TrustAnchor[] = []
  for (const anchor of anchorsOf(lists)) {
    if (!anchor.service.states.some(issuesSignerCertificates)) continue
    const id = `${anchor.listId}#${anchors.length}`
    listed.set(id, anchor)
    const expiredCertificatesSince = anchor.service.states[0]?.expiredCertsRevocationInfo ?? null
    const sunset = sunsetOf(anchor.service)
    anchors.push({ id, certificate: anchor.certificate, expiredCertificatesSince, sunset })
  }
  const result = { anchors, listed, stops: stopsOf(lists) }
  known.set(lists, result)
  return result
}

/** Since when a list grants the service nothing any more; null while it does, or where it never did. */
function sunsetOf({ states }: Service): Date | null {
  const granting = states.findIndex(({ status, startingTime }) => grants(status, startingTime))
  return granting < 1 ? null : (states[granting - 1]?.startingTime ?? null)
}
