import type { Budget } from '../../core/budget.ts'
import { compareBytes, equalBytes, toHex } from '../../core/bytes.ts'
import type { Crypto } from '../../core/crypto.ts'
import { readOrNull } from '../../core/errors.ts'
import { fingerprint } from '../../core/fingerprint.ts'
import { memo } from '../../core/memo.ts'
import type { Certificate } from '../certificate.ts'
import { authorityKeyIdentifier, subjectKeyIdentifier } from '../extensions.ts'
import { nameKey, sameName } from '../names.ts'
import { certificatesOf, groupBy, type Pools, samePools } from '../pools.ts'
import { keyValue } from '../public-key.ts'
import { spendOnVerification, verifySigned } from '../signed.ts'
import { inheritsParameters } from './inherited-parameters.ts'
import type { TrustAnchor } from './path.ts'

/** The issuers of one certificate among those at hand, best first: name and signature fit. */
export interface IssuerLinks {
  readonly anchors: readonly TrustAnchor[]
  readonly issuers: readonly Certificate[]
  /** Of the right name, but their key did not sign it. */
  readonly refused: readonly Certificate[]
}

/** Where issuers are looked for. */
export interface LinkSetting {
  readonly anchors: readonly TrustAnchor[]
  readonly pools: Pools<Certificate>
  readonly at: Date
  readonly crypto: Crypto
  readonly stops: readonly Certificate[]
}

interface Found {
  readonly setting: LinkSetting
  readonly links: IssuerLinks
  readonly nodes: number
  readonly signatureChecks: number
}

const found = memo<Certificate, Found>()

/**
 * Finds the issuers. Each certificate that is looked at counts; its signature checks count once in a
 * search, to which `counted` belongs, and whether they were made before or not.
 */
export function issuerLinks(
  certificate: Certificate,
  setting: LinkSetting,
  budget: Budget,
  counted: Set<Certificate>,
): IssuerLinks {
  const known = found.get(certificate)
  const first = !counted.has(certificate)
  counted.add(certificate)
  if (known !== undefined && sameSetting(known.setting, setting)) {
    budget.spend('pathNodes', known.nodes)
    if (first) budget.spend('signatureChecks', known.signatureChecks)
    return known.links
  }
  const fresh = findLinks(certificate, setting, budget)
  found.set(certificate, fresh)
  return fresh.links
}

function sameSetting(a: LinkSetting, b: LinkSetting): boolean {
  return (
    a.anchors === b.anchors &&
    a.stops === b.stops &&
    a.crypto === b.crypto &&
    a.at.getTime() === b.at.getTime() &&
    samePools(a.pools, b.pools)
  )
}

function findLinks(certificate: Certificate, setting: LinkSetting, budget: Budget): Found {
  const issuerKey = nameKey(certificate.issuer)
  const named = anchorsNamed(setting.anchors, issuerKey)
  const candidates = certificatesOf(setting.pools, issuerKey).filter(
    (one) => !sameEntity(one, certificate) && !endsHere(one, setting),
  )
  const nodes = 1 + named.length + candidates.length
  budget.spend('pathNodes', nodes)
  const refused: Certificate[] = []
  let signatureChecks = 0
  const tried = new Map<string, boolean>()
  const signs = (issuer: Certificate): boolean => {
    // Many certificates of one key are one check, and the same octets under other parameters are not.
    const key = fingerprint(issuer.spki)
    let fits = tried.get(key)
    if (fits === undefined) {
      signatureChecks += spendOnVerification(certificate, issuer.spki, budget)
      fits = maySign(certificate, issuer, setting.crypto)
      tried.set(key, fits)
    }
    if (!fits) refused.push(issuer)
    return fits
  }
  const wanted = readOrNull(() => authorityKeyIdentifier(certificate))
  const best = bestFirst(wanted, setting.at)
  const anchors = [...named]
    .sort((a, b) => best(a.certificate, b.certificate) || (a.id < b.id ? -1 : 1))
    .filter((anchor) => signs(anchor.certificate))
  const issuers = candidates.sort(best).filter(signs)
  const links = { anchors, issuers, refused }
  return { setting, links, nodes, signatureChecks }
}

