import type { GeneralName } from '../general-names.ts'
import { type RdnKeys, rdnKeys } from '../names.ts'
import { type Bases, type Judge, judgement, readBases } from './judgement.ts'
import { isIn, nameTree } from './tree.ts'

/**
 * directoryName (RFC 5280 §4.2.1.10, §7.1): a name is in a subtree if its first RDNs are those of
 * the base. A string that cannot be prepared might be any other: where something is excluded, no
 * name that has one can be told to be outside, and no name at all where it is the base that has one.
 */
export function directoryJudge(bases: Bases): Judge | null {
  const permitted = readBases(bases.permitted, baseOf)
  const excluded = readBases(bases.excluded, baseOf)
  if (permitted === null || excluded === null) return null
  const [inside, outside] = [nameTree(permitted), nameTree(excluded)]
  const basesAreOpaque = excluded.some(({ strings }) => strings === 'some-octets')
  return (name) => {
    const rdns = name.kind === 'directory' ? rdnKeys(name.name) : null
    if (rdns === null || basesAreOpaque) return 'not-comparable'
    if (rdns.strings === 'some-octets' && excluded.length > 0) return 'not-comparable'
    return judgement(
      bases,
      () => isIn(outside, rdns.keys),
      () => isIn(inside, rdns.keys),
    )
  }
}

interface Base {
  readonly steps: readonly string[]
  readonly reach: 'itself-and-below'
  readonly strings: RdnKeys['strings']
}

function baseOf(name: GeneralName): Base | null {
  const rdns = name.kind === 'directory' ? rdnKeys(name.name) : null
  if (rdns === null) return null
  return { steps: rdns.keys, reach: 'itself-and-below', strings: rdns.strings }
}
