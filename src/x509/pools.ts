import { fingerprint } from '../core/fingerprint.ts'
import type { Certificate } from './certificate.ts'
import type { Crl } from './crl/crl.ts'
import { nameKey } from './names.ts'

/** Sets of things at hand; each set is indexed once, however often it is searched. */
export type Pools<T> = readonly (readonly T[])[]

const bySubject = new WeakMap<readonly Certificate[], ReadonlyMap<string, Certificate[]>>()
const byIssuer = new WeakMap<readonly Crl[], ReadonlyMap<string, Crl[]>>()

/** True where both hold the very same things: what was made of one holds for the other. */
export function samePools<T>(a: Pools<T>, b: Pools<T>): boolean {
  return a === b || (a.length === b.length && a.every((pool, i) => sameItems(pool, b[i] ?? [])))
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a === b || (a.length === b.length && a.every((one, i) => one === b[i]))
}

const pairs = new WeakMap<readonly unknown[], WeakMap<readonly unknown[], Pools<unknown>>>()

/** Two sets as pools: the same object each time, so that what was made of it is found again. */
export function poolsOf<T>(a: readonly T[], b: readonly T[]): Pools<T> {
  const withA = pairs.get(a) ?? new WeakMap<readonly unknown[], Pools<unknown>>()
  pairs.set(a, withA)
  const known = withA.get(b) as Pools<T> | undefined
  if (known !== undefined) return known
  const pools = [a, b]
  withA.set(b, pools)
  return pools
}

/** The certificates of a subject, each once, whichever sets they are in. */
export function certificatesOf(pools: Pools<Certificate>, subjectKey: string): Certificate[] {
  return distinct(
    pools.flatMap((pool) => indexed(bySubject, pool, subjectOf).get(subjectKey) ?? []),
  )
}

/** The CRLs of an issuer, each once, whichever sets they are in. */
export function crlsOf(pools: Pools<Crl>, issuerKey: string): Crl[] {
  return distinct(pools.flatMap((pool) => indexed(byIssuer, pool, issuerOf).get(issuerKey) ?? []))
}

const subjectOf = (certificate: Certificate): string => nameKey(certificate.subject)
const issuerOf = (crl: Crl): string => nameKey(crl.issuer)

function indexed<T>(
  indexes: WeakMap<readonly T[], ReadonlyMap<string, T[]>>,
  pool: readonly T[],
  key: (item: T) => string,
): ReadonlyMap<string, T[]> {
  const known = indexes.get(pool)
  if (known !== undefined) return known
  const index = groupBy(pool, key)
  indexes.set(pool, index)
  return index
}

/** Items by key; groups and the items in them keep the order in which they came. */
export function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(key(item))
    if (group === undefined) groups.set(key(item), [item])
    else group.push(item)
  }
  return groups
}

function distinct<T extends { readonly der: Uint8Array }>(items: readonly T[]): T[] {
  if (items.length < 2) return [...items]
  return [...new Map(items.map((item) => [fingerprint(item.der), item])).values()]
}
