import type { Budget } from '../core/budget.ts'
import { equalBytes } from '../core/bytes.ts'
import type { Crypto } from '../core/crypto.ts'
import { readOrNull, VerifierError } from '../core/errors.ts'
import { fingerprint } from '../core/fingerprint.ts'
import { type Certificate, sameCertificate } from './certificate.ts'
import { authorityKeyIdentifier, subjectKeyIdentifier } from './extensions.ts'
import { maskedNameText } from './identifiers.ts'
import { nameKey } from './names.ts'
import type { CertificatePath, TrustAnchor } from './path.ts'
import { certificatesOf, groupBy, type Pools } from './pools.ts'
import { verifySigned } from './signed.ts'

/** All paths found, best first, and why the others came to nothing. */
export interface BuiltPaths {
  readonly paths: readonly CertificatePath[]
  readonly deadEnds: readonly DeadEnd[]
  /** True where the budget ended the search: there may be more paths than these. */
  readonly exhausted: 'yes' | 'no'
}

/** A certificate from which no path went on, and why; for the report where no path is found. */
export interface DeadEnd {
  readonly certificate: Certificate
  readonly why: 'no-issuer' | 'signature-invalid' | 'loop'
  readonly detail: string
}

interface Search {
  readonly anchors: AnchorIndex
  readonly pools: Pools<Certificate>
  readonly at: Date
  readonly crypto: Crypto
  readonly budget: Budget
  readonly stops: readonly Certificate[]
  readonly paths: CertificatePath[]
  readonly deadEnds: DeadEnd[]
}

/** Anchors by subject (RFC 5280 §7.1) and by certificate; made once for a set of anchors. */
interface AnchorIndex {
  readonly bySubject: ReadonlyMap<string, readonly TrustAnchor[]>
  readonly byCertificate: ReadonlyMap<string, readonly TrustAnchor[]>
  /** Subject and key of every anchor: whatever certificate they come in, a path ends with them. */
  readonly entities: ReadonlySet<string>
}

const indexes = new WeakMap<readonly TrustAnchor[], AnchorIndex>()

function indexAnchors(anchors: readonly TrustAnchor[]): AnchorIndex {
  const known = indexes.get(anchors)
  if (known !== undefined) return known
  const index = {
    bySubject: groupBy(anchors, (anchor) => nameKey(anchor.certificate.subject)),
    byCertificate: groupBy(anchors, (anchor) => fingerprint(anchor.certificate.der)),
    entities: new Set(anchors.map(({ certificate }) => entityKey(certificate))),
  }
  indexes.set(anchors, index)
  return index
}

/**
 * Finds every path from the target to an anchor through the certificates at hand. Only links whose
 * signature fails are cut here; all else is for `validatePath`, so that each path keeps its reasons.
 * The result does not depend on the order of the certificates at hand.
 */
export function buildPaths(
  target: Certificate,
  pools: Pools<Certificate>,
  anchors: readonly TrustAnchor[],
  context: {
    readonly at: Date
    readonly crypto: Crypto
    readonly budget: Budget
    /** Entities that no path may lead through, although they are no anchors. */
    readonly stops: readonly Certificate[]
  },
): BuiltPaths {
  const search: Search = {
    anchors: indexAnchors(anchors),
    pools,
    paths: [],
    deadEnds: [],
    ...context,
  }
  const own = search.anchors.byCertificate.get(fingerprint(target.der)) ?? []
  for (const anchor of own) search.paths.push({ certificates: [], anchor })
  // A listed certificate is judged by its own entry, not by one above it.
  if (own.length > 0) return { paths: search.paths, deadEnds: [], exhausted: 'no' }
  try {
    extend([target], search)
    return { paths: search.paths, deadEnds: search.deadEnds, exhausted: 'no' }
  } catch (error) {
    if (!(error instanceof VerifierError) || error.code !== 'budget-exceeded') throw error
    return { paths: search.paths, deadEnds: search.deadEnds, exhausted: 'yes' }
  }
}

function extend(partial: readonly Certificate[], search: Search): void {
  const last = partial[partial.length - 1] as Certificate
  const issuerKey = nameKey(last.issuer)
  let found = false
  for (const anchor of ranked(search.anchors.bySubject.get(issuerKey) ?? [], last, search.at)) {
    if (!signedBy(last, anchor.certificate, search)) continue
    search.paths.push({ certificates: partial, anchor })
    found = true
  }
  const candidates = certificatesOf(search.pools, issuerKey).map((certificate) => ({ certificate }))
  search.budget.spend('pathNodes', 1 + candidates.length)
  for (const { certificate } of ranked(candidates, last, search.at)) {
    if (partial.some((earlier) => entityKey(earlier) === entityKey(certificate))) {
      if (!sameCertificate(last, certificate))
        note(search, certificate, 'loop', 'is on the path already')
      continue
    }
    if (endsHere(certificate, search) || !signedBy(last, certificate, search)) continue
    found = true
    extend([...partial, certificate], search)
  }
  if (!found) note(search, last, 'no-issuer', `no issuer "${maskedNameText(last.issuer)}" at hand`)
}

/**
 * An anchor is a name and a key (RFC 5280 §6.1.1 (d)), in whatever certificate it travels: the path
 * ends with it, and with every entity that a list names without trusting it. Otherwise a withdrawn
 * authority would be reached through the root above it (TS 119 615 §4.3).
 */
function endsHere(certificate: Certificate, search: Search): boolean {
  const key = entityKey(certificate)
  return search.anchors.entities.has(key) || entitiesOf(search.stops).has(key)
}

const entities = new WeakMap<readonly Certificate[], ReadonlySet<string>>()

function entitiesOf(certificates: readonly Certificate[]): ReadonlySet<string> {
  const known = entities.get(certificates) ?? new Set(certificates.map(entityKey))
  entities.set(certificates, known)
  return known
}

/** X.509 (2019) §8.1: the same entity is the same subject with the same key. */
function entityKey({ subject, spki }: Certificate): string {
  return `${fingerprint(spki)}|${nameKey(subject)}`
}

function signedBy(certificate: Certificate, issuer: Certificate, search: Search): boolean {
  search.budget.spend('signatureChecks')
  const { outcome } = verifySigned(certificate, issuer.spki, search.crypto)
  if (outcome === 'invalid') {
    const detail = `not signed by the key of "${maskedNameText(issuer.subject)}"`
    note(search, certificate, 'signature-invalid', detail)
  }
  return outcome !== 'invalid'
}

function note(search: Search, certificate: Certificate, why: DeadEnd['why'], detail: string): void {
  search.deadEnds.push({ certificate, why, detail })
}

/** Best first: the key identifier fits, then valid at the time, then the newer, then by octets. */
function ranked<T extends { readonly certificate: Certificate }>(
  candidates: readonly T[],
  child: Certificate,
  at: Date,
): readonly T[] {
  if (candidates.length < 2) return candidates
  const wanted = readOrNull(() => authorityKeyIdentifier(child))
  return [...candidates].sort(
    (a, b) =>
      keyFit(b.certificate, wanted) - keyFit(a.certificate, wanted) ||
      validAt(b.certificate, at) - validAt(a.certificate, at) ||
      b.certificate.notBefore.getTime() - a.certificate.notBefore.getTime() ||
      Buffer.compare(a.certificate.der, b.certificate.der),
  )
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
