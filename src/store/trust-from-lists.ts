import type { Crypto } from '../core/crypto.ts'
import { VerifierError } from '../core/errors.ts'
import { isoState } from '../core/state.ts'
import type { Trust } from '../trust.ts'
import { pointersTo, signersOf } from '../trustlist/list-of-lists.ts'
import { type ListInput, loadList } from '../trustlist/load.ts'
import type { LoadedList } from '../trustlist/model.ts'
import { isListOfLists } from '../trustlist/rules.ts'
import type { Certificate } from '../x509/certificate.ts'
import { listProblems } from './load-trust.ts'

/** Trust lists that a request brings, and by what they are to be known as genuine. */
export interface GivenLists {
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[]
  readonly signers: readonly Certificate[]
  /** yes: take them without any proof, because the user said so; every verdict repeats it. */
  readonly unverified: 'yes' | 'no'
  readonly crypto: Crypto
  /** The time of loading: a list issued later is not used. */
  readonly at: Date
}

/**
 * Trust in lists of TS 119 612 that the request itself brings: each speaks for the state that it
 * names, and is called by its file's name. Throws `trust-unusable` where none can be used.
 */
export function trustFromLists(given: GivenLists): Trust {
  const first = given.files.map((file) => load(file, given.signers, given))
  const parents = first.filter(
    ({ signature, list }) => signature === 'verified' && list !== null && isListOfLists(list.type),
  )
  const lists = first.map((loaded, index) => {
    const file = given.files[index]
    const pins = signersPointedAt(loaded, parents)
    const unknown = loaded.problems.some(({ code }) => code === 'signer-not-pinned')
    return file !== undefined && unknown && pins.length > 0 ? load(file, pins, given) : loaded
  })
  requireOneUsable(lists)
  return {
    federation: 'lists given with the request',
    fictional: false,
    lists,
    agreements: [],
    certificates: [],
    crls: [],
    ocspResponses: [],
    problems: listProblems(lists),
  }
}

function load(
  { name, bytes }: GivenLists['files'][number],
  pins: readonly Certificate[],
  { unverified, crypto, at }: GivenLists,
): LoadedList {
  const input: ListInput = {
    id: name,
    form: 'etsi-119612',
    territory: null,
    location: name,
    bytes,
    stalePolicy: { graceDays: 0, afterGrace: 'refuse' },
    pins,
    sha256: null,
    detachedSignature: null,
    files: () => null,
    type: null,
    lastSeen: null,
    at,
    unverified,
  }
  const loaded = loadList(input, crypto)
  const { list } = loaded
  if (list === null || isListOfLists(list.type)) return loaded
  return { ...loaded, territory: isoState(list.territory) }
}

/** The signers that verified lists of lists name for the state of a list. */
function signersPointedAt(
  { territory }: LoadedList,
  parents: readonly LoadedList[],
): readonly Certificate[] {
  if (territory === null) return []
  return parents.flatMap(({ list }) =>
    list === null ? [] : signersOf(pointersTo(list, territory, '')),
  )
}

function requireOneUsable(lists: readonly LoadedList[]): void {
  if (lists.some((list) => list.signature !== 'broken' && list.territory !== null)) return
  const found = lists.map(({ id, problems }) => {
    return `${id}: ${problems[0]?.message ?? 'it is the list of no state'}`
  })
  throw new VerifierError('trust-unusable', 'none of the given trust lists can be used', {
    hint: `${found.join('; ')}; name their signers with --trust-signer`,
  })
}
