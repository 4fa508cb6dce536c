import type { GeneralName } from '../general-names.ts'
import { hostLabels } from './host-names.ts'
import { type Bases, type Judge, judgement, readBases } from './judgement.ts'
import { isEveryChildIn, isIn, isSomeChildIn, nameTree } from './tree.ts'

/**
 * dNSName (RFC 5280 §4.2.1.10): any name made by labels added on the left is in the subtree. A
 * leading period belongs to the constraints of URIs and mailboxes alone; a base with one is none.
 * The clause says nothing of wildcards: one is permitted if all that it stands for is (RFC 9525
 * §6.3: the names one label longer), and excluded if any of it is.
 */
export function dnsJudge(bases: Bases): Judge | null {
  const permitted = readBases(bases.permitted, baseOf)
  const excluded = readBases(bases.excluded, baseOf)
  if (permitted === null || excluded === null) return null
  const [inside, outside] = [nameTree(permitted), nameTree(excluded)]
  return (name) => {
    if (name.kind !== 'dns') return 'not-comparable'
    const wildcard = name.name.startsWith('*.')
    const labels = hostLabels(wildcard ? name.name.slice(2) : name.name)
    if (labels === null) return 'not-comparable'
    return judgement(
      bases,
      () => (wildcard ? isSomeChildIn(outside, labels) : isIn(outside, labels)),
      () => (wildcard ? isEveryChildIn(inside, labels) : isIn(inside, labels)),
    )
  }
}

/** A base without any label holds every name: zero or more labels make it. */
function baseOf(name: GeneralName): { steps: readonly string[]; reach: 'itself-and-below' } | null {
  if (name.kind !== 'dns') return null
  const steps = name.name === '' ? [] : hostLabels(name.name)
  return steps === null ? null : { steps, reach: 'itself-and-below' }
}
