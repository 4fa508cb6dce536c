import type { GeneralName } from '../general-names.ts'
import { hostLabels, looksLikeAddress } from './host-names.ts'
import { type Bases, type Judge, judgement, readBases } from './judgement.ts'
import { isIn, nameTree, type Reach } from './tree.ts'

/**
 * uniformResourceIdentifier (RFC 5280 §4.2.1.10): the base is a host, or with a leading period all
 * hosts below it; it is compared with the host of the URI. A URI without a host name is refused.
 */
export function uriJudge(bases: Bases): Judge | null {
  const permitted = readBases(bases.permitted, baseOf)
  const excluded = readBases(bases.excluded, baseOf)
  if (permitted === null || excluded === null) return null
  const [inside, outside] = [nameTree(permitted), nameTree(excluded)]
  return (name) => {
    const host = name.kind === 'uri' ? uriHost(name.uri) : null
    if (host === null) return 'not-comparable'
    return judgement(
      bases,
      () => isIn(outside, host),
      () => isIn(inside, host),
    )
  }
}

/** A host, or all hosts of a domain, as the constraints of URIs and of mailboxes name them. */
export function hostOrDomain(text: string): { steps: readonly string[]; reach: Reach } | null {
  const domain = text.startsWith('.')
  const steps = hostLabels(domain ? text.slice(1) : text)
  if (steps === null || looksLikeAddress(steps)) return null
  return { steps, reach: domain ? 'below' : 'itself' }
}

function baseOf(name: GeneralName): { steps: readonly string[]; reach: Reach } | null {
  return name.kind === 'uri' ? hostOrDomain(name.uri) : null
}

/** RFC 3986 §3: scheme, userinfo and port around a host of plain letters; escapes are no part of one. */
const authority =
  /^[a-z][a-z0-9+.-]*:\/\/(?:[\w.~!$&'()*+,;=:%-]*@)?([a-z0-9_.-]+)(?::[0-9]*)?(?:[/?#]|$)/i

/** The labels of the host, or null where there is none or it is an address. */
function uriHost(uri: string): readonly string[] | null {
  const host = authority.exec(uri)?.[1]
  const labels = host === undefined ? null : hostLabels(host)
  return labels === null || looksLikeAddress(labels) ? null : labels
}
