import { type Budget, budgetLimitOf, type Limits } from '../core/budget.ts'
import type { Crypto } from '../core/crypto.ts'
import type { Certificate } from './certificate.ts'
import { maskedNameText } from './identifiers.ts'
import {
  anchorsThatAre,
  type IssuerLinks,
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
import type { Pools } from './pools.ts'

/** All paths found, best first, and why the others came to nothing. */
export interface BuiltPaths {
  readonly paths: readonly CertificatePath[]
  readonly deadEnds: readonly DeadEnd[]
  /** The limit that ended the search or cut a part of it: there may be more paths than these. */
  readonly exhausted: keyof Limits | null
}

/** A certificate from which no path went on, and why; for the report where no path is found. */
export interface DeadEnd {
  readonly certificate: Certificate
  readonly why: 'no-issuer' | 'signature-invalid' | 'loop' | 'too-long'
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
  const setting = { anchors, pools, at, crypto, stops }
  const search: Search = { setting, budget, paths: [], deadEnds: [], exhausted: null }
  try {
    extend([target], search)
  } catch (error) {
    search.exhausted = budgetLimitOf(error)
    if (search.exhausted === null) throw error
  }
  const { paths, deadEnds, exhausted } = search
  return { paths, deadEnds, exhausted }
}

function extend(partial: readonly Certificate[], search: Search): void {
  const last = partial[partial.length - 1] as Certificate
  const { budget, setting } = search
  if (partial.length > budget.limits.pathLength) {
    tooLong(last, search)
    return
  }
  const links = issuerLinks(last, setting, budget)
  for (const anchor of links.anchors) search.paths.push(pathUnder(anchor, partial))
  for (const issuer of links.issuers) {
    if (partial.some((earlier) => sameEntity(earlier, issuer))) {
      note(search, issuer, 'loop', 'is on the path already')
    } else {
      extend([...partial, issuer], search)
    }
  }
  noteRefused(last, links, search)
}

/** From the anchor down, so that paths share what they have in common. */
function pathUnder(anchor: TrustAnchor, partial: readonly Certificate[]): CertificatePath {
  let path = anchorPath(anchor)
  for (let i = partial.length - 1; i > 0; i -= 1) {
    path = authorityPath(path, partial[i] as Certificate)
  }
  return targetPath(path, partial[0] as Certificate)
}

function tooLong(last: Certificate, search: Search): void {
  const { pathLength } = search.budget.limits
  search.exhausted = 'pathLength'
  note(search, last, 'too-long', `is number ${pathLength + 1} of its path`)
}

function noteRefused(last: Certificate, links: IssuerLinks, search: Search): void {
  for (const { subject } of links.refused) {
    const detail = `not signed by the key of "${maskedNameText(subject)}"`
    note(search, last, 'signature-invalid', detail)
  }
  if (links.anchors.length === 0 && links.issuers.length === 0) {
    note(search, last, 'no-issuer', `no issuer "${maskedNameText(last.issuer)}" at hand`)
  }
}

function note(search: Search, certificate: Certificate, why: DeadEnd['why'], detail: string): void {
  search.deadEnds.push({ certificate, why, detail })
}
