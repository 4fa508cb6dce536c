import { fingerprint } from '../../core/fingerprint.ts'
import type { Certificate } from '../certificate.ts'
import { nameKey, sameName } from '../names.ts'
import { crlsOf, type Pools } from '../pools.ts'
import type { Crl } from './crl.ts'
import { factsOf } from './facts.ts'
import { directoryKey, pointsOf } from './points.ts'

/** The CRLs at hand that may speak of an issuer's certificates, newest first, all of them. */
export interface Shelf {
  /** Those that are no delta CRLs. */
  readonly complete: readonly Crl[]
  readonly deltas: readonly Crl[]
}

/** How many of the CRLs, newest first, were issued later than the time. */
export function countLater(crls: readonly Crl[], at: number): number {
  let low = 0
  let high = crls.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (factsOf(crls[middle] as Crl).thisUpdate > at) low = middle + 1
    else high = middle
  }
  return low
}

const none: readonly Crl[] = []

/** Shelves by the pools and the issuer: over a batch they are asked for again and again. */
const known = new WeakMap<Pools<Crl>, WeakMap<Certificate, Shelf>>()

/** Indirect CRLs (RFC 5280 §5.2.5) in a set: mostly none. */
const indirects = new WeakMap<readonly Crl[], readonly Crl[]>()

/** The CRLs for a certificate: its issuer's, and those of the CRL issuers that it names (§6.3.3 (b)(1)). */
export function shelfFor(certificate: Certificate, issuer: Certificate, crls: Pools<Crl>): Shelf {
  const indirect = indirectCrls(crls)
  const designated = indirect.length === 0 ? [] : designatedBy(certificate, indirect)
  if (designated.length > 0) {
    return arrange([...crlsOf(crls, nameKey(issuer.subject)), ...designated])
  }
  const ofPools = known.get(crls) ?? new WeakMap<Certificate, Shelf>()
  known.set(crls, ofPools)
  const before = ofPools.get(issuer)
  if (before !== undefined) return before
  const shelf = arrange(crlsOf(crls, nameKey(issuer.subject)))
  ofPools.set(issuer, shelf)
  return shelf
}

/** All indirect CRLs at hand, whoever issued them. */
export function indirectCrls(crls: Pools<Crl>): readonly Crl[] {
  const found = crls.map(indirectIn).filter((some) => some.length > 0)
  return found.length === 0 ? none : found.flat()
}

function indirectIn(pool: readonly Crl[]): readonly Crl[] {
  const before = indirects.get(pool)
  if (before !== undefined) return before
  const found = pool.filter((crl) => factsOf(crl).point?.indirect === 'yes')
  indirects.set(pool, found)
  return found
}

function designatedBy(certificate: Certificate, indirect: readonly Crl[]): Crl[] {
  const named = new Set(pointsOf(certificate).flatMap(({ crlIssuers }) => crlIssuers ?? []))
  if (named.size === 0) return []
  return indirect.filter(
    (crl) => named.has(directoryKey(crl.issuer)) && !sameName(crl.issuer, certificate.issuer),
  )
}

/** The order depends on the CRLs alone, never on the order in which they were given. */
function arrange(crls: readonly Crl[]): Shelf {
  const sorted = [...crls].sort(newestFirst)
  const isDelta = (crl: Crl) => factsOf(crl).base !== null
  return { complete: sorted.filter((crl) => !isDelta(crl)), deltas: sorted.filter(isDelta) }
}

function newestFirst(a: Crl, b: Crl): number {
  const one = factsOf(a)
  const other = factsOf(b)
  if (one.thisUpdate !== other.thisUpdate) return other.thisUpdate - one.thisUpdate
  const [first, second] = [one.number ?? -1n, other.number ?? -1n]
  if (first !== second) return first > second ? -1 : 1
  return fingerprint(a.der) < fingerprint(b.der) ? -1 : 1
}
