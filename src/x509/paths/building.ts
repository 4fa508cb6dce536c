import { type Budget, budgetLimitOf, type Limits } from '../../core/budget.ts'
import type { Crypto } from '../../core/crypto.ts'
import type { Certificate } from '../certificate.ts'
import { maskedNameText, quotedSubject } from '../identifiers.ts'
import type { Pools } from '../pools.ts'
import {
  anchorsThatAre,
  type IssuerLinks,
  isStopped,
  issuerLinks,
  type LinkSetting,
  sameEntity,
} from './issuer-links.ts'
import {
  anchorPath,
  authorityPath,
  type CertificatePath,
  type TrustAnchor,
  targetPath,
} from './path.ts'

/** All paths found, the shortest first and the best of a length first, and why the others came to nothing. */
export interface BuiltPaths {
  readonly paths: readonly CertificatePath[]
  readonly deadEnds: readonly DeadEnd[]
  /** The limit that ended the search or cut a part of it: there may be more paths than these. */
  readonly exhausted: keyof Limits | null
}

/** A certificate from which no path went on, and why; for the report where no path is found. */
export interface DeadEnd {
  readonly certificate: Certificate
  readonly why: 'no-issuer' | 'signature-invalid' | 'loop' | 'too-long' | 'stopped'
  readonly detail: string
}

/** What paths are built from, and within which limits. */
export interface BuildingContext {
  readonly at: Date
  readonly crypto: Crypto
  readonly budget: Budget
  /** Entities that no path may lead through, although they are no anchors. */
  readonly stops: readonly Certificate[]
}

interface Search {
  readonly setting: LinkSetting
  readonly budget: Budget
  readonly paths: CertificatePath[]
  readonly deadEnds: DeadEnd[]
  /** Certificates whose signature checks were counted. */
  readonly counted: Set<Certificate>
  exhausted: keyof Limits | null
}

/**
 * Finds every path from the target to an anchor through the certificates at hand. Only links whose
 * signature fails are cut here; all else is for `validatePath`, so that each path keeps its reasons.
 * The result does not depend on the order of the certificates at hand, nor on what was asked before.
 */
export function buildPaths(
  target: Certificate,
  pools: Pools<Certificate>,
  anchors: readonly TrustAnchor[],
  context: BuildingContext,
): BuiltPaths {
  const { budget, at, crypto, stops } = context
  const own = anchorsThatAre(target, anchors)
  // A listed certificate is judged by its own entry, not by one above it.
  if (own.length > 0) return { paths: own.map(anchorPath), deadEnds: [], exhausted: null }
  if (isStopped(target, stops)) return { paths: [], deadEnds: [stopped(target)], exhausted: null }
  const setting = { anchors, pools, at, crypto, stops }
  const found: Search = {
    setting,
    budget,
    paths: [],
    deadEnds: [],
    counted: new Set(),
    exhausted: null,
  }
  try {
    search(target, found)
  } catch (error) {
    found.exhausted = budgetLimitOf(error)
    if (found.exhausted === null) throw error
  }
  const { paths, deadEnds, exhausted } = found
  return { paths, deadEnds, exhausted }
}

function stopped(certificate: Certificate): DeadEnd {
  return { certificate, why: 'stopped', detail: 'a trust list names its key without trusting it' }
}

/** Length by length, so that no mesh of certificates keeps a short path from being found. */
function search(target: Certificate, found: Search): void {
  let partials: readonly (readonly Certificate[])[] = [[target]]
  while (partials.length > 0) {
    const longer: (readonly Certificate[])[] = []
    for (const partial of partials) longer.push(...extended(partial, found))
    partials = longer
  }
}

/** The paths that are one authority longer; those that end here with an anchor are kept. */
function extended(
  partial: readonly Certificate[],
  found: Search,
): readonly (readonly Certificate[])[] {
  const last = partial[partial.length - 1] as Certificate
  const { budget, setting } = found
  if (partial.length > budget.limits.pathLength) {
    tooLong(last, found)
    return []
  }
  const links = issuerLinks(last, setting, budget, found.counted)
  for (const anchor of links.anchors) found.paths.push(pathUnder(anchor, partial))
  noteRefused(last, links, found)
  return links.issuers.flatMap((issuer) => {
    if (!partial.some((earlier) => sameEntity(earlier, issuer))) return [[...partial, issuer]]
    note(found, issuer, 'loop', 'is on the path already')
    return []
  })
}

/** From the anchor down, so that paths share what they have in common. */
function pathUnder(anchor: TrustAnchor, partial: readonly Certificate[]): CertificatePath {
  let path = anchorPath(anchor)
  for (let i = partial.length - 1; i > 0; i -= 1) {
    path = authorityPath(path, partial[i] as Certificate)
  }
  return targetPath(path, partial[0] as Certificate)
}

function tooLong(last: Certificate, found: Search): void {
  const { pathLength } = found.budget.limits
  found.exhausted = 'pathLength'
  note(found, last, 'too-long', `is number ${pathLength + 1} of its path`)
}

function noteRefused(last: Certificate, links: IssuerLinks, found: Search): void {
  for (const issuer of links.refused) {
    const detail = `not signed by the key of ${quotedSubject(issuer)}`
    note(found, last, 'signature-invalid', detail)
  }
  if (links.anchors.length === 0 && links.issuers.length === 0) {
    note(found, last, 'no-issuer', `no issuer "${maskedNameText(last.issuer)}" at hand`)
  }
}

function note(found: Search, certificate: Certificate, why: DeadEnd['why'], detail: string): void {
  found.deadEnds.push({ certificate, why, detail })
}
