import type { GeneralName } from '../general-names.ts'
import { rdnKeys } from '../names.ts'
import { type Bases, type Judge, judgement, readBases } from './judgement.ts'
import { isIn, nameTree } from './tree.ts'

/**
 * directoryName (RFC 5280 §4.2.1.10, §7.1): a name is in a subtree if its first RDNs are those of
 * the base. A string that cannot be prepared might be any other: where something is excluded, no
 * name that has one can be told to be outside.
 */
export function directoryJudge(bases: Bases): Judge | null {
  const permitted = readBases(bases.permitted, baseOf)
  const excluded = readBases(bases.excluded, baseOf)
  if (permitted === null || excluded === null) return null
  const [inside, outside] = [nameTree(permitted), nameTree(excluded)]
  return (name) => {
    const rdns = name.kind === 'directory' ? rdnKeys(name.name) : null
    if (rdns === null) return 'not-comparable'
    if (rdns.strings === 'some-octets' && excluded.length > 0) return 'not-comparable'
    return judgement(
      bases,
      () => isIn(outside, rdns.keys),
      () => isIn(inside, rdns.keys),
    )
  }
}

function baseOf(name: GeneralName): { steps: readonly string[]; reach: 'itself-and-below' } | null {
  const rdns = name.kind === 'directory' ? rdnKeys(name.name) : null
  return rdns === null ? null : { steps: rdns.keys, reach: 'itself-and-below' }
}
