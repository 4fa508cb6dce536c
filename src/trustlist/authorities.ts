import { type Certificate, sameCertificate } from '../x509/certificate.ts'
import { ownSigners, pointersTo, signersOf, union } from './list-of-lists.ts'
import type { TrustList } from './model.ts'
import { isListOfLists } from './rules.ts'
import type { ListSignature } from './signature.ts'

/**
 * By what the signer of a list is known. pinned: from outside; handed-over: named by a list of lists
 * that such a signer signed; pointed-at: named for this state by one of those; unknown: by nothing.
 */
export type Authority = 'pinned' | 'handed-over' | 'pointed-at' | 'unknown'

interface Signed {
  readonly list: TrustList | null
  readonly signature: ListSignature | null
}

/**
 * Who signed each list; null where nothing intact is there. Lists of all times are looked at
 * together, so signers of any list of lists that is known are good for all of them, earlier and
 * later: this says what the files at hand prove, not what may be trusted today.
 */
export function authoritiesOf(
  lists: readonly Signed[],
  pins: readonly Certificate[],
): readonly (Authority | null)[] {
  const parents = lists.filter(({ list }) => list !== null && isListOfLists(list.type))
  let known = pins
  let trusted: readonly Signed[] = []
  for (let before = -1; before < trusted.length; ) {
    before = trusted.length
    trusted = parents.filter((parent) => isSignedBy(parent, known))
    known = union(pins, ...trusted.map(({ list }) => (list === null ? [] : ownSigners(list))))
  }
  return lists.map((each) => {
    if (each.list === null || each.signature?.integrity !== 'intact') return null
    if (isSignedBy(each, pins)) return 'pinned'
    if (trusted.includes(each)) return 'handed-over'
    const { territory } = each.list
    const pointedAt = trusted.flatMap(({ list }) =>
      list === null ? [] : signersOf(pointersTo(list, territory, '')),
    )
    return isSignedBy(each, pointedAt) ? 'pointed-at' : 'unknown'
  })
}

function isSignedBy({ signature }: Signed, signers: readonly Certificate[]): boolean {
  const signer = signature?.signer ?? null
  return signer !== null && signers.some((one) => sameCertificate(one, signer))
}