/**
 * A key that borrows its parameters from above (RFC 5280 §6.1.4 (e)) cannot be tried before its
 * path is known; the validation of the path tries it.
 */
function maySign(certificate: Certificate, issuer: Certificate, crypto: Crypto): boolean {
  if (inheritsParameters(issuer)) return true
  return verifySigned(certificate, issuer.spki, crypto).outcome !== 'invalid'
}

/**
 * An anchor is a name and a key (RFC 5280 §6.1.1 (d)), in whatever certificate it travels: the path
 * ends with it, and with every entity that a list names without trusting it. Otherwise a withdrawn
 * authority would be reached through the root above it (TS 119 615 §4.3).
 */
function endsHere(certificate: Certificate, { anchors, stops }: LinkSetting): boolean {
  if (isStopped(certificate, stops)) return true
  const named = anchorsNamed(anchors, nameKey(certificate.subject))
  return named.some((anchor) => keyValue(anchor.certificate) === keyValue(certificate))
}

const stoppedKeys = new WeakMap<readonly Certificate[], ReadonlySet<string>>()

/** True where a list names the key without trusting it: under any name, as a key serves its holder. */
export function isStopped(certificate: Certificate, stops: readonly Certificate[]): boolean {
  if (stops.length === 0) return false
  const keys = stoppedKeys.get(stops) ?? new Set(stops.map(keyValue))
  stoppedKeys.set(stops, keys)
  return keys.has(keyValue(certificate))
}

const serialIndexes = new WeakMap<readonly TrustAnchor[], ReadonlyMap<string, TrustAnchor[]>>()

/** The anchors whose certificate is this very one. */
export function anchorsThatAre(
  target: Certificate,
  anchors: readonly TrustAnchor[],
): readonly TrustAnchor[] {
  const index =
    serialIndexes.get(anchors) ?? groupBy(anchors, (one) => toHex(one.certificate.serialNumber))
  serialIndexes.set(anchors, index)
  const numbered = index.get(toHex(target.serialNumber)) ?? []
  return numbered.filter((anchor) => equalBytes(anchor.certificate.der, target.der))
}

const anchorIndexes = new WeakMap<readonly TrustAnchor[], ReadonlyMap<string, TrustAnchor[]>>()

/** Anchors by subject (RFC 5280 §7.1); the index is made once for a set of anchors. */
function anchorsNamed(anchors: readonly TrustAnchor[], key: string): readonly TrustAnchor[] {
  const index =
    anchorIndexes.get(anchors) ?? groupBy(anchors, (one) => nameKey(one.certificate.subject))
  anchorIndexes.set(anchors, index)
  return index.get(key) ?? []
}

/** X.509 (2019) §8.1: the same entity is the same subject with the same key. */
export function sameEntity(a: Certificate, b: Certificate): boolean {
  // The names first: most differ, and the digest of a key is not at hand.
  return sameName(a.subject, b.subject) && keyValue(a) === keyValue(b)
}

/** Best first: the key identifier fits, then valid at the time, then the newer, then by octets. */
function bestFirst(wanted: Uint8Array | null, at: Date) {
  return (a: Certificate, b: Certificate): number =>
    keyFit(b, wanted) - keyFit(a, wanted) ||
    validAt(b, at) - validAt(a, at) ||
    b.notBefore.getTime() - a.notBefore.getTime() ||
    compareBytes(a.der, b.der)
}

/** Key identifiers only order the search (RFC 5280 §4.2.1.1): a mismatch is no proof of anything. */
function keyFit(candidate: Certificate, wanted: Uint8Array | null): number {
  if (wanted === null) return 0
  const own = readOrNull(() => subjectKeyIdentifier(candidate))
  return own === null ? 0 : equalBytes(own, wanted) ? 1 : -1
}

function validAt(certificate: Certificate, at: Date): number {
  return certificate.notBefore <= at && at <= certificate.notAfter ? 1 : 0
}
